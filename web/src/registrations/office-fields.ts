import type { Attends } from '@treffpunkt/shared/attendance-modes'
import { languages, type Language } from '@treffpunkt/shared/languages'
import type { Sector } from '@treffpunkt/shared/organisations'
import type { Engagement } from '@treffpunkt/shared/people'
import type { Needs, RegistrationDetails } from '@treffpunkt/shared/registrations'
import { trimmed, withoutMarks } from '@treffpunkt/shared/unseen-marks'
import { textOrNull } from '../form/reading.ts'
import type { FieldTexts } from '../form/sentences.ts'
import { text, type TextKey } from '../i18n.ts'
import { engagementTexts, foodTexts, sectorTexts } from './fields.ts'

/** A registration as it stands in the fields of the office. */
export const officeValues = (known?: RegistrationDetails) => ({
  attends: (known?.attends ?? 'on_site') as Attends,
  firstName: known?.firstName ?? '',
  lastName: known?.lastName ?? '',
  email: known?.email ?? '',
  organisationTyped: known?.organisation?.name ?? known?.organisationTyped ?? '',
  organisationId: known?.organisation?.id ?? '',
  sector: (known?.sector ?? '') as Sector | '',
  engagement: (known?.engagement ?? '') as Engagement | '',
  stepFree: known?.needs?.stepFree ?? false,
  interpreter: known?.needs?.interpreter ?? '',
  food: (known?.needs?.food ?? '') as NonNullable<Needs['food']> | '',
  other: known?.needs?.other ?? '',
  language: known?.language ?? ('de' as Language),
})
export type OfficeValues = ReturnType<typeof officeValues>

/** From the fields to what is sent. */
export function officeBody(values: OfficeValues) {
  const needs: Needs = {
    stepFree: values.stepFree,
    interpreter: textOrNull(values.interpreter),
    food: values.food || null,
    other: textOrNull(values.other),
  }
  return {
    firstName: trimmed(values.firstName),
    lastName: trimmed(values.lastName),
    email: textOrNull(withoutMarks(values.email)),
    organisationId: values.organisationId || null,
    organisationTyped: values.organisationId ? null : textOrNull(values.organisationTyped),
    sector: values.sector || null,
    engagement: values.engagement || null,
    needs: Object.values(needs).some(Boolean) ? needs : null,
    language: values.language,
  }
}

/** Where mistakes in fields of the body stand in the form. */
export const officePlaces = { organisationId: 'organisationTyped' } as const

/** Labels and instructions. */
export const officeTexts = (): { [Name in keyof OfficeValues]: FieldTexts } => ({
  attends: { label: text('registrations.attendsChoose') },
  firstName: { label: text('fields.firstName'), empty: text('people.firstNameEmpty') },
  lastName: { label: text('fields.lastName'), empty: text('people.lastNameEmpty') },
  email: { label: text('fields.email') },
  organisationTyped: { label: text('people.organisation') },
  organisationId: { label: text('people.organisation') },
  sector: { label: text('organisations.sector') },
  engagement: { label: text('registrations.engagement') },
  stepFree: { label: text('registrations.stepFree') },
  interpreter: { label: text('registrations.interpreter') },
  food: { label: text('signUp.food') },
  other: { label: text('registrations.otherNeeds') },
  language: { label: text('registrations.mailLanguage') },
})

const words: Partial<Record<keyof OfficeValues, Record<string, TextKey>>> = {
  sector: sectorTexts,
  engagement: engagementTexts,
  food: foodTexts,
}

/** How a value reads where two versions stand beside each other. */
export function officeWords(name: keyof OfficeValues, value: unknown): string {
  if (typeof value === 'boolean') return text(value ? 'list.yes' : 'list.no')
  if (name === 'language') return languages[value as Language].name
  const key = words[name]?.[String(value)]
  return key ? text(key) : String(value)
}

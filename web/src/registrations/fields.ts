import type { Attends } from '@treffpunkt/shared/attendance-modes'
import type { Language } from '@treffpunkt/shared/languages'
import type { Sector } from '@treffpunkt/shared/organisations'
import type { Engagement } from '@treffpunkt/shared/people'
import type { Needs } from '@treffpunkt/shared/registrations'
import type { KnownFrom, OwnRegistration } from '@treffpunkt/shared/sign-up'
import { trimmed } from '@treffpunkt/shared/unseen-marks'
import { textOrNull } from '../form/reading.ts'
import type { FieldTexts } from '../form/sentences.ts'
import { currentLanguage, text, type TextKey } from '../i18n.ts'

type Food = NonNullable<Needs['food']>

/** What stands in the fields of a registration, under the names by which the form is posted. */
export type RegistrationValues = {
  /** In a meeting on site and online; asked when one signs up. */
  attends: Attends | ''
  firstName: string
  lastName: string
  email: string
  /** What is written in the field: the name of the chosen organisation, or anything. */
  organisationTyped: string
  /** Id of the organisation that was chosen from the directory; empty when the name is only typed. */
  organisationId: string
  sector: Sector | ''
  engagement: Engagement | ''
  stepFree: boolean
  interpreter: string
  food: Food | ''
  other: string
  contactList: boolean
  invitations: boolean
  photographs: boolean
  /** Of the mails; asked once one has signed up. */
  language: Language
}

/** The fields of a registration as it is stored, or what is known of who signs up, or empty ones. */
export const registrationValues = (
  known?: KnownFrom & Partial<Pick<OwnRegistration, 'needs' | 'consents'>>,
): RegistrationValues => ({
  attends: '',
  firstName: known?.firstName ?? '',
  lastName: known?.lastName ?? '',
  email: known?.email ?? '',
  organisationTyped: known?.organisation?.name ?? known?.organisationTyped ?? '',
  organisationId: known?.organisation?.id ?? '',
  sector: known?.sector ?? '',
  engagement: known?.engagement ?? '',
  stepFree: known?.needs?.stepFree ?? false,
  interpreter: known?.needs?.interpreter ?? '',
  food: known?.needs?.food ?? '',
  other: known?.needs?.other ?? '',
  contactList: known?.consents?.contactList ?? false,
  invitations: known?.consents?.invitations ?? false,
  photographs: known?.consents?.photographs ?? false,
  language: known?.language ?? currentLanguage(),
})

/** From the fields to what is sent, without the address: it is fixed once one has signed up. */
export function registrationBody(values: RegistrationValues) {
  const needs: Needs = {
    stepFree: values.stepFree,
    interpreter: textOrNull(values.interpreter),
    food: values.food || null,
    other: textOrNull(values.other),
  }
  return {
    firstName: trimmed(values.firstName),
    lastName: trimmed(values.lastName),
    organisationId: values.organisationId || null,
    organisationTyped: values.organisationId ? null : textOrNull(values.organisationTyped),
    sector: asksForSector(values) ? values.sector || null : null,
    engagement: values.engagement || null,
    needs: Object.values(needs).some(Boolean) ? needs : null,
    consents: {
      contactList: values.contactList,
      invitations: values.invitations,
      photographs: values.photographs,
    },
    language: values.language,
  }
}

/** The directory knows the sector of its organisations; for a typed one it is asked. */
export const asksForSector = (values: RegistrationValues): boolean =>
  values.organisationId === '' && values.organisationTyped.trim() !== ''

/** Where mistakes in nested fields of the body stand in the form. */
export const registrationPlaces = { organisationId: 'organisationTyped' } as const

export const registrationTexts = (): { [Name in keyof RegistrationValues]: FieldTexts } => ({
  attends: { label: text('signUp.attends'), empty: text('signUp.attendsEmpty') },
  firstName: { label: text('fields.firstName'), empty: text('signUp.firstNameEmpty') },
  lastName: { label: text('fields.lastName'), empty: text('signUp.lastNameEmpty') },
  email: { label: text('fields.email'), empty: text('signUp.emailEmpty') },
  organisationTyped: { label: text('signUp.organisation') },
  organisationId: { label: text('signUp.organisation') },
  sector: { label: text('signUp.sector') },
  engagement: { label: text('signUp.engagement') },
  stepFree: { label: text('signUp.stepFree') },
  interpreter: { label: text('signUp.interpreter') },
  food: { label: text('signUp.food') },
  other: { label: text('signUp.other') },
  contactList: { label: text('signUp.contactList') },
  invitations: { label: text('signUp.invitations') },
  photographs: { label: text('signUp.photographs') },
  language: { label: text('own.mailLanguage') },
})

export const sectorTexts: Record<Sector, TextKey> = {
  administration: 'signUp.sectorAdministration',
  civil_society: 'signUp.sectorCivilSociety',
  welfare_and_advice: 'signUp.sectorWelfareAndAdvice',
  business: 'signUp.sectorBusiness',
  education_and_research: 'signUp.sectorEducationAndResearch',
  other: 'signUp.sectorOther',
}

export const engagementTexts: Record<Engagement, TextKey> = {
  professional: 'signUp.professional',
  volunteer: 'signUp.volunteer',
}

export const foodTexts: Record<Food, TextKey> = {
  vegetarian: 'signUp.foodVegetarian',
  vegan: 'signUp.foodVegan',
  no_pork: 'signUp.foodNoPork',
  other: 'signUp.foodOther',
}

/** The choices of a table of words. */
export const optionsOf = <Value extends string>(words: Record<Value, TextKey>) =>
  (Object.keys(words) as Value[]).map(value => ({ value, text: text(words[value]) }))

import type { ComparedField, Comparison, ObjectType } from '@treffpunkt/shared/changes'
import type { Contingent } from '@treffpunkt/shared/contingents'
import type { HostState } from '@treffpunkt/shared/hosts'
import { languages as languageFacts, isLanguage } from '@treffpunkt/shared/languages'
import type { MeetingTranslation } from '@treffpunkt/shared/meeting-translations'
import type { Affiliation } from '@treffpunkt/shared/people'
import type { ReminderPlan } from '@treffpunkt/shared/meetings'
import { text, type TextKey } from '../i18n.ts'
import { hostStates } from '../meetings/host-words.ts'
import { kindTexts } from '../meetings/standing.ts'
import { sectorTexts } from '../organisations/fields.ts'
import { affiliationInWords } from '../people/fields.ts'
import { howLongBefore } from '../reminders/fields.ts'
import { shortMoment } from '../ui/dates.ts'
import { stateTexts } from '../working-groups/fields.ts'

// Where several facts share a word in a line of the history, each has one of its own here.
const own: Partial<Record<ObjectType, Record<string, TextKey>>> = {
  venue: {
    stepFree: 'venues.stepFree',
    accessibleToilet: 'venues.accessibleToilet',
    inductionLoop: 'venues.inductionLoop',
    contactName: 'venues.contactName',
    contactEmail: 'venues.contactEmail',
    contactPhone: 'venues.contactPhone',
  },
  settings: {
    seriesName: 'settings.seriesName',
    summary: 'settings.summary',
    contactEmail: 'settings.contactEmail',
    contactPhone: 'settings.contactPhone',
    senderName: 'settings.senderName',
    replyTo: 'settings.replyTo',
    accent: 'settings.accent',
    privacyOfficerName: 'settings.privacyOfficerName',
    privacyOfficerEmail: 'settings.contactEmail',
    accessibilityReviewedOn: 'settings.reviewedOn',
    signLanguageVideo: 'settings.signLanguage',
    firstStepsHidden: 'changes.firstSteps',
  },
  meeting: { translations: 'translations.title' },
  text: { body: 'changes.text' },
  mail_template: { subject: 'changes.subject', body: 'changes.text' },
}

/** What a field is called where it stands by itself. */
export const fieldWord = (object: ObjectType, field: string, known: Partial<Record<string, TextKey>>): string => {
  const key = own[object]?.[field] ?? known[field]
  return key ? text(key) : field
}

type Words = (value: never, names: Comparison['names']) => string

const choice =
  (texts: Record<string, TextKey>) =>
  (value: string): string =>
    texts[value] ? text(texts[value]) : value
const nameOf = (id: string, names: Comparison['names']) => names[id] ?? id
const yesOrNo = (value: boolean) => text(value ? 'list.yes' : 'list.no')

const hosts = (all: { organisationId: string; state: HostState }[], names: Comparison['names']) =>
  all.map(({ organisationId, state }) => `${nameOf(organisationId, names)}: ${text(hostStates[state])}`).join('\n')

type LoggedContingent = Pick<Contingent, 'seats' | 'releasesAt'> & { organisationId?: string; sector?: string }
const contingents = (all: LoggedContingent[], names: Comparison['names']) =>
  all
    .map(({ organisationId, sector, seats, releasesAt }) =>
      text('contingents.line', {
        target: organisationId ? nameOf(organisationId, names) : choice(sectorTexts)(sector ?? ''),
        count: seats,
        release: shortMoment(releasesAt),
      }),
    )
    .join('\n')

const translations = (all: Record<string, MeetingTranslation>) =>
  Object.entries(all)
    .map(([language, { focusTopic, summary, costs }]) => {
      const name = isLanguage(language) ? languageFacts[language].name : language
      return `${name}: ${[focusTopic, summary, costs].filter(Boolean).join(' · ')}`
    })
    .join('\n')

/** Values that are no plain text, by noun where the same name means another thing. */
const words: Record<string, Words> = {
  sector: choice(sectorTexts),
  'meeting.kind': choice(kindTexts),
  'working_group.state': choice(stateTexts),
  visibility: choice({ public: 'meetings.visibilityPublic', unlisted: 'meetings.visibilityUnlisted' }),
  approval: (value: boolean) => text(value ? 'contingents.approvalYes' : 'contingents.approvalNo'),
  reminders: (all: ReminderPlan[]) =>
    all.map(one => [howLongBefore(one), one.note].filter(Boolean).join(': ')).join('\n'),
  hosts,
  contingents,
  translations,
  affiliations: (all: Affiliation[]) => all.map(affiliationInWords).join('\n'),
  languages: (all: string[]) => all.map(one => (isLanguage(one) ? languageFacts[one].name : one)).join(', '),
}

const isInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d/

/** A value in words; "Leer" where there is none. */
export function valueWord(object: ObjectType, field: string, value: unknown, names: Comparison['names']): string {
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return text('changes.empty')
  const special = words[`${object}.${field}`] ?? words[field]
  if (special) return special(value as never, names) || text('changes.empty')
  if (typeof value === 'boolean') return yesOrNo(value)
  if (Array.isArray(value)) return value.join(', ')
  if (typeof value === 'string') return isInstant.test(value) ? shortMoment(value) : (names[value] ?? value)
  return typeof value === 'number' ? String(value) : JSON.stringify(value)
}

/** What may be given back: neither what is so already nor what is not to be changed in silence. */
export const mayGiveBack = ({ standing, hindrance }: ComparedField): boolean =>
  standing !== 'as_before' && hindrance === null

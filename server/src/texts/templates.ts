import {
  audienceOf,
  fillIn,
  type TemplateKind,
  type TemplateVariable,
  type TemplateWords,
} from '@treffpunkt/shared/mail-templates'
import { accountMailTexts, type AccountMailKind } from './account-mails.ts'
import { apart, mailTexts } from './languages.ts'
import type { MailTexts } from './mail-texts.ts'

/** What the paragraphs of a mail depend on, whatever its kind. */
export type About = {
  until: string | null
  isQueued: boolean
  /** The office decides on them. */
  isRequest: boolean
  /** Why the office refused, if it said so. */
  reason: string | null
  /** The organisation whose program entered them, wanted to, or withdrew them. */
  partner: string | null
  agreed: string
  hasSeat: boolean
  position: number | null
  other: string
  byOffice: boolean
  /** Nobody comes to an entrance. */
  isOnline: boolean
  /** What has become of who was entered and has no place any more. */
  meanwhile: string
}

/** Mails about a registration that have words of the house; those of `TemplateKind` can be said otherwise. */
type Kind = keyof MailTexts['paragraphs'] | 'reminder'

/** Which paragraphs of the words of the house depend on the case, by the name under which texts of the office call them. */
const paragraphs: Partial<Record<Kind | TemplateKind, Partial<Record<TemplateVariable, number[]>>>> = {
  confirm: { Bestätigungsfrist: [1], Warteliste: [2], Einwilligungen: [3] },
  entered: { Anlass: [0], Datenschutz: [1, 2] },
  waitlisted: { Platz: [0] },
  substitute: { Anlass: [0], Platz: [1], Datenschutz: [2] },
  refused: { Grund: [1] },
  rescheduled: { Änderung: [0], Platz: [1] },
  cancelled: { Grund: [1] },
  meeting_invitation: { Linkhinweis: [1] },
  barrier_received: { Antwortfrist: [1] },
  password_reset: { Sicherheitshinweis: [2] },
  password_changed: { Sicherheitshinweis: [1] },
  email_confirmation: { Sicherheitshinweis: [2] },
  email_changed: { Sicherheitshinweis: [1] },
}

type OtherKind = Exclude<TemplateKind, Kind>
/** Whether a mail of this kind is about an account. */
export const isAccountKind = (kind: TemplateKind): kind is AccountMailKind & TemplateKind =>
  audienceOf(kind) === 'account'
const isAboutRegistration = (kind: TemplateKind): kind is Exclude<TemplateKind, OtherKind> =>
  kind === 'reminder' || kind in mailTexts('de').paragraphs

/** The words of the house of a mail that is not about a registration alone, with names in braces. */
function housedOther(kind: OtherKind, language: string): { subject: string; paragraphs: string[] } {
  const { subjects, barriers, cancelledMeeting, invitation } = mailTexts(language)
  if (isAccountKind(kind)) {
    const { subject, paragraphs } = accountMailTexts[kind]
    return {
      subject,
      paragraphs: paragraphs({ network: '{Netzwerk}', until: '{Frist}', invitedBy: '{Person}', email: '{Adresse}' }),
    }
  }
  switch (kind) {
    case 'rescheduled':
      return { subject: subjects.moved('{Treffen}'), paragraphs: ['', ''] }
    case 'cancelled':
      return {
        subject: subjects.cancelled('{Treffen}'),
        paragraphs: [cancelledMeeting.doesNotHappen, '', cancelledMeeting.nothingToDo],
      }
    case 'meeting_invitation':
      return { subject: invitation.subjects.first('{Treffen}'), paragraphs: invitation.first }
    case 'invitation_reminder':
      return { subject: invitation.subjects.again('{Treffen}'), paragraphs: invitation.again }
    case 'barrier_received':
      return { subject: barriers.subjects[kind]('{Nummer}'), paragraphs: barriers.receipt('–') }
    default:
      return { subject: barriers.subjects[kind]('{Nummer}'), paragraphs: barriers.answer }
  }
}

/** The words of the house. */
const housed = (kind: Kind, language: string, about: About): string[] => {
  const texts = mailTexts(language)
  return kind === 'reminder' ? texts.reminder.paragraphs(about) : texts.paragraphs[kind](about)
}

/** The subject in the words of the house. */
const housedSubject = (kind: Kind, language: string, meeting: string): string =>
  mailTexts(language).subjects[kind](meeting)

/** The words of the house as the office would have written them, with names in braces. */
export function housedTemplate(kind: TemplateKind, language: string): TemplateWords {
  const about: About = {
    until: '{Frist}',
    other: '{Person}',
    agreed: '–',
    position: 1,
    isQueued: true,
    isRequest: false,
    reason: null,
    partner: null,
    hasSeat: true,
    byOffice: true,
    isOnline: false,
    meanwhile: '',
  }
  const names = Object.entries(paragraphs[kind] ?? {})
  const house = isAboutRegistration(kind)
    ? { subject: housedSubject(kind, language, '{Treffen}'), paragraphs: housed(kind, language, about) }
    : housedOther(kind, language)
  const body = house.paragraphs.map((text, index) => {
    const name = names.find(([, at]) => at.includes(index))?.[0]
    return name === undefined ? text : `{${name}}`
  })
  // several paragraphs of one name are named once
  return { subject: house.subject, body: [...new Set(body)].join('\n\n') }
}

export type { Kind as WordedKind }

/** The subject of a mail. @param own what the office wrote instead of the words of the house. */
export const subjectFrom = (
  own: Pick<TemplateWords, 'subject'> | undefined,
  kind: Kind,
  language: string,
  meeting: string,
): string => {
  const name = apart(meeting, language)
  return (own && fillIn(own.subject, { Treffen: name })) ?? housedSubject(kind, language, name)
}

/**
 * The paragraphs of a mail.
 * @param own what the office wrote. A mail for which a value that it names is not known says it in the words of the house.
 */
export function paragraphsFrom(
  own: Pick<TemplateWords, 'body'> | undefined,
  kind: Kind,
  language: string,
  about: About,
  values: Partial<Record<TemplateVariable, string>>,
): string[] {
  const house = housed(kind, language, about)
  // where no name says that an organisation acted, the words of the house do
  if (about.partner !== null && kind !== 'entered') return house
  return wordsFrom(own, kind, house, { ...values, Person: about.other, Frist: about.until ?? '' })
}

/**
 * The paragraphs of a mail of any kind.
 * @param house its paragraphs in the words of the house, empty where one does not apply.
 */
export function wordsFrom(
  own: Pick<TemplateWords, 'body'> | undefined,
  kind: Kind | TemplateKind,
  house: string[],
  known: Partial<Record<TemplateVariable, string>>,
): string[] {
  if (own === undefined) return house
  const filled: string[] = []
  for (const paragraph of own.body.replaceAll('\r\n', '\n').split(/\n\s*\n/)) {
    const lines: string[] = []
    for (const line of paragraph.split('\n')) {
      const at = Object.entries(paragraphs[kind] ?? {}).find(([name]) => line.trim() === `{${name}}`)?.[1]
      const text = at === undefined ? fillIn(line, known) : at.flatMap(one => house[one] || []).join('\n\n')
      if (text === undefined) return house
      // a paragraph that does not apply leaves no gap
      if (text.trim() !== '' || at === undefined) lines.push(text)
    }
    if (lines.some(line => line.trim() !== ''))
      filled.push(
        ...lines
          .join('\n')
          .trim()
          .split(/\n\s*\n/),
      )
  }
  return filled
}

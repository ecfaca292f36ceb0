import { fillIn, type TemplateKind, type TemplateVariable, type TemplateWords } from '@treffpunkt/shared/mail-templates'
import { mailTexts } from './languages.ts'
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
  /** What has become of who was entered and has no place any more. */
  meanwhile: string
}

/** Mails that have words of the house; those of `TemplateKind` can be said otherwise. */
type Kind = keyof MailTexts['paragraphs'] | 'reminder'

/** Which paragraph of the words of the house depends on the case, by the name under which texts of the office call it. */
const paragraphs: Partial<Record<Kind, Partial<Record<TemplateVariable, number>>>> = {
  confirm: { Bestätigungsfrist: 1, Warteliste: 2, Einwilligungen: 3 },
  entered: { Anlass: 0, Datenschutz: 1 },
  waitlisted: { Platz: 0 },
  substitute: { Anlass: 0, Platz: 1, Datenschutz: 2 },
}

/** The words of the house. */
const housed = (kind: Kind, language: string, about: About): string[] => {
  const texts = mailTexts(language)
  return kind === 'reminder' ? texts.reminder.paragraphs : texts.paragraphs[kind](about)
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
    meanwhile: '',
  }
  const names = Object.entries(paragraphs[kind] ?? {})
  const body = housed(kind, language, about).map((text, index) => {
    const name = names.find(([, at]) => at === index)?.[0]
    return name === undefined ? text : `{${name}}`
  })
  return { subject: housedSubject(kind, language, '{Treffen}'), body: body.join('\n\n') }
}

export type { Kind as WordedKind }

/** The subject of a mail. @param own what the office wrote instead of the words of the house. */
export const subjectFrom = (
  own: Pick<TemplateWords, 'subject'> | undefined,
  kind: Kind,
  language: string,
  meeting: string,
): string => (own && fillIn(own.subject, { Treffen: meeting })) ?? housedSubject(kind, language, meeting)

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
  // texts of the office are about whom it entered itself; who else did is to be told as the law asks (Art. 14 GDPR)
  if (own === undefined || about.partner !== null) return house
  const known = { ...values, Person: about.other, Frist: about.until ?? '' }
  const filled: string[] = []
  for (const paragraph of own.body.replaceAll('\r\n', '\n').split(/\n\s*\n/)) {
    const lines: string[] = []
    for (const line of paragraph.split('\n')) {
      const at = Object.entries(paragraphs[kind] ?? {}).find(([name]) => line.trim() === `{${name}}`)?.[1]
      const text = at === undefined ? fillIn(line, known) : (house[at] ?? '')
      if (text === undefined) return house
      // a paragraph that does not apply leaves no gap
      if (text.trim() !== '' || at === undefined) lines.push(text)
    }
    if (lines.some(line => line.trim() !== '')) filled.push(lines.join('\n').trim())
  }
  return filled
}

import type { Language } from '@treffpunkt/shared/languages'
import { answerInWords, wordedIn } from '@treffpunkt/shared/question-answers'
import type { PersonalData, PersonalDataInWords, RegistrationData } from '@treffpunkt/shared/privacy'
import { clockIn, type Clock } from '../texts/languages.ts'
import type { PrivacyTexts, SectionTexts } from './texts/privacy-texts.ts'
import { privacyTexts } from './texts/texts.ts'

type Section = PersonalDataInWords['sections'][number]
type Record = Section['records'][number]
type Fact = Record['facts'][number]
type Term = keyof PrivacyTexts['terms']
/** A fact before it is a sentence; what is not known is left out. */
type Said = [Term, string | null | undefined]

/** How everything is put into words of one language. */
type Words = {
  language: Language
  texts: PrivacyTexts
  clock: Clock
  factsOf: (said: Said[]) => Fact[]
  word: (value: string | null) => string | null
  /** Of whom and what ids stand for. */
  names: Map<string, string>
}

/** Everything stored about somebody in words: what, what for, where from, and how long. */
export function inWords(data: PersonalData, language: Language, timeZone: string): PersonalDataInWords {
  const texts = privacyTexts[language]
  const words: Words = {
    language,
    texts,
    clock: clockIn(language, timeZone),
    factsOf: said => said.flatMap(([term, text]) => (text ? [{ term: texts.terms[term], text }] : [])),
    word: value => (value === null ? null : (texts.values[value] ?? value)),
    names: new Map(data.names.map(({ id, name }) => [id, name])),
  }
  const sections = [
    section(texts.sections.person, people(data, words)),
    section(
      texts.sections.registrations,
      data.registrations.map(one => registration(one, words)),
    ),
    section(
      texts.sections.consents,
      data.registrations.flatMap(one => consents(one, words)),
    ),
    section(texts.sections.attendance, attendance(data, words)),
    section(texts.sections.invitations, invitations(data, words)),
    section(
      texts.sections.mails,
      data.registrations.flatMap(one => mails(one, words)),
    ),
    section(texts.sections.changes, changes(data, words)),
  ]
  return {
    note: data.onlyThisRegistration ? texts.onlyThis : null,
    sections: sections.filter(({ records }) => records.length > 0),
  }
}

const section = (texts: SectionTexts, records: Record[]): Section => ({ ...texts, records })

const people = ({ people: entries }: PersonalData, { factsOf, clock, word }: Words): Record[] =>
  entries.map(one => ({
    title: null,
    facts: [
      ...factsOf([
        ['name', `${one.firstName} ${one.lastName}`],
        ['email', one.email],
        ['entered', clock.moment(one.createdAt)],
        ['changed', clock.moment(one.updatedAt)],
        ['takenOut', one.deletedAt && clock.moment(one.deletedAt)],
      ]),
      ...one.affiliations.flatMap(({ organisation, role, engagement, from, to }) =>
        factsOf([
          ['organisation', [organisation, role, word(engagement)].filter(Boolean).join(', ')],
          ['from', from],
          ['to', to],
        ]),
      ),
    ],
  }))

const registration = (one: RegistrationData, words: Words): Record => ({
  title: `${one.meeting.name}, ${words.clock.moment(one.meeting.startsAt)}`,
  facts: [...registrationFacts(one, words), ...one.answers.map(answer => answered(answer, words))],
})

const registrationFacts = (one: RegistrationData, { factsOf, clock, word, texts }: Words): Fact[] =>
  factsOf([
    ['name', `${one.firstName} ${one.lastName}`],
    ['email', one.email],
    ['organisation', one.organisation ?? one.organisationTyped],
    ['sector', word(one.sector)],
    ['engagement', word(one.engagement)],
    ['needs', needs(one, texts)],
    ['place', word(one.status)],
    ['attends', word(one.attends)],
    [
      'source',
      one.signedUpByOther
        ? texts.byOther(one.signedUpBy)
        : [word(one.source), one.enteredBy, one.partnerReference && `(${one.partnerReference})`]
            .filter(Boolean)
            .join(' '),
    ],
    ['entered', clock.moment(one.createdAt)],
    ['confirmed', one.addressConfirmedAt && clock.moment(one.addressConfirmedAt)],
    ['until', one.expiresAt && clock.moment(one.expiresAt)],
    ['queued', one.queuedAt && clock.moment(one.queuedAt)],
    ['admitted', one.admittedAt && clock.moment(one.admittedAt)],
    ['refusal', one.refusalReason],
    ['changed', clock.moment(one.updatedAt)],
    ['code', one.shortCode],
    ['notice', one.noticeVersion === null ? null : String(one.noticeVersion)],
    ['language', word(one.language)],
    ...one.signUps.map(({ email, createdAt }): Said => ['form', `${email}, ${clock.moment(createdAt)}`]),
  ])

/** A question and what was answered, in the language as far as it is translated. */
function answered(one: RegistrationData['answers'][number], { language, texts: { values } }: Words): Fact {
  const { kind, value } = one
  const asked = wordedIn({ ...one, label: one.question, help: null }, language)
  const words = { yes: values['yes'] ?? '', no: values['no'] ?? '' }
  return { term: asked.label, text: answerInWords({ kind, choices: asked.choices }, value, words).join('; ') }
}

function needs({ needs: needed }: RegistrationData, { values }: PrivacyTexts): string | null {
  if (needed === null) return null
  const { stepFree, interpreter, food, other } = needed
  const interpreting = interpreter && `${values['interpreting']}: ${interpreter}`
  return [stepFree ? values['stepFree'] : '', interpreting, food && (values[food] ?? food), other]
    .filter(Boolean)
    .join(', ')
}

const consents = ({ consents: given, meeting }: RegistrationData, { factsOf, clock, word }: Words): Record[] =>
  given.map(one => ({
    title: `${word(one.purpose)} (${meeting.name})`,
    facts: factsOf([
      ['given', clock.moment(one.givenAt)],
      ['withdrawn', one.withdrawnAt && clock.moment(one.withdrawnAt)],
      ['textVersion', String(one.textVersion)],
      ['language', word(one.language)],
      ['source', word(`consent_${one.source}`)],
    ]),
  }))

function attendance(data: PersonalData, { factsOf, clock, word, texts }: Words): Record[] {
  const yes = (value: boolean | null) => (value === null ? null : value ? texts.values['yes'] : texts.values['no'])
  const entries = data.registrations.flatMap(({ meeting, entries: made }) =>
    made.map(one => ({
      title: `${meeting.name}: ${word(one.kind)}`,
      facts: factsOf([
        ['happened', clock.moment(one.occurredAt)],
        ['recorded', clock.moment(one.recordedAt)],
        ['how', word(one.how)],
        ['organisation', one.organisation ?? one.organisationTyped],
        ['sector', word(one.sector)],
        ['engagement', word(one.engagement)],
      ]),
    })),
  )
  const outcomes = data.attendance.map(one => ({
    title: `${one.meeting.name}: ${texts.values['outcome']}`,
    facts: factsOf([
      ['hadPlace', yes(one.hadPlace)],
      ['came', one.state && word(one.state)],
      ['happened', one.arrivedAt && clock.moment(one.arrivedAt)],
      ['newcomer', yes(one.newcomer)],
      ['newOrganisation', yes(one.newOrganisation)],
      ['recognisedBy', one.nameKey],
      ['organisation', one.organisation ?? one.organisationTyped],
      ['sector', word(one.sector)],
      ['engagement', word(one.engagement)],
    ]),
  }))
  return [...entries, ...outcomes]
}

const invitations = (data: PersonalData, { factsOf, clock }: Words): Record[] =>
  data.invitations.map(({ meeting, invitedAt, remindedAt, declinedAt }) => ({
    title: meeting.name,
    facts: factsOf([
      ['invited', clock.moment(invitedAt)],
      ['reminded', remindedAt && clock.moment(remindedAt)],
      ['declined', declinedAt && clock.moment(declinedAt)],
    ]),
  }))

const mails = ({ mails: written }: RegistrationData, { factsOf, clock, word }: Words): Record[] =>
  written.map(one => ({
    title: one.subject,
    facts: factsOf([
      ['mailTo', one.to],
      ['written', clock.moment(one.createdAt)],
      ['sent', one.sentAt && clock.moment(one.sentAt)],
      ['delivery', word(`mail_${one.status}`)],
    ]),
  }))

const changes = (data: PersonalData, words: Words): Record[] =>
  data.changes.map(one => ({
    title: `${words.clock.moment(one.at)}, ${words.word(`by_${one.by}`)}`,
    facts: [
      ...words.factsOf([['about', [words.word(one.object), kindOf(one.kind, words.texts)].filter(Boolean).join(': ')]]),
      ...one.values.map(({ field, before, after }) => ({
        term: words.word(field) ?? field,
        text: [before, after]
          .flatMap((value, isAfter) => (value == null && !isAfter ? [] : [plain(field, value, words)]))
          .join(' → '),
      })),
    ],
  }))

/** What happened, where there is a word for it. */
const kindOf = (kind: string, { values }: PrivacyTexts): string | undefined => values[`kind_${kind}`]

/** Fields whose values are names of ours. */
const named = new Set(['language', 'sector', 'engagement', 'attends'])

/** Fields whose values are ids, with the word for what has no name any more. */
const unnamed = new Map([
  ['organisationId', 'organisationGone'],
  ['substituteFor', 'otherPerson'],
  ['substitutedBy', 'otherPerson'],
])

/** A value of the log as people read it: names for ids, and of what was ticked that which is. */
function plain(field: string, value: unknown, words: Words): string {
  const { values } = words.texts
  const nothing = values['nothing'] ?? ''
  if (value == null) return nothing
  if (Array.isArray(value)) return value.map(one => plain(field, one, words)).join('; ') || nothing
  if (typeof value === 'string') {
    const gone = unnamed.get(field)
    if (gone !== undefined) return words.names.get(value) ?? values[gone] ?? ''
    return named.has(field) ? (values[value] ?? value) : value
  }
  if (typeof value !== 'object') return JSON.stringify(value)
  const said = Object.entries(value).flatMap(([key, one]) => {
    const name = key.replace(/[A-Z]/g, sign => `_${sign.toLowerCase()}`)
    if (one === true) return [values[name] ?? key]
    return key === 'id' || one === false || one == null ? [] : [plain(key, one, words)]
  })
  return said.join(', ') || nothing
}

import { Type, type Static } from 'typebox'
import { Id, Instant, Language, Line, Nullable, RequiredProse, idempotencyKey, ifMatch, problems } from './common.ts'
import { languageKeys, type Language as LanguageKey } from './languages.ts'
import { Ref, defineRoute } from './route.ts'

/** Mails whose words the office may change. */
export const templateKinds = [
  'confirm',
  'already_registered',
  'confirmed',
  'entered',
  'waitlisted',
  'offered',
  'lapsed',
  'withdrawn',
  'substituted',
  'substitute',
  'lost_links',
  'reminder',
  'meeting_invitation',
  'invitation_reminder',
  'requested',
  'refused',
  'rescheduled',
  'cancelled',
  'barrier_received',
  'barrier_answered',
  'invitation',
  'password_reset',
  'password_changed',
  'email_confirmation',
  'email_changed',
] as const
export type TemplateKind = (typeof templateKinds)[number]
export const TemplateKind = Type.Enum([...templateKinds], { $id: 'TemplateKind' })

const toAccounts: ReadonlySet<TemplateKind> = new Set([
  'invitation',
  'password_reset',
  'password_changed',
  'email_confirmation',
  'email_changed',
])

/**
 * Whom a mail of this kind goes to: somebody registered, somebody known from an earlier meeting who is invited to another,
 * somebody who reported a barrier, somebody in the office.
 */
export const audienceOf = (kind: TemplateKind): 'registered' | 'invited' | 'reporter' | 'account' => {
  if (toAccounts.has(kind)) return 'account'
  if (kind === 'meeting_invitation' || kind === 'invitation_reminder') return 'invited'
  return kind === 'barrier_received' || kind === 'barrier_answered' ? 'reporter' : 'registered'
}

/** Whether a mail of this kind is shown as somebody with a registration gets it. */
export const isToPerson = (kind: TemplateKind): boolean => ['registered', 'invited'].includes(audienceOf(kind))

/** The languages that a mail of this kind is written in: the office speaks German. */
export const languagesOf = (kind: TemplateKind): readonly LanguageKey[] =>
  audienceOf(kind) === 'account' ? ['de'] : languageKeys

/** Who may write it: mails to accounts lead admins to their passwords, and are for admins. */
export const rightToWrite = (kind: TemplateKind): 'admin' | 'coordinator' =>
  audienceOf(kind) === 'account' ? 'admin' : 'coordinator'

/**
 * What stands in braces in a text of the office, like "{Treffen}". A _value_ stands within a sentence. A _paragraph_
 * stands on its own and says what depends on the case, in the words of the house; it is empty where it does not apply.
 */
export const templateVariables = {
  Name: 'value',
  Vorname: 'value',
  Treffen: 'value',
  Wann: 'value',
  Wo: 'value',
  Link: 'value',
  Büro: 'value',
  Frist: 'value',
  Person: 'value',
  Netzwerk: 'value',
  Adresse: 'value',
  Nummer: 'value',
  Bestätigungsfrist: 'paragraph',
  Warteliste: 'paragraph',
  Einwilligungen: 'paragraph',
  Anlass: 'paragraph',
  Platz: 'paragraph',
  Datenschutz: 'paragraph',
  Linkhinweis: 'paragraph',
  Änderung: 'paragraph',
  Grund: 'paragraph',
  Antwortfrist: 'paragraph',
  Sicherheitshinweis: 'paragraph',
} as const
export type TemplateVariable = keyof typeof templateVariables

const shared = {
  registered: ['Name', 'Vorname', 'Treffen', 'Wann', 'Wo', 'Link', 'Büro'],
  invited: ['Name', 'Vorname', 'Treffen', 'Wann', 'Wo', 'Link', 'Büro'],
  reporter: ['Nummer', 'Büro'],
  account: ['Name', 'Netzwerk', 'Büro'],
} as const satisfies Record<string, readonly TemplateVariable[]>

/** What a mail of a kind may and must name, beside what every mail may. */
const own: Record<TemplateKind, readonly TemplateVariable[]> = {
  confirm: ['Bestätigungsfrist', 'Warteliste', 'Einwilligungen'],
  already_registered: [],
  confirmed: [],
  entered: ['Anlass', 'Datenschutz'],
  waitlisted: ['Platz'],
  offered: ['Frist'],
  lapsed: [],
  withdrawn: [],
  substituted: ['Person'],
  substitute: ['Anlass', 'Platz', 'Datenschutz'],
  lost_links: [],
  reminder: [],
  meeting_invitation: ['Linkhinweis'],
  invitation_reminder: [],
  requested: [],
  refused: ['Grund'],
  rescheduled: ['Änderung', 'Platz'],
  cancelled: ['Grund'],
  barrier_received: ['Antwortfrist'],
  barrier_answered: [],
  invitation: ['Person', 'Frist'],
  password_reset: ['Frist', 'Sicherheitshinweis'],
  password_changed: ['Sicherheitshinweis'],
  email_confirmation: ['Frist', 'Sicherheitshinweis'],
  email_changed: ['Adresse', 'Sicherheitshinweis'],
}

/** The variables that a mail of this kind may use; those that it must are its own. */
export const variablesOf = (kind: TemplateKind): { name: TemplateVariable; required: boolean }[] => [
  ...own[kind].map(name => ({ name, required: true })),
  ...(kind === 'lost_links' ? (['Name', 'Vorname', 'Büro'] as const) : shared[audienceOf(kind)]).map(name => ({
    name,
    required: false,
  })),
]

/** The subject is written down when the mail is, so it names what the mail is about and nothing else. */
export const subjectVariablesOf = (kind: TemplateKind): readonly TemplateVariable[] => {
  const audience = audienceOf(kind)
  if (audience === 'reporter') return ['Nummer']
  return audience === 'account' || kind === 'lost_links' ? [] : ['Treffen']
}

const named = /\{([^{}\n]*)\}/g

/** The names in braces in a text, in their order. */
export const namesIn = (text: string): string[] => Array.from(text.matchAll(named), ([, name]) => name ?? '')

/** Puts values in the place of names in braces, once: what a value holds is text. Undefined when one has none. */
export function fillIn(text: string, values: Partial<Record<string, string>>): string | undefined {
  if (namesIn(text).some(name => !values[name])) return undefined
  return text.replace(named, (_, name: string) => values[name] ?? '')
}

/** A name that is unknown in this mail, one that has to be there and is not, or a paragraph amid a sentence. */
export type TemplateMistake = { code: 'unknown_variable' | 'missing_variable' | 'not_alone'; name: string }

/** What is wrong with a text of the office, by field. */
export function templateMistakes(
  kind: TemplateKind,
  { subject, body }: { subject: string; body: string },
): { subject?: TemplateMistake; body?: TemplateMistake } {
  const inSubject = namesIn(subject).find(name => !subjectVariablesOf(kind).some(one => one === name))
  const variables = variablesOf(kind)
  const inBody = namesIn(body).find(name => !variables.some(one => one.name === name))
  const missing = variables.find(({ name, required }) => required && !namesIn(body).includes(name))
  const lines = body.split('\n').map(line => line.trim())
  const amid = variables.find(
    ({ name }) =>
      templateVariables[name] === 'paragraph' && lines.some(line => line.includes(`{${name}}`) && line !== `{${name}}`),
  )
  const mistake: TemplateMistake | undefined =
    inBody !== undefined
      ? { code: 'unknown_variable', name: inBody }
      : missing !== undefined
        ? { code: 'missing_variable', name: missing.name }
        : amid && { code: 'not_alone', name: amid.name }
  return {
    ...(inSubject === undefined ? {} : { subject: { code: 'unknown_variable' as const, name: inSubject } }),
    ...(mistake === undefined ? {} : { body: mistake }),
  }
}

const words = {
  /** Names in braces: `subjectVariablesOf`. */
  subject: Line(200),
  /** Paragraphs, parted by an empty line; names in braces: `variablesOf`. */
  body: RequiredProse(4000),
}

export const TemplateWords = Type.Object(words, { $id: 'TemplateWords', additionalProperties: false })
export type TemplateWords = Static<typeof TemplateWords>

export const MailTemplate = Type.Object(
  {
    kind: Ref(TemplateKind),
    language: Language,
    /** 0: never changed. */
    version: Type.Integer({ minimum: 0 }),
    /** False: the words of the house. */
    isOwn: Type.Boolean(),
    subject: Type.String(),
    body: Type.String(),
    changedAt: Nullable(Instant),
    by: Nullable(Type.String()),
  },
  { $id: 'MailTemplate', additionalProperties: false },
)
export type MailTemplate = Static<typeof MailTemplate>

/** What was written in one version; null: the words of the house again. */
export const TemplateVersion = Type.Object(
  {
    version: Type.Integer(),
    words: Nullable(Ref(TemplateWords)),
    at: Instant,
    by: Nullable(Type.String()),
  },
  { $id: 'TemplateVersion', additionalProperties: false },
)
export type TemplateVersion = Static<typeof TemplateVersion>

const tags = ['mail-templates'] as const
const params = Type.Object({ kind: Ref(TemplateKind), language: Language }, { additionalProperties: false })
const url = '/api/v1/mail-templates/:kind/:language'

export const listMailTemplates = defineRoute({
  method: 'GET',
  url: '/api/v1/mail-templates',
  config: { access: 'reader' },
  schema: {
    operationId: 'listMailTemplates',
    summary: 'The words of every kind of mail in every language, as they are sent now',
    tags,
    response: {
      200: Type.Object({ items: Type.Array(Ref(MailTemplate)) }, { additionalProperties: false }),
      ...problems(401, 403),
    },
  },
})
export const getMailTemplate = defineRoute({
  method: 'GET',
  url,
  config: { access: 'reader' },
  schema: {
    operationId: 'getMailTemplate',
    summary: 'The words of one kind of mail in one language, those of the house, and every version',
    tags,
    params,
    response: {
      200: Type.Object(
        { ...MailTemplate.properties, house: Ref(TemplateWords), versions: Type.Array(Ref(TemplateVersion)) },
        { additionalProperties: false },
      ),
      ...problems(401, 403, 404),
    },
  },
})
export const writeMailTemplate = defineRoute({
  method: 'PUT',
  url,
  config: { access: 'coordinator' },
  schema: {
    operationId: 'writeMailTemplate',
    summary: 'Say it in the words of the office from now on',
    tags,
    params,
    headers: ifMatch,
    body: Ref(TemplateWords),
    response: { 200: Ref(MailTemplate), ...problems(401, 403, 404, 412, 428) },
  },
})
export const resetMailTemplate = defineRoute({
  method: 'DELETE',
  url,
  config: { access: 'coordinator' },
  schema: {
    operationId: 'resetMailTemplate',
    summary: 'Say it in the words of the house again; what the office wrote stays among the versions',
    tags,
    params,
    headers: ifMatch,
    response: { 200: Ref(MailTemplate), ...problems(401, 403, 404, 412, 428) },
  },
})
const trial = Type.Object(
  {
    ...words,
    /** Of somebody registered, for mails to them; mails to accounts are shown as oneself would get them. */
    registrationId: Type.Optional(Id),
  },
  { additionalProperties: false },
)

export const tryMailTemplate = defineRoute({
  method: 'POST',
  url: `${url}/trial`,
  config: { access: 'coordinator' },
  schema: {
    operationId: 'tryMailTemplate',
    summary:
      'Send a mail in these words to yourself, as the one it is for would get it; its personal links open nothing',
    tags,
    params,
    headers: idempotencyKey,
    body: trial,
    response: {
      200: Type.Object({ to: Type.String() }, { additionalProperties: false }),
      ...problems(401, 403, 404, 409),
    },
  },
})
export const previewMailTemplate = defineRoute({
  method: 'POST',
  url: `${url}/preview`,
  config: { access: 'coordinator' },
  schema: {
    operationId: 'previewMailTemplate',
    summary: 'A mail in these words as the one it is for would get it; its personal links open nothing',
    tags,
    params,
    body: trial,
    response: {
      200: Type.Object(
        {
          to: Nullable(Type.String()),
          subject: Type.String(),
          text: Type.String(),
          /** As mail programs show it; pictures are within. */
          html: Type.String(),
          links: Type.Array(Type.Object({ label: Type.String(), url: Type.String() }, { additionalProperties: false })),
        },
        { additionalProperties: false },
      ),
      ...problems(401, 403, 404),
    },
  },
})

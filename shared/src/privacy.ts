// What people may ask of us about their own data (GDPR, chapter III): see, take along, have erased.
import { Type, type Static } from 'typebox'
import { Id, IdParams, Instant, Language, LocalDate, Nullable, idempotencyKey, problems } from './common.ts'
import { Attends } from './attendance-modes.ts'
import { Engagement } from './people.ts'
import { Sector } from './organisations.ts'
import { Choice, QuestionKind, QuestionTranslations } from './questions.ts'
import { ConsentData, Needs, RegistrationStatus } from './registrations.ts'
import { Ref, defineRoute } from './route.ts'

const closed = { additionalProperties: false }
const text = Type.String()
const maybe = Nullable(text)

/** A meeting as the data name it. */
const MeetingNamed = Type.Object({ name: text, startsAt: Instant }, closed)

/** Where somebody belongs, as the directory of people has it. */
const AffiliationData = Type.Object(
  {
    organisation: text,
    role: maybe,
    engagement: Nullable(Ref(Engagement)),
    from: Nullable(LocalDate),
    to: Nullable(LocalDate),
  },
  closed,
)

/** The entry in the directory of people. */
export const PersonData = Type.Object(
  {
    firstName: text,
    lastName: text,
    email: maybe,
    createdAt: Instant,
    updatedAt: Instant,
    deletedAt: Nullable(Instant),
    affiliations: Type.Array(AffiliationData),
  },
  { $id: 'PersonData', ...closed },
)
export type PersonData = Static<typeof PersonData>

/** What somebody at the door or in the office entered about coming; who it was is not theirs to know. */
const EntryData = Type.Object(
  {
    kind: text,
    how: text,
    deviceAt: Instant,
    occurredAt: Instant,
    recordedAt: Instant,
    organisation: maybe,
    organisationTyped: maybe,
    sector: Nullable(Ref(Sector)),
    engagement: Nullable(Ref(Engagement)),
  },
  closed,
)

/** What it came to when the meeting was concluded. */
const OutcomeData = Type.Object(
  {
    meeting: MeetingNamed,
    hadPlace: Type.Boolean(),
    state: maybe,
    arrivedAt: Nullable(Instant),
    newcomer: Nullable(Type.Boolean()),
    newOrganisation: Nullable(Type.Boolean()),
    /** Folded name and organisation, by which somebody without an address is recognised. */
    nameKey: maybe,
    organisation: maybe,
    organisationTyped: maybe,
    sector: Nullable(Ref(Sector)),
    engagement: Nullable(Ref(Engagement)),
  },
  closed,
)

/** A mail: what about and when, not what it said. */
const MailData = Type.Object(
  { kind: text, subject: text, to: text, status: text, createdAt: Instant, sentAt: Nullable(Instant) },
  closed,
)

/** An invitation to a meeting, and that it was declined. */
const InvitationData = Type.Object(
  { meeting: MeetingNamed, invitedAt: Instant, remindedAt: Nullable(Instant), declinedAt: Nullable(Instant) },
  closed,
)

/** A filled-in form whose address is to be confirmed. */
const SignUpData = Type.Object({ email: text, createdAt: Instant, expiresAt: Instant }, closed)

/** What somebody answered, with the question: also one that the office has deleted since. */
const AnswerData = Type.Object(
  {
    question: text,
    kind: Ref(QuestionKind),
    choices: Type.Array(Ref(Choice)),
    translations: Ref(QuestionTranslations),
    purpose: text,
    /** How many days after the end of the meeting the answer is erased. */
    retentionDays: Type.Integer(),
    /** A text, a number, "yes" or "no", the key of a choice, or a list of keys. */
    value: Type.Union([text, Type.Integer(), Type.Array(text)]),
  },
  closed,
)

/** A registration with everything that hangs on it. */
export const RegistrationData = Type.Object(
  {
    meeting: MeetingNamed,
    status: Ref(RegistrationStatus),
    source: text,
    /** The organisation that entered it by a key, if one did. */
    enteredBy: Nullable(text),
    /** By which the program of that organisation knows them. */
    partnerReference: Nullable(text),
    /** Another person who is registered signed them up, or named them as a substitute; `source` is `public` as well. */
    signedUpByOther: Type.Boolean(),
    /** The name of that person, as long as it is stored. */
    signedUpBy: Nullable(text),
    createdAt: Instant,
    updatedAt: Instant,
    addressConfirmedAt: Nullable(Instant),
    expiresAt: Nullable(Instant),
    queuedAt: Nullable(Instant),
    admittedAt: Nullable(Instant),
    refusalReason: Nullable(Type.String()),
    firstName: text,
    lastName: text,
    email: maybe,
    organisation: maybe,
    organisationTyped: maybe,
    sector: Nullable(Ref(Sector)),
    engagement: Nullable(Ref(Engagement)),
    /** How they take part in a mixed meeting. */
    attends: Nullable(Ref(Attends)),
    shortCode: text,
    noticeVersion: Nullable(Type.Integer()),
    language: Ref(Language),
    needs: Nullable(Ref(Needs)),
    answers: Type.Array(AnswerData),
    consents: Type.Array(Ref(ConsentData)),
    signUps: Type.Array(SignUpData),
    mails: Type.Array(MailData),
    entries: Type.Array(EntryData),
  },
  { $id: 'RegistrationData', ...closed },
)
export type RegistrationData = Static<typeof RegistrationData>

/** A line of the log with the values it carries. */
export const ChangeData = Type.Object(
  {
    at: Instant,
    object: Type.Enum(['person', 'registration']),
    kind: text,
    /** Who made it: `attendee` by the personal link, `other_attendee` by that of somebody who signed them up or handed a place over to them, `account` somebody of the office, `public` a form, `system` the program. */
    by: text,
    values: Type.Array(
      Type.Object(
        {
          field: text,
          before: Type.Unknown({ description: 'As JSON.' }),
          after: Type.Unknown({ description: 'As JSON.' }),
        },
        closed,
      ),
    ),
  },
  { $id: 'ChangeData', ...closed },
)
export type ChangeData = Static<typeof ChangeData>

/**
 * Everything stored about one person, to take along (Art. 15 and 20 GDPR). Keys are never renamed and none is taken
 * away within a `formatVersion`; new ones may come.
 */
export const PersonalData = Type.Object(
  {
    format: Type.Literal('treffpunkt-personal-data'),
    formatVersion: Type.Literal(1),
    createdAt: Instant,
    /** Who is responsible. */
    controller: Type.Object({ network: text, office: text, email: maybe, phone: maybe }, closed),
    /** The name was changed by the link to that of somebody else in the mailbox: what else is theirs is not shown by it. */
    onlyThisRegistration: Type.Boolean(),
    people: Type.Array(Ref(PersonData)),
    registrations: Type.Array(Ref(RegistrationData)),
    attendance: Type.Array(OutcomeData),
    invitations: Type.Array(InvitationData),
    changes: Type.Array(Ref(ChangeData)),
    /** What the ids in `changes` stand for: organisations and people; those that have been erased are not named. */
    names: Type.Array(Type.Object({ id: Id, name: text }, closed)),
  },
  { $id: 'PersonalData', ...closed },
)
export type PersonalData = Static<typeof PersonalData>

/** The same in words, in one language: sections with what it is for, where it comes from and how long it is kept. */
export const PersonalDataInWords = Type.Object(
  {
    /** Why this is not everything, where it is not. */
    note: maybe,
    sections: Type.Array(
      Type.Object(
        {
          title: text,
          purpose: text,
          source: text,
          kept: text,
          records: Type.Array(
            Type.Object(
              {
                title: maybe,
                facts: Type.Array(Type.Object({ term: text, text }, closed)),
              },
              closed,
            ),
          ),
        },
        closed,
      ),
    ),
  },
  { $id: 'PersonalDataInWords', ...closed },
)
export type PersonalDataInWords = Static<typeof PersonalDataInWords>

/** What an erasure takes and what it leaves, before anybody presses the button. */
export const ErasurePreview = Type.Object(
  {
    name: text,
    email: maybe,
    registrations: Type.Integer(),
    /** Meetings to come: the registration is withdrawn, and a seat goes to the next. */
    coming: Type.Array(MeetingNamed),
    mails: Type.Integer(),
    /** How often somebody came: stays as a number without a name. */
    attended: Type.Integer(),
    /** Who was signed up by the person at this address: they stay registered, and the address goes there as well. */
    withoutAddress: Type.Array(text),
    /** Others have the same address of their own accord: it is kept for them. */
    addressStays: Type.Boolean(),
  },
  { $id: 'ErasurePreview', ...closed },
)
export type ErasurePreview = Static<typeof ErasurePreview>

/** It is done, and final. `notified`: a mail that confirms it is on its way. */
export const Erased = Type.Object(
  { erased: Type.Literal(true), notified: Type.Boolean() },
  { $id: 'Erased', ...closed },
)
export type Erased = Static<typeof Erased>

const tags = ['privacy'] as const
const attendee = { access: 'attendee' } as const
const coordinator = { access: 'coordinator' } as const
const inLanguage = Type.Object({ language: Type.Optional(Ref(Language)) }, closed)

// The person, by their link ---------------------------------------------------------------------------------------------

export const getOwnData = defineRoute({
  method: 'GET',
  url: '/api/v1/own-registration/data',
  config: attendee,
  schema: {
    operationId: 'getOwnData',
    summary: 'Everything stored about the person of a personal link',
    tags,
    response: { 200: Ref(PersonalData), ...problems(401, 404) },
  },
})
export const getOwnDataInWords = defineRoute({
  method: 'GET',
  url: '/api/v1/own-registration/data-in-words',
  config: attendee,
  schema: {
    operationId: 'getOwnDataInWords',
    summary: 'The same in words, with purpose, source and how long it is kept',
    tags,
    querystring: inLanguage,
    response: { 200: Ref(PersonalDataInWords), ...problems(401, 404) },
  },
})
export const previewOwnErasure = defineRoute({
  method: 'GET',
  url: '/api/v1/own-registration/erasure',
  config: attendee,
  schema: {
    operationId: 'previewOwnErasure',
    summary: 'What an erasure would take and leave',
    tags,
    response: { 200: Ref(ErasurePreview), ...problems(401, 404) },
  },
})
export const eraseOwn = defineRoute({
  method: 'POST',
  url: '/api/v1/own-registration/erase',
  config: attendee,
  schema: {
    operationId: 'eraseOwn',
    summary: 'Erase everything stored about the person of a personal link; final at once',
    tags,
    response: { 200: Ref(Erased), ...problems(401, 404) },
  },
})

// The office, for somebody who wrote a letter ---------------------------------------------------------------------------

export const getDataOfPerson = defineRoute({
  method: 'GET',
  url: '/api/v1/people/:id/data',
  config: coordinator,
  schema: {
    operationId: 'getDataOfPerson',
    summary: 'Everything stored about a person',
    tags,
    params: IdParams,
    response: { 200: Ref(PersonalData), ...problems(401, 403, 404) },
  },
})
export const previewErasure = defineRoute({
  method: 'GET',
  url: '/api/v1/people/:id/erasure',
  config: coordinator,
  schema: {
    operationId: 'previewErasure',
    summary: 'What erasing a person would take and leave',
    tags,
    params: IdParams,
    response: { 200: Ref(ErasurePreview), ...problems(401, 403, 404) },
  },
})
export const erasePerson = defineRoute({
  method: 'POST',
  url: '/api/v1/people/:id/erase',
  config: coordinator,
  schema: {
    operationId: 'erasePerson',
    summary: 'Erase everything stored about a person; final at once',
    tags,
    params: IdParams,
    headers: idempotencyKey,
    response: { 200: Ref(Erased), ...problems(401, 403, 404, 409) },
  },
})

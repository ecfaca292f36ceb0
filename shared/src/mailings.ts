import { Type, type Static } from 'typebox'
import {
  Id,
  IdParams,
  Instant,
  Line,
  Nullable,
  RequiredProse,
  idempotencyKey,
  listQuery,
  pageOf,
  problems,
  recordFields,
} from './common.ts'
import { ChosenRegistrations } from './registration-batches.ts'
import { Ref, defineRoute } from './route.ts'

/**
 * `message`: written by the office. `rescheduled`, `cancelled`: what everybody is told when a meeting is moved or cancelled.
 * `meeting_invitation`, `invitation_reminder`: to people known from other meetings, made by `createInvitations` and `remindInvited`.
 */
export const MailingKind = Type.Enum(
  ['message', 'rescheduled', 'cancelled', 'meeting_invitation', 'invitation_reminder'],
  { $id: 'MailingKind' },
)
export type MailingKind = Static<typeof MailingKind>

/**
 * Who is written to, of those with a confirmed address. `expected`: who has a seat. `waiting`: who has a place in the
 * queue or an offer. `everybody`: both. `came`: who was there. `chosen`: registrations that were named one by one, those
 * who withdrew and those who still have to confirm as well.
 */
export const Audience = Type.Enum(['everybody', 'expected', 'waiting', 'came', 'chosen'], { $id: 'Audience' })
export type Audience = Static<typeof Audience>

/** `waiting`: can still be taken back. `sent`: has become mails, each with a state of its own. */
export const MailingState = Type.Enum(['waiting', 'sent', 'taken_back'], { $id: 'MailingState' })
export type MailingState = Static<typeof MailingState>

const fields = {
  audience: Ref(Audience),
  subject: Line(150),
  /** Plain text; an empty line begins a paragraph. Greeting, date, place, personal link and sender are put around it. */
  body: RequiredProse(10_000),
}

export const Mailing = Type.Object(
  {
    ...recordFields,
    meetingId: Id,
    kind: Ref(MailingKind),
    audience: Ref(Audience),
    /** Null where the house finds the words. */
    subject: Nullable(Type.String()),
    body: Nullable(Type.String()),
    state: Ref(MailingState),
    /** When it goes out, a minute after it was written. */
    dueAt: Instant,
    sentAt: Nullable(Instant),
    /** How many mails it became; before, how many it would become now. */
    recipients: Type.Integer(),
    /** Of these mails: taken by the mail server, given up, kept without one. They count what the log of mails still holds. */
    delivered: Type.Integer(),
    failed: Type.Integer(),
    kept: Type.Integer(),
    /** Taken back, and still the newest word on when, where or whether the meeting takes place. */
    canSend: Type.Boolean(),
    /** Name of the account that sent it; null when the account is gone. */
    by: Nullable(Type.String()),
  },
  { $id: 'Mailing', additionalProperties: false },
)
export type Mailing = Static<typeof Mailing>

export const NewMailing = Type.Object(
  {
    ...fields,
    /** For the audience `chosen` only. */
    registrationIds: Type.Optional(ChosenRegistrations),
  },
  { $id: 'NewMailing', additionalProperties: false },
)
export type NewMailing = Static<typeof NewMailing>

/** How many would get a message now. */
export const AudienceCounts = Type.Object(
  {
    everybody: Type.Integer(),
    expected: Type.Integer(),
    waiting: Type.Integer(),
    came: Type.Integer(),
    /** Who is told that the meeting is moved or cancelled: everybody, and who has not confirmed the address yet. */
    told: Type.Integer(),
    /** Have a seat or wait, and have no address: nobody can write to them. */
    withoutAddress: Type.Integer(),
  },
  { $id: 'AudienceCounts', additionalProperties: false },
)
export type AudienceCounts = Static<typeof AudienceCounts>

/** A message as the first of those it goes to would read it. */
export const MailingPreview = Type.Object(
  {
    /** Null: it would go to nobody. */
    to: Nullable(Type.String()),
    /** How many would get it now. */
    recipients: Type.Integer(),
    subject: Type.String(),
    text: Type.String(),
    links: Type.Array(Type.Object({ label: Type.String(), url: Type.String() }, { additionalProperties: false })),
  },
  { $id: 'MailingPreview', additionalProperties: false },
)
export type MailingPreview = Static<typeof MailingPreview>

const tags = ['mailings'] as const
const config = { access: 'coordinator' } as const

export const listMailings = defineRoute({
  method: 'GET',
  url: '/api/v1/meetings/:id/mailings',
  config: { access: 'reader' },
  schema: {
    operationId: 'listMailings',
    summary: 'Messages to those registered for a meeting, newest first',
    tags,
    params: IdParams,
    querystring: Type.Object({ cursor: listQuery.cursor, limit: listQuery.limit }, { additionalProperties: false }),
    response: { 200: pageOf(Ref(Mailing)), ...problems(401, 403, 404) },
  },
})
export const countAudiences = defineRoute({
  method: 'GET',
  url: '/api/v1/meetings/:id/audiences',
  config: { access: 'reader' },
  schema: {
    operationId: 'countAudiences',
    summary: 'How many a message would go to',
    tags,
    params: IdParams,
    response: { 200: Ref(AudienceCounts), ...problems(401, 403, 404) },
  },
})
export const previewMailing = defineRoute({
  method: 'POST',
  url: '/api/v1/meetings/:id/mailing-preview',
  config,
  schema: {
    operationId: 'previewMailing',
    summary: 'A message as its first reader would get it; sends nothing',
    tags,
    params: IdParams,
    body: Ref(NewMailing),
    response: { 200: Ref(MailingPreview), ...problems(401, 403, 404) },
  },
})
export const createMailing = defineRoute({
  method: 'POST',
  url: '/api/v1/meetings/:id/mailings',
  config,
  schema: {
    operationId: 'createMailing',
    summary: 'Write to those registered for a meeting; goes out after a minute',
    tags,
    params: IdParams,
    headers: idempotencyKey,
    body: Ref(NewMailing),
    response: { 201: Ref(Mailing), ...problems(401, 403, 404, 409) },
  },
})
export const takeBackMailing = defineRoute({
  method: 'POST',
  url: '/api/v1/mailings/:id/take-back',
  config,
  schema: {
    operationId: 'takeBackMailing',
    summary: 'Take a message back before it goes out',
    tags,
    params: IdParams,
    response: { 200: Ref(Mailing), ...problems(401, 403, 404, 409) },
  },
})
export const sendMailing = defineRoute({
  method: 'POST',
  url: '/api/v1/mailings/:id/send',
  config,
  schema: {
    operationId: 'sendMailing',
    summary: 'Tell after all that a meeting is moved or cancelled, when that was taken back',
    tags,
    params: IdParams,
    response: { 200: Ref(Mailing), ...problems(401, 403, 404, 409) },
  },
})

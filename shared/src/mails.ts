import { Type, type Static } from 'typebox'
import { Id, IdParams, Instant, Nullable, listQuery, pageOf, problems } from './common.ts'
import { Ref, defineRoute } from './route.ts'

/** `kept`: no mail server is set, the mail waits on the mail page. `waiting`: on its way. `failed`: given up. */
export const MailStatus = Type.Enum(['waiting', 'sent', 'kept', 'failed'], { $id: 'MailStatus' })
export type MailStatus = Static<typeof MailStatus>

/**
 * Why a mail was given up. Of the address: `unknown_address`, `mailbox_full`, `mailbox_disabled`, `refused` (no more was
 * said). Of the mail or of us: `too_large`, `policy`, `sender_refused`. Ours: `gave_up` after three days, `stopped` because
 * its address has refused mails again and again, `outdated` because it says nothing true any more, `address_erased`.
 */
export const MailReason = Type.Enum(
  [
    'unknown_address',
    'mailbox_full',
    'mailbox_disabled',
    'refused',
    'too_large',
    'policy',
    'sender_refused',
    'gave_up',
    'stopped',
    'outdated',
    'address_erased',
  ],
  { $id: 'MailReason' },
)
export type MailReason = Static<typeof MailReason>

/** Reasons that speak against the address. */
export const addressRefusals = ['unknown_address', 'mailbox_full', 'mailbox_disabled', 'refused'] as const

/** So many final refusals in a row, and only what has to be said is still sent to an address. */
export const refusalsUntilStop = 3

export const Mail = Type.Object(
  {
    id: Id,
    kind: Type.String(),
    to: Type.String(),
    subject: Type.String(),
    status: Ref(MailStatus),
    registrationId: Nullable(Id),
    /** The meeting it is about, and who it is to, as far as it is to somebody registered. */
    meetingId: Nullable(Id),
    meetingName: Nullable(Type.String()),
    personId: Nullable(Id),
    name: Nullable(Type.String()),
    createdAt: Instant,
    sentAt: Nullable(Instant),
    attempts: Type.Integer(),
    /** Why it was given up. */
    reason: Nullable(Ref(MailReason)),
    /** What the mail server said last when it did not take the mail, without the address. */
    failure: Nullable(Type.String()),
  },
  { $id: 'Mail', additionalProperties: false },
)
export type Mail = Static<typeof Mail>

/** One time that a mail was given to the mail server. `deferred`: it is to come again. */
export const MailTry = Type.Object(
  {
    at: Instant,
    outcome: Type.Enum(['sent', 'deferred', 'refused']),
    /** Basic and enhanced code, like "550 5.1.1"; null when no server answered. */
    replyCode: Nullable(Type.String()),
    reply: Nullable(Type.String()),
  },
  { $id: 'MailTry', additionalProperties: false },
)
export type MailTry = Static<typeof MailTry>

/** A mail as it is or will be sent; links in `text` and `links` work. */
export const MailContent = Type.Object(
  {
    ...Mail.properties,
    /** Every time it was given to the mail server, oldest first. */
    tries: Type.Array(Ref(MailTry)),
    /** The link that opens an account stands in the mail alone: left out of `text` and `links`. */
    masked: Type.Boolean(),
    text: Type.String(),
    /** The links of the mail, so that they can be clicked where no mail is sent. */
    links: Type.Array(Type.Object({ label: Type.String(), url: Type.String() }, { additionalProperties: false })),
  },
  { $id: 'MailContent', additionalProperties: false },
)
export type MailContent = Static<typeof MailContent>

/** What mails are found by: `failed` without those that were not needed any more, which are `outdated`. */
export const MailState = Type.Enum(['waiting', 'sent', 'kept', 'failed', 'outdated'], { $id: 'MailState' })
export type MailState = Static<typeof MailState>

export const MailQuery = Type.Object(
  {
    cursor: listQuery.cursor,
    limit: listQuery.limit,
    /** Words in the address, the name or the subject. */
    q: listQuery.q,
    status: Type.Optional(Ref(MailState)),
    kind: Type.Optional(Type.String({ pattern: '^[a-z_]{1,40}$' })),
    meetingId: Type.Optional(Id),
    registrationId: Type.Optional(Id),
    /** About the registrations of one person. */
    personId: Type.Optional(Id),
    mailingId: Type.Optional(Id),
    reminderId: Type.Optional(Id),
  },
  { additionalProperties: false },
)
export type MailQuery = Static<typeof MailQuery>

const tags = ['mails'] as const
const config = { access: 'coordinator' } as const

/** An address that has refused mail for good, since the office checked it last. */
export const UndeliverableAddress = Type.Object(
  {
    /** The newest mail that was refused. */
    id: Id,
    email: Type.String(),
    /** Who it belongs to, as far as that is known. */
    name: Nullable(Type.String()),
    registrationId: Nullable(Id),
    meetingId: Nullable(Id),
    refusals: Type.Integer(),
    reason: Ref(MailReason),
    lastAt: Instant,
    /** Only what has to be said is still sent there. */
    stopped: Type.Boolean(),
  },
  { $id: 'UndeliverableAddress', additionalProperties: false },
)
export type UndeliverableAddress = Static<typeof UndeliverableAddress>

export const listMails = defineRoute({
  method: 'GET',
  url: '/api/v1/mails',
  config: { access: 'reader' },
  schema: {
    operationId: 'listMails',
    summary: 'Mails of the last 90 days, newest first',
    tags,
    querystring: MailQuery,
    response: {
      200: Type.Object(
        {
          ...pageOf(Ref(Mail)).properties,
          /** False: no mail server is set, nothing is sent. */
          sending: Type.Boolean(),
          /** How many there are and how many were given up, the outdated left out; of a registration, a person or a meeting, with the first page. */
          counts: Nullable(
            Type.Object({ all: Type.Integer(), failed: Type.Integer() }, { additionalProperties: false }),
          ),
        },
        { additionalProperties: false },
      ),
      ...problems(401, 403),
    },
  },
})
export const getMail = defineRoute({
  method: 'GET',
  url: '/api/v1/mails/:id',
  config: { access: 'reader' },
  schema: {
    operationId: 'getMail',
    summary: 'A mail with its text',
    tags,
    params: IdParams,
    response: { 200: Ref(MailContent), ...problems(401, 403, 404) },
  },
})
export const resendMail = defineRoute({
  method: 'POST',
  url: '/api/v1/mails/:id/resend',
  config,
  schema: {
    operationId: 'resendMail',
    summary: 'Send a mail once more',
    tags,
    params: IdParams,
    response: { 200: Ref(Mail), ...problems(401, 403, 404, 409) },
  },
})
export const listUndeliverableAddresses = defineRoute({
  method: 'GET',
  url: '/api/v1/undeliverable-addresses',
  config: { access: 'reader' },
  schema: {
    operationId: 'listUndeliverableAddresses',
    summary:
      'Addresses that have refused mail for good, the newest refusal first; read from the answers to sending, not from mails that came back later',
    tags,
    querystring: Type.Object(
      {
        cursor: listQuery.cursor,
        limit: listQuery.limit,
        /** Of one registration, or one person. */
        registrationId: Type.Optional(Id),
        personId: Type.Optional(Id),
      },
      { additionalProperties: false },
    ),
    response: { 200: pageOf(Ref(UndeliverableAddress)), ...problems(401, 403) },
  },
})
export const markAddressChecked = defineRoute({
  method: 'POST',
  url: '/api/v1/mails/:id/address-checked',
  config,
  schema: {
    operationId: 'markAddressChecked',
    summary: 'The address of a mail that was refused is right: it gets every mail again',
    tags,
    params: IdParams,
    response: { 200: Ref(Mail), ...problems(401, 403, 404) },
  },
})

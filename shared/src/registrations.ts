import { Type, type Static } from 'typebox'
import {
  Email,
  Id,
  IdParams,
  Instant,
  Line,
  Nullable,
  OptionalLine,
  Prose,
  idempotencyKey,
  ifMatch,
  listQuery,
  mergePatch,
  pageOf,
  problems,
  recordFields,
} from './common.ts'
import { MeetingState, PublicMeeting } from './meetings.ts'
import { OrganisationName, Sector } from './organisations.ts'
import { Engagement } from './people.ts'
import { Ref, defineRoute } from './route.ts'

/**
 * The place of a registration. `unconfirmed`, `confirmed` and `offered` hold a seat until they expire; `waitlisted`
 * waits for one. Whether the address is confirmed is a fact beside it. Having come is attendance, never a status.
 */
export const RegistrationStatus = Type.Enum(
  ['unconfirmed', 'confirmed', 'waitlisted', 'offered', 'expired', 'lapsed', 'withdrawn'],
  { $id: 'RegistrationStatus' },
)
export type RegistrationStatus = Static<typeof RegistrationStatus>

/** What somebody needs to take part. Sensitive: for coordinators only, gone 7 days after the meeting. */
export const Needs = Type.Object(
  {
    stepFree: Type.Boolean(),
    /** Language of the interpreter, "Arabisch", "Gebärdensprache"; null: none needed. */
    interpreter: Nullable(OptionalLine(80)),
    food: Nullable(Type.Enum(['vegetarian', 'vegan', 'no_pork', 'other'])),
    other: Nullable(Prose(300)),
  },
  { $id: 'Needs', additionalProperties: false },
)
export type Needs = Static<typeof Needs>

/** Extras people may agree to, one by one; none is needed to take part (Art. 6(1)(a), Art. 7 GDPR). */
export const Consents = Type.Object(
  {
    /** Name, organisation and address in the list for the participants of this meeting. */
    contactList: Type.Boolean(),
    /** Invitations to later meetings. */
    invitations: Type.Boolean(),
    /** Being recognisable in photographs. */
    photographs: Type.Boolean(),
  },
  { $id: 'Consents', additionalProperties: false },
)
export type Consents = Static<typeof Consents>

const who = { firstName: Line(80), lastName: Line(80) }

/** What the person says about where they come from; all of it optional. */
const from = {
  /** An organisation of the directory … */
  organisationId: Nullable(Id),
  /** … or one typed freely, until the office settles which it is. */
  organisationTyped: Nullable(OptionalLine(120)),
  sector: Nullable(Ref(Sector)),
  engagement: Nullable(Ref(Engagement)),
}

/** What a person fills in to sign up. Three fields are required. */
export const SignUp = Type.Object(
  {
    ...who,
    email: Email,
    ...Type.Partial(Type.Object(from)).properties,
    needs: Type.Optional(Nullable(Ref(Needs))),
    consents: Type.Optional(Ref(Consents)),
    /** Version of the privacy notice that stood at the form. */
    noticeVersion: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    /** A field that people do not see; programs that fill in everything fill it in. */
    homepage: Type.Optional(Type.String({ maxLength: 200 })),
  },
  { $id: 'SignUp', additionalProperties: false },
)
export type SignUp = Static<typeof SignUp>

/** Token of an attempt to sign up, or of a personal link: `base64url(id).base64url(HMAC)`. */
const Token = Type.String({ minLength: 1, maxLength: 200, pattern: '^[A-Za-z0-9_.-]+$' })

/** The answer to every sign-up: depends on the room only, never on whether the address is known. */
export const SignUpReceived = Type.Object(
  {
    place: Type.Enum(['held', 'queued']),
    /** Until when the address is to be confirmed. */
    until: Instant,
    /** Names this attempt on the page where the six-digit code is typed; opens nothing by itself. */
    attempt: Token,
  },
  { $id: 'SignUpReceived', additionalProperties: false },
)
export type SignUpReceived = Static<typeof SignUpReceived>

/** A registration as its own person sees it. */
export const OwnRegistration = Type.Object(
  {
    version: Type.Integer({ minimum: 1 }),
    meeting: Ref(PublicMeeting),
    status: Ref(RegistrationStatus),
    /** Until when an offered seat is held, or an unconfirmed one. */
    expiresAt: Nullable(Instant),
    /** Place in the queue, from 1; null unless waiting with a confirmed address. */
    queuePosition: Nullable(Type.Integer({ minimum: 1 })),
    ...who,
    email: Type.String(),
    organisation: Nullable(Ref(OrganisationName)),
    organisationTyped: from.organisationTyped,
    sector: from.sector,
    engagement: from.engagement,
    needs: Nullable(Ref(Needs)),
    consents: Ref(Consents),
    /** "K7M-2QX"; also in the ticket's QR code. */
    shortCode: Type.String(),
    /** Opens the ticket and nothing else; null while there is no seat. */
    ticketToken: Nullable(Token),
    /** Whether a withdrawal can be undone into a seat right now. */
    canRestore: Type.Boolean(),
  },
  { $id: 'OwnRegistration', additionalProperties: false },
)
export type OwnRegistration = Static<typeof OwnRegistration>

/** What follows from proving that the mailbox is one's own: the registration and the link to come back to it. */
export const Confirmed = Type.Object(
  { token: Token, registration: Ref(OwnRegistration) },
  { $id: 'Confirmed', additionalProperties: false },
)
export type Confirmed = Static<typeof Confirmed>

export const OwnRegistrationChanges = Type.Partial(
  Type.Object({ ...who, ...from, needs: Nullable(Ref(Needs)), consents: Ref(Consents) }),
  { $id: 'OwnRegistrationChanges', additionalProperties: false, minProperties: 1 },
)
export type OwnRegistrationChanges = Static<typeof OwnRegistrationChanges>

/** What the ticket shows at the door. */
export const Ticket = Type.Object(
  {
    meeting: Ref(PublicMeeting),
    name: Type.String(),
    organisation: Nullable(Type.String()),
    shortCode: Type.String(),
    status: Ref(RegistrationStatus),
  },
  { $id: 'Ticket', additionalProperties: false },
)
export type Ticket = Static<typeof Ticket>

const tags = ['registrations'] as const
const everybody = { access: 'public' } as const
const attendee = { access: 'attendee' } as const
const office = { access: 'coordinator' } as const

// Everybody -----------------------------------------------------------------------------------------------------------

export const signUp = defineRoute({
  method: 'POST',
  url: '/api/v1/public/meetings/:id/registrations',
  config: everybody,
  schema: {
    operationId: 'signUp',
    summary: 'Sign up for a meeting',
    tags,
    params: IdParams,
    headers: idempotencyKey,
    body: Ref(SignUp),
    response: { 202: Ref(SignUpReceived), ...problems(404, 409) },
  },
})
export const confirmByCode = defineRoute({
  method: 'POST',
  url: '/api/v1/public/confirmations/by-code',
  config: everybody,
  schema: {
    operationId: 'confirmByCode',
    summary: 'Confirm with the six digits from the mail',
    tags,
    body: Type.Object(
      { attempt: Token, code: Type.String({ pattern: '^[0-9]{6}$' }) },
      { additionalProperties: false },
    ),
    response: { 200: Ref(Confirmed), ...problems(403, 404, 409) },
  },
})
export const confirmByLink = defineRoute({
  method: 'POST',
  url: '/api/v1/public/confirmations/by-link',
  config: everybody,
  schema: {
    operationId: 'confirmByLink',
    summary: 'Confirm with the link from the mail; twice is once',
    tags,
    body: Type.Object({ token: Token }, { additionalProperties: false }),
    response: { 200: Ref(Confirmed), ...problems(404, 409) },
  },
})
export const resendCode = defineRoute({
  method: 'POST',
  url: '/api/v1/public/confirmations/resend',
  config: everybody,
  schema: {
    operationId: 'resendCode',
    summary: 'Send the mail with link and code once more',
    tags,
    body: Type.Object({ attempt: Token }, { additionalProperties: false }),
    response: {
      202: Type.Object({ sentAgain: Type.Literal(true) }, { additionalProperties: false }),
      ...problems(404),
    },
  },
})
export const sendLostLinks = defineRoute({
  method: 'POST',
  url: '/api/v1/public/lost-links',
  config: everybody,
  schema: {
    operationId: 'sendLostLinks',
    summary: 'Mail all links of an address to it; the answer is the same for every address',
    tags,
    body: Type.Object({ email: Email }, { additionalProperties: false }),
    response: { 202: Type.Object({ received: Type.Literal(true) }, { additionalProperties: false }), ...problems() },
  },
})
export const readTicket = defineRoute({
  method: 'POST',
  url: '/api/v1/public/tickets',
  config: everybody,
  schema: {
    operationId: 'readTicket',
    summary: 'What a ticket shows',
    tags,
    body: Type.Object({ token: Token }, { additionalProperties: false }),
    response: { 200: Ref(Ticket), ...problems(404) },
  },
})
export const suggestOrganisations = defineRoute({
  method: 'GET',
  url: '/api/v1/public/organisations',
  config: everybody,
  schema: {
    operationId: 'suggestOrganisations',
    summary: 'Organisations whose name or alias fits what was typed, ten at most',
    tags: ['organisations'],
    querystring: Type.Object(
      { q: Type.String({ minLength: 2, maxLength: 100, pattern: '^[^\\u0000-\\u001F\\uD800-\\uDFFF]*$' }) },
      { additionalProperties: false },
    ),
    response: {
      200: Type.Object({ items: Type.Array(Ref(OrganisationName)) }, { additionalProperties: false }),
      ...problems(),
    },
  },
})

// The person, by their link: `Authorization: Link <token>` ---------------------------------------------------------------

export const getOwnRegistration = defineRoute({
  method: 'GET',
  url: '/api/v1/own-registration',
  config: attendee,
  schema: {
    operationId: 'getOwnRegistration',
    summary: 'The registration of a personal link',
    tags,
    response: { 200: Ref(OwnRegistration), ...problems(401) },
  },
})
export const changeOwnRegistration = defineRoute({
  method: 'PATCH',
  url: '/api/v1/own-registration',
  config: attendee,
  schema: {
    operationId: 'changeOwnRegistration',
    summary: 'Change what was filled in',
    tags,
    consumes: mergePatch,
    headers: ifMatch,
    body: Ref(OwnRegistrationChanges),
    response: { 200: Ref(OwnRegistration), ...problems(401, 409, 412, 428) },
  },
})
const ownMove = <const OperationId extends string, const Path extends string>(
  operationId: OperationId,
  path: Path,
  summary: string,
) =>
  defineRoute({
    method: 'POST',
    url: `/api/v1/own-registration/${path}`,
    config: attendee,
    schema: { operationId, summary, tags, response: { 200: Ref(OwnRegistration), ...problems(401, 409) } },
  })
export const withdrawOwn = ownMove('withdrawOwn', 'withdraw', 'Withdraw; the seat goes to the next in the queue')
export const restoreOwn = ownMove('restoreOwn', 'restore', 'Undo the withdrawal; decided anew by the room there is')
export const acceptOffer = ownMove('acceptOffer', 'accept', 'Take the offered seat')
export const declineOffer = ownMove('declineOffer', 'decline', 'Leave the offered seat to the next in the queue')

// The office -----------------------------------------------------------------------------------------------------------

export const Registration = Type.Object(
  {
    ...recordFields,
    meetingId: Id,
    personId: Nullable(Id),
    status: Ref(RegistrationStatus),
    addressConfirmedAt: Nullable(Instant),
    expiresAt: Nullable(Instant),
    queuePosition: Nullable(Type.Integer({ minimum: 1 })),
    ...who,
    email: Nullable(Type.String()),
    organisation: Nullable(Ref(OrganisationName)),
    organisationTyped: from.organisationTyped,
    sector: from.sector,
    engagement: from.engagement,
    /** Whether there are needs; what they are is in `needs` of a single registration only. */
    hasNeeds: Type.Boolean(),
    consents: Ref(Consents),
    shortCode: Type.String(),
    source: Type.Enum(['public', 'coordinator']),
  },
  { $id: 'Registration', additionalProperties: false },
)
export type Registration = Static<typeof Registration>

export const RegistrationDetails = Type.Object(
  { ...Registration.properties, needs: Nullable(Ref(Needs)) },
  { $id: 'RegistrationDetails', additionalProperties: false },
)
export type RegistrationDetails = Static<typeof RegistrationDetails>

export const NewRegistration = Type.Object(
  {
    ...who,
    email: Type.Optional(Nullable(Email)),
    ...Type.Partial(Type.Object(from)).properties,
    needs: Type.Optional(Nullable(Ref(Needs))),
  },
  { $id: 'NewRegistration', additionalProperties: false },
)
export type NewRegistration = Static<typeof NewRegistration>

export const RegistrationChanges = Type.Partial(
  Type.Object({ ...who, email: Nullable(Email), ...from, needs: Nullable(Ref(Needs)) }),
  {
    $id: 'RegistrationChanges',
    additionalProperties: false,
    minProperties: 1,
  },
)
export type RegistrationChanges = Static<typeof RegistrationChanges>

export const RegistrationQuery = Type.Object(
  {
    ...listQuery,
    status: Type.Optional(Ref(RegistrationStatus)),
    organisationId: Type.Optional(Id),
    /** Only those whose freely typed organisation is not settled yet. */
    unsettled: Type.Optional(Type.Boolean()),
    sort: Type.Optional(Type.Enum(['name', 'createdAt', '-createdAt'])),
  },
  { additionalProperties: false },
)
export type RegistrationQuery = Static<typeof RegistrationQuery>

/** How full a meeting is. */
export const Seats = Type.Object(
  {
    meetingState: Ref(MeetingState),
    capacity: Nullable(Type.Integer()),
    confirmed: Type.Integer(),
    unconfirmed: Type.Integer(),
    offered: Type.Integer(),
    waitlisted: Type.Integer(),
    withdrawn: Type.Integer(),
  },
  { $id: 'Seats', additionalProperties: false },
)
export type Seats = Static<typeof Seats>

export const listRegistrations = defineRoute({
  method: 'GET',
  url: '/api/v1/meetings/:id/registrations',
  config: office,
  schema: {
    operationId: 'listRegistrations',
    summary: 'Who signed up for a meeting',
    tags,
    params: IdParams,
    querystring: RegistrationQuery,
    response: { 200: pageOf(Ref(Registration)), ...problems(401, 403, 404) },
  },
})
export const getSeats = defineRoute({
  method: 'GET',
  url: '/api/v1/meetings/:id/seats',
  config: office,
  schema: {
    operationId: 'getSeats',
    summary: 'How full a meeting is',
    tags,
    params: IdParams,
    response: { 200: Ref(Seats), ...problems(401, 403, 404) },
  },
})
export const createRegistration = defineRoute({
  method: 'POST',
  url: '/api/v1/meetings/:id/registrations',
  config: office,
  schema: {
    operationId: 'createRegistration',
    summary: 'Enter somebody: confirmed at once if there is room, and told by mail (Art. 14 GDPR)',
    tags,
    params: IdParams,
    headers: idempotencyKey,
    body: Ref(NewRegistration),
    response: { 201: Ref(RegistrationDetails), ...problems(401, 403, 404, 409) },
  },
})
export const getRegistration = defineRoute({
  method: 'GET',
  url: '/api/v1/registrations/:id',
  config: office,
  schema: {
    operationId: 'getRegistration',
    summary: 'One registration, with needs',
    tags,
    params: IdParams,
    response: { 200: Ref(RegistrationDetails), ...problems(401, 403, 404) },
  },
})
export const changeRegistration = defineRoute({
  method: 'PATCH',
  url: '/api/v1/registrations/:id',
  config: office,
  schema: {
    operationId: 'changeRegistration',
    summary: 'Change a registration',
    tags,
    consumes: mergePatch,
    params: IdParams,
    headers: ifMatch,
    body: Ref(RegistrationChanges),
    response: { 200: Ref(RegistrationDetails), ...problems(401, 403, 404, 409, 412, 428) },
  },
})
const officeMove = <const OperationId extends string, const Path extends string>(
  operationId: OperationId,
  path: Path,
  summary: string,
) =>
  defineRoute({
    method: 'POST',
    url: `/api/v1/registrations/:id/${path}`,
    config: office,
    schema: {
      operationId,
      summary,
      tags,
      params: IdParams,
      response: { 200: Ref(RegistrationDetails), ...problems(401, 403, 404, 409) },
    },
  })
export const confirmRegistration = officeMove(
  'confirmRegistration',
  'confirm',
  'Confirm for somebody who said so by telephone',
)
export const withdrawRegistration = officeMove('withdrawRegistration', 'withdraw', 'Withdraw for somebody')
export const restoreRegistration = officeMove(
  'restoreRegistration',
  'restore',
  'Undo a withdrawal; decided anew by the room there is',
)
export const resendRegistrationMail = officeMove(
  'resendRegistrationMail',
  'resend-mail',
  'Send the mail of its state once more',
)
export const settleOrganisation = defineRoute({
  method: 'POST',
  url: '/api/v1/registrations/:id/settle-organisation',
  config: office,
  schema: {
    operationId: 'settleOrganisation',
    summary: 'Say which organisation was meant by what was typed, for all who typed it',
    tags,
    params: IdParams,
    body: Type.Union([
      Type.Object({ organisationId: Id }, { additionalProperties: false }),
      Type.Object({ name: Line(120), sector: Ref(Sector) }, { additionalProperties: false }),
      Type.Object({ ignore: Type.Literal(true) }, { additionalProperties: false }),
    ]),
    response: { 200: Ref(RegistrationDetails), ...problems(401, 403, 404, 409) },
  },
})
export const getRegistrationLink = defineRoute({
  method: 'GET',
  url: '/api/v1/registrations/:id/link',
  config: office,
  schema: {
    operationId: 'getRegistrationLink',
    summary: 'The personal link, to pass it on',
    tags,
    params: IdParams,
    response: { 200: Type.Object({ url: Type.String() }, { additionalProperties: false }), ...problems(401, 403, 404) },
  },
})

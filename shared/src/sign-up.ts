// What people do for themselves: signing up, confirming, looking after their registration.
import { Type, type Static } from 'typebox'
import { mostColleagues } from './colleagues.ts'
import { Attends, OnlineRoom } from './attendance-modes.ts'
import {
  Email,
  IdParams,
  Instant,
  Language,
  Nullable,
  idempotencyKey,
  ifMatch,
  mergePatch,
  problems,
} from './common.ts'
import { PublicMeeting } from './meetings.ts'
import { OrganisationName, Sector } from './organisations.ts'
import { Engagement } from './people.ts'
import { Answers, PublicQuestion } from './questions.ts'
import { ConsentData, Consents, Needs, RegistrationStatus, from, who } from './registrations.ts'
import { Ref, defineRoute } from './route.ts'

/** Somebody whom another one signs up; without an address their mails go to the address of that one. */
export const Colleague = Type.Object(
  { ...who, email: Type.Optional(Nullable(Email)) },
  { $id: 'Colleague', additionalProperties: false },
)
export type Colleague = Static<typeof Colleague>
/** Token of an attempt to sign up, or of a personal link: `base64url(id).base64url(HMAC)`. */
export const Token = Type.String({ minLength: 1, maxLength: 200, pattern: '^[A-Za-z0-9_.-]+$' })

/** What a person fills in to sign up. Three fields are required. */
export const SignUp = Type.Object(
  {
    ...who,
    email: Email,
    ...Type.Partial(Type.Object(from)).properties,
    needs: Type.Optional(Nullable(Ref(Needs))),
    /** To the questions of the meeting. */
    answers: Type.Optional(Ref(Answers)),
    consents: Type.Optional(Ref(Consents)),
    /** How they, and who comes along, take part in a mixed meeting; on site when it is not named. */
    attends: Type.Optional(Ref(Attends)),
    /** Who comes along: each has a registration of their own, and adds needs and consents by their own link. */
    colleagues: Type.Optional(Type.Array(Ref(Colleague), { maxItems: mostColleagues })),
    /** Version of the privacy notice that stood at the form. */
    noticeVersion: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    /** In which they read: mails and the pages that these lead to speak it. German when it is not named. */
    language: Type.Optional(Ref(Language)),
    /** From the personal link of an invitation, or of an earlier registration: says who is known, and that the mailbox is theirs. */
    invitation: Type.Optional(Token),
    /** A field that people do not see; programs that fill in everything fill it in. */
    homepage: Type.Optional(Type.String({ maxLength: 200 })),
  },
  { $id: 'SignUp', additionalProperties: false },
)
export type SignUp = Static<typeof SignUp>

/** Where somebody stands by the room alone. `asked`: the office decides who comes. */
const Place = Type.Enum(['held', 'queued', 'asked'])

const ColleaguePlaces = Type.Array(Type.Object({ place: Place }, { additionalProperties: false }))

/** The answer to every sign-up: depends on the room only, never on whether the address is known. */
export const SignUpReceived = Type.Object(
  {
    place: Place,
    /** Of those who come along, in their order. */
    colleagues: ColleaguePlaces,
    /** Until when the address is to be confirmed. */
    until: Instant,
    /** Names this attempt on the page where the six-digit code is typed; opens nothing by itself. */
    attempt: Token,
    /** By a personal link, with the name and address it is for: nothing is left to confirm, and a mail says so. */
    known: Type.Optional(Type.Literal(true)),
  },
  { $id: 'SignUpReceived', additionalProperties: false },
)
export type SignUpReceived = Static<typeof SignUpReceived>

/** What a personal link puts into the form: what somebody said about themselves before; never needs, never consents. */
export const KnownFrom = Type.Object(
  {
    firstName: Type.String(),
    lastName: Type.String(),
    email: Email,
    organisation: Nullable(Ref(OrganisationName)),
    organisationTyped: Nullable(Type.String()),
    sector: Nullable(Ref(Sector)),
    engagement: Nullable(Ref(Engagement)),
    language: Ref(Language),
  },
  { $id: 'KnownFrom', additionalProperties: false },
)
export type KnownFrom = Static<typeof KnownFrom>

/** The next meeting that somebody can sign up for, with what they are known by already. */
export const NextMeeting = Type.Object(
  {
    meeting: Nullable(Ref(PublicMeeting)),
    /** Opens the form with their name and address; null without a meeting. */
    signUpUrl: Nullable(Type.String()),
  },
  { $id: 'NextMeeting', additionalProperties: false },
)
export type NextMeeting = Static<typeof NextMeeting>

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
    /** What the meeting asks, in its order, and what was answered. */
    questions: Type.Array(Ref(PublicQuestion)),
    answers: Ref(Answers),
    consents: Ref(Consents),
    /** When each was given and taken back, in that order. */
    consentHistory: Type.Array(Ref(ConsentData)),
    /** Of the mails to this person. */
    language: Ref(Language),
    /** "K7M-2QX"; also in the ticket's QR code. */
    shortCode: Type.String(),
    /** Opens the ticket and nothing else; null while there is no seat, and for who joins online. */
    ticketToken: Nullable(Token),
    addressConfirmed: Type.Boolean(),
    /** What the office told the person, where it refused. */
    refusalReason: Nullable(Type.String()),
    /** Who signed the person up, where they did not do so themselves. */
    signedUpBy: Nullable(Type.String()),
    /** Who was signed up in one go with the person, at the same address. */
    together: Type.Array(
      Type.Object(
        { name: Type.String(), status: Ref(RegistrationStatus), attends: Nullable(Ref(Attends)) },
        { additionalProperties: false },
      ),
    ),
    /** How they take part in a mixed meeting; null of every other one. */
    attends: Nullable(Ref(Attends)),
    /** Whether they can take part the other way right now: it has a place for them, and the meeting is to come. */
    canSwitch: Type.Boolean(),
    /** The way into the online room; null without a seat, where there is none, to those on site, and once the meeting is over. */
    online: Nullable(Ref(OnlineRoom)),
    /** Whether a withdrawal can be undone right now: into a seat, or into a request where the office decides. */
    canRestore: Type.Boolean(),
    /** Whether somebody waits: a place that is given back goes to them at once, and does not come back. */
    othersWait: Type.Boolean(),
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
  Type.Object({
    ...who,
    ...from,
    needs: Nullable(Ref(Needs)),
    /** All of them anew, until the meeting begins. */
    answers: Ref(Answers),
    consents: Ref(Consents),
    language: Ref(Language),
  }),
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

/** Who comes instead; they have to hear of it (Art. 14 GDPR). */
export const OwnSubstitute = Type.Object(
  { ...who, email: Email },
  { $id: 'OwnSubstitute', additionalProperties: false },
)
export type OwnSubstitute = Static<typeof OwnSubstitute>

const tags = ['registrations'] as const
const everybody = { access: 'public' } as const
const attendee = { access: 'attendee' } as const

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
    response: { 202: Ref(SignUpReceived), ...problems(403, 404, 409) },
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
    response: { 200: Ref(OwnRegistration), ...problems(401, 404) },
  },
})
export const getNextMeeting = defineRoute({
  method: 'GET',
  url: '/api/v1/own-registration/next-meeting',
  config: attendee,
  schema: {
    operationId: 'getNextMeeting',
    summary: 'The next meeting that the person can sign up for, as whom they are known',
    tags,
    response: { 200: Ref(NextMeeting), ...problems(401, 404) },
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
    response: { 200: Ref(OwnRegistration), ...problems(401, 404, 409, 412, 428) },
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
    schema: { operationId, summary, tags, response: { 200: Ref(OwnRegistration), ...problems(401, 404, 409) } },
  })
export const withdrawOwn = ownMove('withdrawOwn', 'withdraw', 'Withdraw; the seat goes to the next in the queue')
export const restoreOwn = ownMove('restoreOwn', 'restore', 'Undo the withdrawal; decided anew by the room there is')
export const substituteOwn = defineRoute({
  method: 'POST',
  url: '/api/v1/own-registration/substitute',
  config: attendee,
  schema: {
    operationId: 'substituteOwn',
    summary: 'Hand the place over to somebody else of the same organisation, who is told by mail',
    tags,
    headers: idempotencyKey,
    body: Ref(OwnSubstitute),
    response: { 200: Ref(OwnRegistration), ...problems(401, 409) },
  },
})
export const addColleagues = defineRoute({
  method: 'POST',
  url: '/api/v1/own-registration/colleagues',
  config: attendee,
  schema: {
    operationId: 'addColleagues',
    summary: 'Sign up others as well; those at another address are asked by mail',
    tags,
    headers: idempotencyKey,
    body: Type.Object(
      { colleagues: Type.Array(Ref(Colleague), { minItems: 1, maxItems: mostColleagues }) },
      { additionalProperties: false },
    ),
    response: {
      200: Type.Object(
        { registration: Ref(OwnRegistration), colleagues: ColleaguePlaces },
        { additionalProperties: false },
      ),
      ...problems(401, 403, 404, 409),
    },
  },
})
export const acceptOffer = ownMove('acceptOffer', 'accept', 'Take the offered seat')
export const declineOffer = ownMove('declineOffer', 'decline', 'Leave the offered seat to the next in the queue')
export const attendOnline = ownMove(
  'attendOnline',
  'attend-online',
  'Join a mixed meeting online instead, as long as such a place is free, until it is over',
)
export const attendOnSite = ownMove(
  'attendOnSite',
  'attend-on-site',
  'Come to the room of a mixed meeting instead, as long as it has a seat, until it is over',
)

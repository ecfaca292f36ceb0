// Asking people known from an earlier meeting to the next, and what they answer.
import { Type, type Static } from 'typebox'
import { Id, IdParams, Instant, Nullable, Prose, idempotencyKey, listQuery, pageOf, problems } from './common.ts'
import { Mailing, MailingPreview } from './mailings.ts'
import { PublicMeeting } from './meetings.ts'
import { Sector } from './organisations.ts'
import { Ref, defineRoute } from './route.ts'
import { KnownFrom, Token } from './sign-up.ts'

/**
 * Who is asked, of those known from another meeting: `everybody`; who `came_to` a meeting; who belongs to a `sector` or an
 * `organisation`; who came to meetings of a `working_group`.
 */
export const InvitationCircle = Type.Enum(['everybody', 'came_to', 'sector', 'organisation', 'working_group'], {
  $id: 'InvitationCircle',
})
export type InvitationCircle = Static<typeof InvitationCircle>

const closed = { additionalProperties: false }
const circle = {
  circle: Ref(InvitationCircle),
  /** Id of the meeting, the organisation or the working group that the circle names. */
  of: Type.Optional(Id),
  /** For the circle `sector`. */
  sector: Type.Optional(Ref(Sector)),
}

export const NewInvitation = Type.Object(
  {
    ...circle,
    /** What the office adds to the words of the house: plain text, an empty line begins a paragraph. */
    note: Type.Optional(Nullable(Prose(2000))),
  },
  { $id: 'NewInvitation', ...closed },
)
export type NewInvitation = Static<typeof NewInvitation>

/** How many of a circle would be asked now, and why the others are left out: each counts once, at the first reason. */
export const InvitationCounts = Type.Object(
  {
    invited: Type.Integer(),
    /** Is named by an invitation that goes out within its minute. */
    waiting: Type.Integer(),
    /** Signed up already, or has withdrawn. */
    registered: Type.Integer(),
    /** Was asked to this meeting already. */
    asked: Type.Integer(),
    /** Did not agree to be invited to further meetings, or not any more. */
    withoutConsent: Type.Integer(),
    withoutAddress: Type.Integer(),
    /** The address has refused mail again and again. */
    stopped: Type.Integer(),
  },
  { $id: 'InvitationCounts', ...closed },
)
export type InvitationCounts = Static<typeof InvitationCounts>

/** `invited`: has not answered. `declined`: cannot come, or has withdrawn. */
export const InvitationState = Type.Enum(['invited', 'registered', 'declined'], { $id: 'InvitationState' })
export type InvitationState = Static<typeof InvitationState>

export const Invitation = Type.Object(
  {
    id: Id,
    personId: Id,
    name: Type.String(),
    email: Nullable(Type.String()),
    state: Ref(InvitationState),
    invitedAt: Instant,
    /** When they were asked once more. */
    remindedAt: Nullable(Instant),
    declinedAt: Nullable(Instant),
    /** Their registration for this meeting. */
    registrationId: Nullable(Id),
  },
  { $id: 'Invitation', ...closed },
)
export type Invitation = Static<typeof Invitation>

/** How the invitations to a meeting were answered. */
export const InvitationAnswers = Type.Object(
  {
    total: Type.Integer(),
    invited: Type.Integer(),
    registered: Type.Integer(),
    declined: Type.Integer(),
    /** Have not answered and can be asked once more. */
    remindable: Type.Integer(),
  },
  { $id: 'InvitationAnswers', ...closed },
)
export type InvitationAnswers = Static<typeof InvitationAnswers>

/** An invitation as the person sees it who got it. */
export const OwnInvitation = Type.Object(
  {
    /** Null once it can be answered no more: the meeting has begun, or is gone. Then only further ones can be ended. */
    meeting: Nullable(Ref(PublicMeeting)),
    name: Type.String(),
    declined: Type.Boolean(),
    /** Whether they still agree to be invited to further meetings. */
    agreed: Type.Boolean(),
    /** What stands in the form; null like `meeting`. */
    known: Nullable(Ref(KnownFrom)),
  },
  { $id: 'OwnInvitation', ...closed },
)
export type OwnInvitation = Static<typeof OwnInvitation>

const tags = ['invitations'] as const
const coordinator = { access: 'coordinator' } as const
const reader = { access: 'reader' } as const
const everybody = { access: 'public' } as const

export const listInvitations = defineRoute({
  method: 'GET',
  url: '/api/v1/meetings/:id/invitations',
  config: reader,
  schema: {
    operationId: 'listInvitations',
    summary: 'Who was invited to a meeting, and what they answered, by name',
    tags,
    params: IdParams,
    querystring: Type.Object(
      { cursor: listQuery.cursor, limit: listQuery.limit, state: Type.Optional(Ref(InvitationState)) },
      closed,
    ),
    response: { 200: pageOf(Ref(Invitation)), ...problems(401, 403, 404) },
  },
})
export const countInvitationAnswers = defineRoute({
  method: 'GET',
  url: '/api/v1/meetings/:id/invitation-answers',
  config: reader,
  schema: {
    operationId: 'countInvitationAnswers',
    summary: 'How many were invited to a meeting, and how many answered what',
    tags,
    params: IdParams,
    response: { 200: Ref(InvitationAnswers), ...problems(401, 403, 404) },
  },
})
export const countInvitable = defineRoute({
  method: 'GET',
  url: '/api/v1/meetings/:id/invitable',
  config: reader,
  schema: {
    operationId: 'countInvitable',
    summary: 'How many of a circle would be invited now, and why others are left out',
    tags,
    params: IdParams,
    querystring: Type.Object(circle, closed),
    response: { 200: Ref(InvitationCounts), ...problems(401, 403, 404) },
  },
})
export const previewInvitation = defineRoute({
  method: 'POST',
  url: '/api/v1/meetings/:id/invitation-preview',
  config: coordinator,
  schema: {
    operationId: 'previewInvitation',
    summary: 'An invitation as the first of those it goes to would read it; sends nothing',
    tags,
    params: IdParams,
    body: Ref(NewInvitation),
    response: { 200: Ref(MailingPreview), ...problems(401, 403, 404) },
  },
})
export const createInvitations = defineRoute({
  method: 'POST',
  url: '/api/v1/meetings/:id/invitations',
  config: coordinator,
  schema: {
    operationId: 'createInvitations',
    summary: 'Invite people known from earlier meetings who agreed to it; goes out after a minute',
    tags,
    params: IdParams,
    headers: idempotencyKey,
    body: Ref(NewInvitation),
    response: { 201: Ref(Mailing), ...problems(401, 403, 404, 409) },
  },
})
export const remindInvited = defineRoute({
  method: 'POST',
  url: '/api/v1/meetings/:id/remind-invited',
  config: coordinator,
  schema: {
    operationId: 'remindInvited',
    summary: 'Ask once more who has not answered; goes out after a minute',
    tags,
    params: IdParams,
    headers: idempotencyKey,
    response: { 201: Ref(Mailing), ...problems(401, 403, 404, 409) },
  },
})

// The person, by the link in the mail -----------------------------------------------------------------------------------

const byLink = <const OperationId extends string, const Path extends string>(
  operationId: OperationId,
  path: Path,
  summary: string,
) =>
  defineRoute({
    method: 'POST',
    url: `/api/v1/public/invitations/${path}`,
    config: everybody,
    schema: {
      operationId,
      summary,
      tags,
      body: Type.Object({ token: Token }, closed),
      response: { 200: Ref(OwnInvitation), ...problems(404) },
    },
  })
export const readInvitation = byLink(
  'readInvitation',
  'read',
  'The invitation of a personal link; without the meeting once that has begun',
)
export const declineInvitation = byLink(
  'declineInvitation',
  'decline',
  'Say that one cannot come, until the meeting begins',
)
export const endInvitations = byLink('endInvitations', 'end', 'Take back the consent to be invited to further meetings')

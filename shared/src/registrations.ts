import { Type, type Static } from 'typebox'
import {
  Email,
  Id,
  IdParams,
  Instant,
  Language,
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
import { Attends } from './attendance-modes.ts'
import { ContingentSeats } from './contingents.ts'
import { MeetingState } from './meetings.ts'
import { OrganisationName, Sector } from './organisations.ts'
import { Engagement } from './people.ts'
import { Answers } from './questions.ts'
import { Ref, defineRoute } from './route.ts'

/**
 * The place of a registration. `unconfirmed`, `confirmed` and `offered` hold a seat until they expire; `waitlisted`
 * waits for one; `substituted`: somebody else has taken over the place. Where the office decides who comes, `pending` asks to,
 * and holds no seat; `refused` was told no. Whether the address is confirmed is a fact beside it. Having come is attendance, never a status.
 */
export const RegistrationStatus = Type.Enum(
  [
    'pending',
    'unconfirmed',
    'confirmed',
    'waitlisted',
    'offered',
    'expired',
    'lapsed',
    'withdrawn',
    'substituted',
    'refused',
  ],
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

/** One purpose, one version of the text, one moment, one withdrawal. */
export const ConsentData = Type.Object(
  {
    purpose: Type.Enum(['contact_list', 'invitations', 'photographs']),
    textVersion: Type.Integer(),
    language: Type.String(),
    /** `sign_up`: with the form. `link`: on the page of the registration. */
    source: Type.String(),
    givenAt: Instant,
    withdrawnAt: Nullable(Instant),
  },
  { $id: 'ConsentData', additionalProperties: false },
)
export type ConsentData = Static<typeof ConsentData>

/** How people are called. */
export const who = { firstName: Line(80), lastName: Line(80) }

/** What the person says about where they come from; all of it optional. */
export const from = {
  /** An organisation of the directory … */
  organisationId: Nullable(Id),
  /** … or one typed freely, until the office settles which it is. */
  organisationTyped: Nullable(OptionalLine(120)),
  sector: Nullable(Ref(Sector)),
  engagement: Nullable(Ref(Engagement)),
}

const tags = ['registrations'] as const
const office = { access: 'coordinator' } as const

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
    /** Of the mails to this person. */
    language: Ref(Language),
    shortCode: Type.String(),
    /** How they take part in a mixed meeting; null of every other one. */
    attends: Nullable(Ref(Attends)),
    /** `partner`: its organisation entered it by a key. */
    source: Type.Enum(['public', 'coordinator', 'partner']),
  },
  { $id: 'Registration', additionalProperties: false },
)
export type Registration = Static<typeof Registration>

/** What the office tells somebody whom it refuses; the person reads it as it is written. */
export const RefusalReason = Nullable(Prose(500))

/** Somebody by the id of their registration. */
const PersonRegistered = Type.Object({ id: Id, name: Type.String() }, { additionalProperties: false })

export const RegistrationDetails = Type.Object(
  {
    ...Registration.properties,
    needs: Nullable(Ref(Needs)),
    /** To the questions of the meeting; those to sensitive ones for coordinators alone. */
    answers: Ref(Answers),
    /** Who has taken over the place, of a registration that is substituted. */
    substitutedBy: Nullable(PersonRegistered),
    /** Whose place it was before. */
    substituteFor: Nullable(PersonRegistered),
    /** Who signed them up, where they did not do so themselves. */
    signedUpBy: Nullable(PersonRegistered),
    /** What the person was told, of one that is refused. */
    refusalReason: Nullable(Type.String()),
  },
  { $id: 'RegistrationDetails', additionalProperties: false },
)
export type RegistrationDetails = Static<typeof RegistrationDetails>

export const NewRegistration = Type.Object(
  {
    ...who,
    email: Type.Optional(Nullable(Email)),
    ...Type.Partial(Type.Object(from)).properties,
    needs: Type.Optional(Nullable(Ref(Needs))),
    /** As far as the office knows them: nothing is required here. */
    answers: Type.Optional(Ref(Answers)),
    /** Of the mails to this person; German when it is not named. */
    language: Type.Optional(Ref(Language)),
    /** How they take part in a mixed meeting; on site when it is not named. */
    attends: Type.Optional(Ref(Attends)),
  },
  { $id: 'NewRegistration', additionalProperties: false },
)
export type NewRegistration = Static<typeof NewRegistration>

/** Who comes instead of somebody, from the same organisation. */
export const Substitute = Type.Object(
  { ...who, email: Type.Optional(Nullable(Email)) },
  { $id: 'Substitute', additionalProperties: false },
)
export type Substitute = Static<typeof Substitute>

export const RegistrationChanges = Type.Partial(
  Type.Object({
    ...who,
    email: Nullable(Email),
    ...from,
    needs: Nullable(Ref(Needs)),
    answers: Ref(Answers),
    language: Ref(Language),
    /** Of a mixed meeting: changes as long as a place of the other kind is free. */
    attends: Ref(Attends),
  }),
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
    /** As they said themselves, else that of their organisation: as in statistics. */
    sector: Type.Optional(Ref(Sector)),
    engagement: Type.Optional(Ref(Engagement)),
    /** Only those who hold a seat or wait for one. */
    coming: Type.Optional(Type.Literal(true)),
    /** Only those whose address is confirmed, or is not. */
    confirmed: Type.Optional(Type.Boolean()),
    /** Only those whose freely typed organisation is not settled yet. */
    unsettled: Type.Optional(Type.Boolean()),
    attends: Type.Optional(Ref(Attends)),
    sort: Type.Optional(Type.Enum(['name', '-name', 'createdAt', '-createdAt'])),
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
    /** Requests with a confirmed address that the office has not decided on. */
    pending: Type.Integer(),
    contingents: Type.Array(Ref(ContingentSeats)),
    /** Free seats that nobody's contingent keeps; null without a limit. Less than none where more is kept than is left. */
    common: Nullable(Type.Integer()),
    /** Of these, who joins online; null where the meeting is not mixed. `capacity` and `common` are the room's then. */
    online: Nullable(
      Type.Object(
        {
          capacity: Nullable(Type.Integer()),
          confirmed: Type.Integer(),
          unconfirmed: Type.Integer(),
          offered: Type.Integer(),
          waitlisted: Type.Integer(),
          withdrawn: Type.Integer(),
          pending: Type.Integer(),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { $id: 'Seats', additionalProperties: false },
)
export type Seats = Static<typeof Seats>

export const listRegistrations = defineRoute({
  method: 'GET',
  url: '/api/v1/meetings/:id/registrations',
  config: { access: 'reader' },
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
  config: { access: 'reader' },
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
  config: { access: 'reader' },
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
export const approveRegistration = officeMove(
  'approveRegistration',
  'approve',
  'Let somebody come who asked to: a seat if one is free for them, else a place in the queue',
)
export const refuseRegistration = defineRoute({
  method: 'POST',
  url: '/api/v1/registrations/:id/refuse',
  config: office,
  schema: {
    operationId: 'refuseRegistration',
    summary: 'Refuse somebody who asked to come; they are told by mail',
    tags,
    params: IdParams,
    body: Type.Object({ reason: Type.Optional(RefusalReason) }, { additionalProperties: false }),
    response: { 200: Ref(RegistrationDetails), ...problems(401, 403, 404, 409) },
  },
})
export const reconsiderRegistration = officeMove(
  'reconsiderRegistration',
  'reconsider',
  'Take back a decision on a request: it is to be decided on again, and a seat that was given goes to the next',
)
export const substituteRegistration = defineRoute({
  method: 'POST',
  url: '/api/v1/registrations/:id/substitute',
  config: office,
  schema: {
    operationId: 'substituteRegistration',
    summary: 'Hand the place over to somebody else of the same organisation; answers with their registration',
    tags,
    params: IdParams,
    headers: idempotencyKey,
    body: Ref(Substitute),
    response: { 201: Ref(RegistrationDetails), ...problems(401, 403, 404, 409) },
  },
})
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

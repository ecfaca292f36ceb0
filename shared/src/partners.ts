import { Type, type Static } from 'typebox'
import { ApiKeyScope } from './api-keys.ts'
import { Attends } from './attendance-modes.ts'
import { AttendanceState } from './attendance.ts'
import {
  Email,
  Id,
  IdParams,
  Instant,
  Language,
  Line,
  Nullable,
  ifMatch,
  listQuery,
  mergePatch,
  pageOf,
  problems,
  recordFields,
  requiredIdempotencyKey,
} from './common.ts'
import { PublicMeeting, PublicMeetingQuery } from './meetings.ts'
import { Organisation, OrganisationName } from './organisations.ts'
import { Engagement } from './people.ts'
import { PublicQuestion } from './questions.ts'
import { RegistrationStatus, who } from './registrations.ts'
import { Ref, defineRoute, type Scope } from './route.ts'
import { WorkingGroup } from './working-groups.ts'

// What a program of an organisation reads and does by its key. Resources apart from those of the office, so that a field
// is let out to partners by being named here, and nowhere else (docs/decisions/0023).

/** Whose key it is, what it may do, until when. */
export const PartnerAccess = Type.Object(
  {
    organisation: Ref(OrganisationName),
    key: Type.Object(
      {
        name: Type.String(),
        scopes: Type.Array(Ref(ApiKeyScope)),
        expiresAt: Instant,
        /** There is a newer secret than the one that came with this request, which ends then. */
        secretEndsAt: Nullable(Instant),
      },
      { additionalProperties: false },
    ),
  },
  { $id: 'PartnerAccess', additionalProperties: false },
)
export type PartnerAccess = Static<typeof PartnerAccess>

/** A working group that has begun; those that are only proposed are the office's. */
export const PartnerWorkingGroup = Type.Object(
  { id: Id, name: Type.String(), summary: WorkingGroup.properties.summary, state: WorkingGroup.properties.state },
  { $id: 'PartnerWorkingGroup', additionalProperties: false },
)
export type PartnerWorkingGroup = Static<typeof PartnerWorkingGroup>

/** What is public about another organisation. */
export const PartnerOrganisation = Type.Object(
  {
    id: Id,
    name: Type.String(),
    sector: Organisation.properties.sector,
    municipality: Organisation.properties.municipality,
    website: Organisation.properties.website,
  },
  { $id: 'PartnerOrganisation', additionalProperties: false },
)
export type PartnerOrganisation = Static<typeof PartnerOrganisation>

/** By which the organisation's own program knows somebody: a number of a case, say. Nobody else uses it. */
const Reference = Line(80)

/**
 * Somebody whom the organisation has registered by a key. Neither what they need nor what they agreed to; not their
 * address either, which is theirs to change.
 */
export const PartnerRegistration = Type.Object(
  {
    ...recordFields,
    meetingId: Id,
    /** As it is planned now: a meeting that is moved moves it. */
    meetingStartsAt: Instant,
    /** When the meeting was cancelled; the registration itself stays as it was. */
    meetingCancelledAt: Nullable(Instant),
    ...who,
    reference: Nullable(Reference),
    engagement: Nullable(Ref(Engagement)),
    /** Of the mails to them. */
    language: Ref(Language),
    status: Ref(RegistrationStatus),
    /** How they take part in a mixed meeting; null of every other one. */
    attends: Nullable(Ref(Attends)),
    /** The place in the queue while they wait. */
    queuePosition: Nullable(Type.Integer({ minimum: 1 })),
    /** Until when an offered seat is theirs to accept. */
    expiresAt: Nullable(Instant),
    /** What the door has said; null as long as it has said nothing. */
    attendance: Nullable(Ref(AttendanceState)),
  },
  { $id: 'PartnerRegistration', additionalProperties: false },
)
export type PartnerRegistration = Static<typeof PartnerRegistration>

export const NewPartnerRegistration = Type.Object(
  {
    ...who,
    /** Where they are told of it (Art. 14 GDPR), with a link of their own. */
    email: Email,
    engagement: Type.Optional(Nullable(Ref(Engagement))),
    /** Of the mails to them; German when it is not named. */
    language: Type.Optional(Ref(Language)),
    /** How they take part in a mixed meeting; on site when it is not named. */
    attends: Type.Optional(Ref(Attends)),
    reference: Type.Optional(Nullable(Reference)),
  },
  { $id: 'NewPartnerRegistration', additionalProperties: false },
)
export type NewPartnerRegistration = Static<typeof NewPartnerRegistration>

export const PartnerRegistrationChanges = Type.Partial(
  Type.Object({
    ...who,
    engagement: Nullable(Ref(Engagement)),
    language: Ref(Language),
    /** Of a mixed meeting: changes as long as a place of the other kind is free. */
    attends: Ref(Attends),
    reference: Nullable(Reference),
  }),
  { $id: 'PartnerRegistrationChanges', additionalProperties: false, minProperties: 1 },
)
export type PartnerRegistrationChanges = Static<typeof PartnerRegistrationChanges>

export const PartnerRegistrationQuery = Type.Object(
  {
    cursor: listQuery.cursor,
    limit: listQuery.limit,
    meetingId: Type.Optional(Id),
    status: Type.Optional(Ref(RegistrationStatus)),
    reference: Type.Optional(Reference),
  },
  { additionalProperties: false },
)
export type PartnerRegistrationQuery = Static<typeof PartnerRegistrationQuery>

/** Somebody of the organisation of whom something has changed: as they are now, or null when they are not its own any more. */
export const PartnerChange = Type.Object(
  {
    id: Id,
    registration: Nullable(Ref(PartnerRegistration)),
  },
  { $id: 'PartnerChange', additionalProperties: false },
)
export type PartnerChange = Static<typeof PartnerChange>

/** What has changed after a position, and the position from which to ask the next time. */
export const PartnerChanges = Type.Object(
  {
    items: Type.Array(Ref(PartnerChange)),
    /** Where this answer ends: the `after` of the next one. */
    position: Type.String(),
    /** There is more at once. */
    hasMore: Type.Boolean(),
  },
  { $id: 'PartnerChanges', additionalProperties: false },
)
export type PartnerChanges = Static<typeof PartnerChanges>

/** A rehearsal: everything is checked, nothing is kept; answered with 200 and `Dry-Run: true`. */
const rehearsing = Type.Object(
  { dryRun: Type.Optional(Type.Boolean({ description: 'Checks everything, keeps nothing, says what would be.' })) },
  { additionalProperties: false },
)

const page = { cursor: listQuery.cursor, limit: listQuery.limit }
const tags = ['partners'] as const
const by = <const S extends Scope>(scope: S) => ({ access: 'partner', scope }) as const

export const getPartnerAccess = defineRoute({
  method: 'GET',
  url: '/api/v1/partner/access',
  config: { access: 'partner' },
  schema: {
    operationId: 'getPartnerAccess',
    summary: 'Whose key this is, and what it may do',
    tags,
    response: { 200: Ref(PartnerAccess), ...problems(401, 403) },
  },
})
const PartnerMeetingQuery = Type.Object(
  {
    ...PublicMeetingQuery.properties,
    /** false leaves out what is cancelled, true shows nothing else. */
    cancelled: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)

export const listPartnerMeetings = defineRoute({
  method: 'GET',
  url: '/api/v1/partner/meetings',
  config: by('meetings:read'),
  schema: {
    operationId: 'listPartnerMeetings',
    summary: 'Published meetings: upcoming ones, soonest first, or past ones, newest first',
    tags,
    querystring: PartnerMeetingQuery,
    response: { 200: pageOf(Ref(PublicMeeting)), ...problems(401, 403) },
  },
})
export const getPartnerMeeting = defineRoute({
  method: 'GET',
  url: '/api/v1/partner/meetings/:id',
  config: by('meetings:read'),
  schema: {
    operationId: 'getPartnerMeeting',
    summary: 'One published meeting',
    tags,
    params: IdParams,
    response: { 200: Ref(PublicMeeting), ...problems(401, 403, 404) },
  },
})
export const listPartnerQuestions = defineRoute({
  method: 'GET',
  url: '/api/v1/partner/meetings/:id/questions',
  config: by('meetings:read'),
  schema: {
    operationId: 'listPartnerQuestions',
    summary: 'What a meeting asks; everybody answers it by their own link',
    tags,
    params: IdParams,
    response: {
      200: Type.Object({ items: Type.Array(Ref(PublicQuestion)) }, { additionalProperties: false }),
      ...problems(401, 403, 404),
    },
  },
})
export const listPartnerWorkingGroups = defineRoute({
  method: 'GET',
  url: '/api/v1/partner/working-groups',
  config: by('working-groups:read'),
  schema: {
    operationId: 'listPartnerWorkingGroups',
    summary: 'Working groups that have begun, by name',
    tags,
    querystring: Type.Object(page, { additionalProperties: false }),
    response: { 200: pageOf(Ref(PartnerWorkingGroup)), ...problems(401, 403) },
  },
})
export const getPartnerWorkingGroup = defineRoute({
  method: 'GET',
  url: '/api/v1/partner/working-groups/:id',
  config: by('working-groups:read'),
  schema: {
    operationId: 'getPartnerWorkingGroup',
    summary: 'One working group',
    tags,
    params: IdParams,
    response: { 200: Ref(PartnerWorkingGroup), ...problems(401, 403, 404) },
  },
})
export const listPartnerOrganisations = defineRoute({
  method: 'GET',
  url: '/api/v1/partner/organisations',
  config: by('organisations:read'),
  schema: {
    operationId: 'listPartnerOrganisations',
    summary: 'Organisations of the network, by name',
    tags,
    querystring: Type.Object({ ...page, q: listQuery.q }, { additionalProperties: false }),
    response: { 200: pageOf(Ref(PartnerOrganisation)), ...problems(401, 403) },
  },
})
export const getPartnerOrganisation = defineRoute({
  method: 'GET',
  url: '/api/v1/partner/organisations/:id',
  config: by('organisations:read'),
  schema: {
    operationId: 'getPartnerOrganisation',
    summary: 'What is public about one organisation',
    tags,
    params: IdParams,
    response: { 200: Ref(PartnerOrganisation), ...problems(401, 403, 404) },
  },
})
export const getOwnOrganisation = defineRoute({
  method: 'GET',
  url: '/api/v1/partner/organisation',
  config: by('organisations:read'),
  schema: {
    operationId: 'getOwnOrganisation',
    summary: 'The own organisation as the network knows it',
    tags,
    response: { 200: Ref(Organisation), ...problems(401, 403) },
  },
})
export const listPartnerRegistrations = defineRoute({
  method: 'GET',
  url: '/api/v1/partner/registrations',
  config: by('registrations:read'),
  schema: {
    operationId: 'listPartnerRegistrations',
    summary: 'People whom the organisation has registered by a key, newest first',
    tags,
    querystring: PartnerRegistrationQuery,
    response: { 200: pageOf(Ref(PartnerRegistration)), ...problems(401, 403) },
  },
})
export const getPartnerRegistration = defineRoute({
  method: 'GET',
  url: '/api/v1/partner/registrations/:id',
  config: by('registrations:read'),
  schema: {
    operationId: 'getPartnerRegistration',
    summary: 'One of them: place, place in the queue, attendance',
    tags,
    params: IdParams,
    response: { 200: Ref(PartnerRegistration), ...problems(401, 403, 404) },
  },
})
export const listPartnerChanges = defineRoute({
  method: 'GET',
  url: '/api/v1/partner/changes',
  config: by('registrations:read'),
  schema: {
    operationId: 'listPartnerChanges',
    summary:
      'Whose registration, attendance, place in the queue or meeting has changed since a position; each once, as it is now',
    tags,
    querystring: Type.Object(
      {
        after: Type.Optional(
          Type.String({
            maxLength: 200,
            pattern: '^[\\w-]+$',
            description: 'The `position` of an answer; without it, nothing but the position now.',
          }),
        ),
        limit: listQuery.limit,
      },
      { additionalProperties: false },
    ),
    response: { 200: Ref(PartnerChanges), ...problems(401, 403, 410) },
  },
})
export const createPartnerRegistration = defineRoute({
  method: 'POST',
  url: '/api/v1/partner/meetings/:id/registrations',
  config: by('registrations:write'),
  schema: {
    operationId: 'createPartnerRegistration',
    summary: 'Register somebody of the own organisation: a seat at once if there is one; told by mail (Art. 14 GDPR)',
    tags,
    params: IdParams,
    querystring: rehearsing,
    headers: requiredIdempotencyKey,
    body: Ref(NewPartnerRegistration),
    response: { 200: Ref(PartnerRegistration), 201: Ref(PartnerRegistration), ...problems(401, 403, 404, 409) },
  },
})
export const changePartnerRegistration = defineRoute({
  method: 'PATCH',
  url: '/api/v1/partner/registrations/:id',
  config: by('registrations:write'),
  schema: {
    operationId: 'changePartnerRegistration',
    summary: 'Change one of them; the place stays as it is',
    tags,
    consumes: mergePatch,
    params: IdParams,
    querystring: rehearsing,
    headers: ifMatch,
    body: Ref(PartnerRegistrationChanges),
    response: { 200: Ref(PartnerRegistration), ...problems(401, 403, 404, 409, 412, 428) },
  },
})
export const withdrawPartnerRegistration = defineRoute({
  method: 'POST',
  url: '/api/v1/partner/registrations/:id/withdraw',
  config: by('registrations:write'),
  schema: {
    operationId: 'withdrawPartnerRegistration',
    summary: 'Withdraw one of them; twice is once',
    tags,
    params: IdParams,
    querystring: rehearsing,
    headers: requiredIdempotencyKey,
    response: { 200: Ref(PartnerRegistration), ...problems(401, 403, 404, 409) },
  },
})

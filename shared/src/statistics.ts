import { Type, type Static } from 'typebox'
import { Id, IdParams, Instant, Nullable, listQuery, pageOf, problems } from './common.ts'
import { MeetingKind } from './meetings.ts'
import { Sector } from './organisations.ts'
import { Engagement } from './people.ts'
import { Ref, defineRoute } from './route.ts'

/** An earlier meeting, for comparing. */
const Compared = Type.Object(
  { meetingId: Id, name: Type.String(), startsAt: Instant, attended: Type.Integer() },
  { additionalProperties: false },
)

/** The attendance of one meeting that was held, and what it is compared with. */
export const MeetingFigures = Type.Object(
  {
    meetingId: Id,
    name: Type.String(),
    kind: Ref(MeetingKind),
    focusTopic: Nullable(Type.String()),
    startsAt: Instant,
    /** "Bürgerhaus Hohenmölsen"; null when it is not known. */
    venue: Nullable(Type.String()),
    /** How many came: the head count if there is one, else those entered as present. Null: neither is known. */
    attended: Nullable(Type.Integer()),
    headCount: Nullable(Type.Integer()),
    /**
     * How many were entered by name as present at any time; null for a meeting with a head count alone. Always
     * (expected - excused - noShow) + withoutPlace + walkIns.
     */
    entered: Nullable(Type.Integer()),
    /** Had a place when the meeting was concluded; null for a meeting without registrations. */
    expected: Nullable(Type.Integer()),
    walkIns: Nullable(Type.Integer()),
    /** Came with a registration that held no place: withdrawn, on the waiting list, or not confirmed. */
    withoutPlace: Nullable(Type.Integer()),
    excused: Nullable(Type.Integer()),
    noShow: Nullable(Type.Integer()),
    /** Of those entered: at a meeting for the first time, as far as people were entered by name; and the others. */
    newcomers: Nullable(Type.Integer()),
    returning: Nullable(Type.Integer()),
    /** Organisations that were represented, and those of them for the first time. */
    organisations: Nullable(Type.Integer()),
    newOrganisations: Nullable(Type.Integer()),
    /** Of those entered, largest first; at the end null: not said. */
    bySector: Type.Array(
      Type.Object({ sector: Nullable(Ref(Sector)), count: Type.Integer() }, { additionalProperties: false }),
    ),
    byEngagement: Type.Array(
      Type.Object({ engagement: Nullable(Ref(Engagement)), count: Type.Integer() }, { additionalProperties: false }),
    ),
    /** More than at every earlier meeting of the kind; never true of the first one. */
    isRecord: Type.Boolean(),
    /** The most before this one (the earliest of equals); null for the first of its kind. */
    recordBefore: Nullable(Compared),
    /** The least and the most of the up to eight meetings of the kind before this one. */
    usual: Nullable(
      Type.Object(
        { least: Type.Integer(), most: Type.Integer(), meetings: Type.Integer() },
        { additionalProperties: false },
      ),
    ),
  },
  { $id: 'MeetingFigures', additionalProperties: false },
)
export type MeetingFigures = Static<typeof MeetingFigures>

export const FiguresQuery = Type.Object(
  {
    cursor: listQuery.cursor,
    limit: listQuery.limit,
    kind: Type.Optional(Ref(MeetingKind)),
    year: Type.Optional(Type.Integer({ minimum: 1990, maximum: 2200 })),
  },
  { additionalProperties: false },
)
export type FiguresQuery = Static<typeof FiguresQuery>

/** How many of one kind of people come now, and how many did the last time. */
const Shares = {
  /** Hold a seat or wait for one. */
  now: Type.Integer(),
  /** Had a place at the meeting before; null without one. */
  registeredBefore: Nullable(Type.Integer()),
  /** Came to the meeting before; null without one. */
  attendedBefore: Nullable(Type.Integer()),
}

/** Who comes to a meeting, by sector and engagement, against the last meeting of its kind of which the names are known. */
export const Balance = Type.Object(
  {
    /** All who hold a seat or wait for one. */
    ...Shares,
    before: Nullable(
      Type.Object({ meetingId: Id, name: Type.String(), startsAt: Instant }, { additionalProperties: false }),
    ),
    /** Every sector in its order, and null (not said) where there is anybody. */
    bySector: Type.Array(Type.Object({ sector: Nullable(Ref(Sector)), ...Shares }, { additionalProperties: false })),
    byEngagement: Type.Array(
      Type.Object({ engagement: Nullable(Ref(Engagement)), ...Shares }, { additionalProperties: false }),
    ),
  },
  { $id: 'Balance', additionalProperties: false },
)
export type Balance = Static<typeof Balance>

const tags = ['statistics'] as const

export const listFigures = defineRoute({
  method: 'GET',
  url: '/api/v1/statistics/attendance',
  config: { access: 'reader' },
  schema: {
    operationId: 'listFigures',
    summary: 'Attendance of the meetings that were held, newest first, with records and usual range',
    tags,
    querystring: FiguresQuery,
    response: { 200: pageOf(Ref(MeetingFigures)), ...problems(401, 403) },
  },
})
export const getFigures = defineRoute({
  method: 'GET',
  url: '/api/v1/meetings/:id/figures',
  config: { access: 'reader' },
  schema: {
    operationId: 'getFigures',
    summary: 'Attendance of one meeting that was held',
    tags,
    params: IdParams,
    response: { 200: Ref(MeetingFigures), ...problems(401, 403, 404, 409) },
  },
})
export const getBalance = defineRoute({
  method: 'GET',
  url: '/api/v1/meetings/:id/balance',
  config: { access: 'reader' },
  schema: {
    operationId: 'getBalance',
    summary: 'Who comes to a meeting, by sector and engagement, against the last one of its kind',
    tags,
    params: IdParams,
    response: { 200: Ref(Balance), ...problems(401, 403, 404) },
  },
})

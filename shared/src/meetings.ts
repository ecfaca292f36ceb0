import { Type, type Static } from 'typebox'
import {
  Id,
  IdParams,
  Instant,
  Line,
  NoContent,
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
import { AttendanceMode, modeFields } from './attendance-modes.ts'
import { Contingent, NewContingent } from './contingents.ts'
import { Host, NewHost } from './hosts.ts'
import { MeetingTranslationChanges, MeetingTranslations, translated } from './meeting-translations.ts'
import { Ref, defineRoute } from './route.ts'

/** `network`: the series of the whole network. `working_group`: a working meeting. `specialist`: an event on one subject. */
export const MeetingKind = Type.Enum(['network', 'working_group', 'specialist'], { $id: 'MeetingKind' })
export type MeetingKind = Static<typeof MeetingKind>

/** Computed from the facts of the meeting and the clock; being cancelled is a fact beside it (`cancelledAt`). */
export const MeetingState = Type.Enum(['draft', 'announced', 'open', 'closed', 'held', 'reported'], {
  $id: 'MeetingState',
})
export type MeetingState = Static<typeof MeetingState>

/**
 * `public`: in the public lists. `unlisted`: page and sign-up work for whoever has the address. `members`: in the public
 * list, and only who is invited signs up.
 */
export const MeetingVisibility = Type.Enum(['public', 'unlisted', 'members'], { $id: 'MeetingVisibility' })
export type MeetingVisibility = Static<typeof MeetingVisibility>

/** How long before the beginning those with a place are reminded: days by the calendar, at the same time; hours as they pass. */
export const ReminderPlan = Type.Object(
  {
    amount: Type.Integer({ minimum: 1, maximum: 60 }),
    unit: Type.Enum(['days', 'hours']),
    /** What else the mail says, in the words of the office. */
    note: Nullable(Prose(1000)),
  },
  { $id: 'ReminderPlan', additionalProperties: false },
)
export type ReminderPlan = Static<typeof ReminderPlan>

const fields = {
  kind: Ref(MeetingKind),
  /** Needed for working and specialist meetings; a network meeting is named by its series number. */
  title: Nullable(OptionalLine(160)),
  ...translated,
  startsAt: Instant,
  endsAt: Instant,
  venueId: Nullable(Id),
  ...modeFields,
  /** Null: no limit. Of a mixed meeting, the seats of the room. */
  capacity: Nullable(Type.Integer({ minimum: 1, maximum: 100_000 })),
  /** How many can join a mixed meeting online. Null: no limit, and of every other meeting. */
  onlineCapacity: Nullable(Type.Integer({ minimum: 1, maximum: 100_000 })),
  /** Null: sign-up opens by a coordinator's click. */
  registrationOpensAt: Nullable(Instant),
  /** Null: sign-up ends when the meeting begins. */
  registrationClosesAt: Nullable(Instant),
  /** The working group a working meeting belongs to. */
  workingGroupId: Nullable(Id),
  visibility: Ref(MeetingVisibility),
  /** Whoever signs up asks to come, and the office decides. */
  approval: Type.Boolean(),
  /** The farthest first. */
  reminders: Type.Array(Ref(ReminderPlan), { maxItems: 5 }),
}
/** All of them: what is not named is taken away. Together they are no more than there are seats. */
const contingents = Type.Array(Ref(NewContingent), { maxItems: 40 })
/** All of them, in the order in which they are named. */
const hosts = Type.Array(Ref(NewHost), { maxItems: 20 })
const { kind, startsAt, endsAt, ...optional } = {
  ...fields,
  contingents,
  hosts,
  translations: Ref(MeetingTranslationChanges),
}

/** The short form that a meeting carries. */
export const VenueName = Type.Object(
  { id: Id, name: Type.String(), municipality: Type.String() },
  { $id: 'VenueName', additionalProperties: false },
)

export const Meeting = Type.Object(
  {
    ...recordFields,
    ...fields,
    contingents: Type.Array(Ref(Contingent)),
    hosts: Type.Array(Ref(Host)),
    translations: Ref(MeetingTranslations),
    /** As people call it: "3. Integrationsnetzwerk 2025", or the title. */
    name: Type.String(),
    /** The n-th network meeting of its year; null while it is a draft, cancelled or of another kind. */
    seriesNumber: Nullable(Type.Integer()),
    state: Ref(MeetingState),
    venue: Nullable(Ref(VenueName)),
    /** When and where it was announced for, since it was moved. */
    rescheduledFrom: Nullable(
      Type.Object(
        { startsAt: Instant, endsAt: Instant, venue: Nullable(Ref(VenueName)), attendanceMode: Ref(AttendanceMode) },
        { additionalProperties: false },
      ),
    ),
    publishedAt: Nullable(Instant),
    cancelledAt: Nullable(Instant),
    cancelReason: Nullable(Type.String()),
    concludedAt: Nullable(Instant),
    /** How many came, where only the number is known or the count is the truth. */
    headCount: Nullable(Type.Integer()),
    /** Seats that are held now, once it is published and until it is concluded; the waiting list is not among them. */
    registered: Nullable(Type.Integer()),
    /** How many of these are online places; null where the meeting is not mixed. */
    registeredOnline: Nullable(Type.Integer()),
    /** How many came, once it is concluded: the head count, else those entered as present. Null: neither is known. */
    attended: Nullable(Type.Integer()),
    /** More people than at every earlier meeting of its kind, of which there was one at least. */
    isRecord: Type.Boolean(),
    /** Address of the public page. */
    url: Type.String(),
  },
  { $id: 'Meeting', additionalProperties: false },
)
export type Meeting = Static<typeof Meeting>

export const NewMeeting = Type.Object(
  { kind, startsAt, endsAt, ...Type.Partial(Type.Object(optional)).properties },
  { $id: 'NewMeeting', additionalProperties: false },
)
export type NewMeeting = Static<typeof NewMeeting>

export const MeetingChanges = Type.Partial(
  Type.Object({
    ...fields,
    contingents,
    hosts,
    translations: Ref(MeetingTranslationChanges),
    headCount: Nullable(Type.Integer({ minimum: 0, maximum: 100_000 })),
  }),
  { $id: 'MeetingChanges', additionalProperties: false, minProperties: 1 },
)
export type MeetingChanges = Static<typeof MeetingChanges>

/** The next meeting after the model of one that is there; kind, title, working group, visibility and reminders always come along. */
export const MeetingCopy = Type.Object(
  {
    startsAt: Instant,
    endsAt: Instant,
    /** Where the next one is; named, it goes before `copy.venue`. */
    venueId: Type.Optional(Nullable(Id)),
    /** On site, online or both, as the model is where nothing is named. Each meeting has an online room of its own. */
    ...Type.Partial(Type.Object(modeFields)).properties,
    /** What else comes along; what is not named stays empty. */
    copy: Type.Partial(
      Type.Object({
        focusTopic: Type.Boolean(),
        summary: Type.Boolean(),
        costs: Type.Boolean(),
        venue: Type.Boolean(),
        capacity: Type.Boolean(),
        /** What people are asked when they sign up. */
        questions: Type.Boolean(),
        /** Whether the office decides who comes. */
        approval: Type.Boolean(),
        /** With the capacity only; they are released as long before as then. */
        contingents: Type.Boolean(),
        /** They are asked anew. */
        hosts: Type.Boolean(),
        /** As many days before as then, at the same time; on the day itself as long before. Moments that have passed stay out. */
        registrationWindow: Type.Boolean(),
      }),
      { additionalProperties: false },
    ),
  },
  { $id: 'MeetingCopy', additionalProperties: false },
)
export type MeetingCopy = Static<typeof MeetingCopy>

export const MeetingQuery = Type.Object(
  {
    ...listQuery,
    kind: Type.Optional(Ref(MeetingKind)),
    state: Type.Optional(Ref(MeetingState)),
    year: Type.Optional(Type.Integer({ minimum: 1990, maximum: 2200 })),
    cancelled: Type.Optional(Type.Boolean()),
    /** An organisation that was asked to be host, or for which seats are kept. */
    host: Type.Optional(Id),
    venueId: Type.Optional(Id),
    workingGroupId: Type.Optional(Id),
    from: Type.Optional(Instant),
    to: Type.Optional(Instant),
    sort: Type.Optional(Type.Enum(['startsAt', '-startsAt'])),
  },
  { additionalProperties: false },
)
export type MeetingQuery = Static<typeof MeetingQuery>

const tags = ['meetings'] as const
const config = { access: 'coordinator' } as const

export const listMeetings = defineRoute({
  method: 'GET',
  url: '/api/v1/meetings',
  config: { access: 'reader' },
  schema: {
    operationId: 'listMeetings',
    summary: 'Meetings, drafts included',
    tags,
    querystring: MeetingQuery,
    response: { 200: pageOf(Ref(Meeting)), ...problems(401, 403) },
  },
})
export const createMeeting = defineRoute({
  method: 'POST',
  url: '/api/v1/meetings',
  config,
  schema: {
    operationId: 'createMeeting',
    summary: 'Plan a meeting (a draft)',
    tags,
    headers: idempotencyKey,
    body: Ref(NewMeeting),
    response: { 201: Ref(Meeting), ...problems(401, 403, 409) },
  },
})
export const cloneMeeting = defineRoute({
  method: 'POST',
  url: '/api/v1/meetings/:id/clone',
  config,
  schema: {
    operationId: 'cloneMeeting',
    summary: 'Plan a meeting after the model of another, whatever has become of that one (a draft)',
    tags,
    params: IdParams,
    headers: idempotencyKey,
    body: Ref(MeetingCopy),
    response: { 201: Ref(Meeting), ...problems(401, 403, 404, 409) },
  },
})
export const getMeeting = defineRoute({
  method: 'GET',
  url: '/api/v1/meetings/:id',
  config: { access: 'reader' },
  schema: {
    operationId: 'getMeeting',
    summary: 'Read a meeting',
    tags,
    params: IdParams,
    response: { 200: Ref(Meeting), ...problems(401, 403, 404) },
  },
})
export const changeMeeting = defineRoute({
  method: 'PATCH',
  url: '/api/v1/meetings/:id',
  config,
  schema: {
    operationId: 'changeMeeting',
    summary: 'Change a meeting',
    tags,
    consumes: mergePatch,
    params: IdParams,
    headers: ifMatch,
    body: Ref(MeetingChanges),
    response: { 200: Ref(Meeting), ...problems(401, 403, 404, 409, 412, 428) },
  },
})
export const deleteMeeting = defineRoute({
  method: 'DELETE',
  url: '/api/v1/meetings/:id',
  config,
  schema: {
    operationId: 'deleteMeeting',
    summary: 'Delete a meeting that was never published (undoable for 30 days)',
    tags,
    params: IdParams,
    headers: ifMatch,
    response: { 204: NoContent, ...problems(401, 403, 404, 409, 412, 428) },
  },
})
export const restoreMeeting = defineRoute({
  method: 'POST',
  url: '/api/v1/meetings/:id/restore',
  config,
  schema: {
    operationId: 'restoreMeeting',
    summary: 'Undo the deletion of a meeting',
    tags,
    params: IdParams,
    response: { 200: Ref(Meeting), ...problems(401, 403, 404, 409) },
  },
})

// The moves of the state machine. Each answers 409 with a problem that says why, when the meeting is not there yet.
const move = <const OperationId extends string, const Path extends string>(
  operationId: OperationId,
  path: Path,
  summary: string,
) =>
  defineRoute({
    method: 'POST',
    url: `/api/v1/meetings/:id/${path}`,
    config,
    schema: {
      operationId,
      summary,
      tags,
      params: IdParams,
      response: { 200: Ref(Meeting), ...problems(401, 403, 404, 409) },
    },
  })

export const publishMeeting = move('publishMeeting', 'publish', 'Announce a draft to the public')
export const openMeeting = move('openMeeting', 'open', 'Open the sign-up now')
export const closeMeeting = move('closeMeeting', 'close', 'Close the sign-up now')
export const cancelMeeting = defineRoute({
  method: 'POST',
  url: '/api/v1/meetings/:id/cancel',
  config,
  schema: {
    operationId: 'cancelMeeting',
    summary:
      'Cancel a published meeting; its page stays and says so, whoever is registered is told by mail a minute later',
    tags,
    params: IdParams,
    body: Type.Object({ reason: Line(300) }, { additionalProperties: false }),
    response: { 200: Ref(Meeting), ...problems(401, 403, 404, 409) },
  },
})
export const rescheduleMeeting = defineRoute({
  method: 'POST',
  url: '/api/v1/meetings/:id/reschedule',
  config,
  schema: {
    operationId: 'rescheduleMeeting',
    summary: 'Move a published meeting to another time or place; whoever is registered is told by mail a minute later',
    tags,
    params: IdParams,
    headers: Type.Object({ ...ifMatch.properties, ...idempotencyKey.properties }),
    body: Type.Object(
      {
        startsAt,
        endsAt,
        venueId: Type.Optional(fields.venueId),
        ...Type.Partial(Type.Object(modeFields)).properties,
        /** Why, in words that everybody reads who is told by mail. */
        note: Type.Optional(Nullable(Prose(1000))),
      },
      { additionalProperties: false },
    ),
    response: { 200: Ref(Meeting), ...problems(401, 403, 404, 409, 412, 428) },
  },
})
export const concludeMeeting = defineRoute({
  method: 'POST',
  url: '/api/v1/meetings/:id/conclude',
  config,
  schema: {
    operationId: 'concludeMeeting',
    summary: 'Conclude a meeting that took place; a historic one with its head count',
    tags,
    params: IdParams,
    body: Type.Object(
      { headCount: Type.Optional(Nullable(Type.Integer({ minimum: 0, maximum: 100_000 }))) },
      { additionalProperties: false },
    ),
    response: { 200: Ref(Meeting), ...problems(401, 403, 404, 409) },
  },
})

/** Free seats as the public sees them: an exact number would tell whether an address was known. */
export const SeatBand = Type.Enum(['free', 'few', 'waiting_list'], { $id: 'SeatBand' })
export type SeatBand = Static<typeof SeatBand>

/** What anybody may read of a published meeting. */
export const PublicMeeting = Type.Object(
  {
    id: Id,
    kind: Ref(MeetingKind),
    /** Whoever shows meetings elsewhere leaves out those that are unlisted. */
    visibility: Ref(MeetingVisibility),
    name: Type.String(),
    focusTopic: Nullable(Type.String()),
    summary: Nullable(Type.String()),
    /** What taking part costs, in words; null: it is free of charge. */
    costs: Nullable(Type.String()),
    translations: Ref(MeetingTranslations),
    startsAt: Instant,
    endsAt: Instant,
    /** The way into the online room is told to those who have a seat. */
    attendanceMode: Ref(AttendanceMode),
    state: Ref(MeetingState),
    /** Present while sign-up is open. Of a mixed meeting, the seats of the room. */
    seats: Nullable(Ref(SeatBand)),
    /** Places to join a mixed meeting online; present while sign-up is open. */
    onlineSeats: Nullable(Ref(SeatBand)),
    /** Whoever signs up asks to come, and the office decides. */
    approval: Type.Boolean(),
    /** Organisations that have accepted to be host. */
    hosts: Type.Array(
      Type.Object({ name: Type.String(), website: Nullable(Type.String()) }, { additionalProperties: false }),
    ),
    registrationOpensAt: Nullable(Instant),
    registrationClosesAt: Instant,
    cancelledAt: Nullable(Instant),
    cancelReason: Nullable(Type.String()),
    /** When and where it was announced for, since it was moved. */
    rescheduledFrom: Nullable(
      Type.Object(
        { startsAt: Instant, endsAt: Instant, place: Nullable(Type.String()), attendanceMode: Ref(AttendanceMode) },
        { additionalProperties: false },
      ),
    ),
    /** How many came, once it was held and the number is known; null when it is so small that it tells who. */
    attended: Nullable(Type.Integer()),
    /** From how many organisations, as far as people were entered by name; null below three. */
    organisations: Nullable(Type.Integer()),
    venue: Nullable(
      Type.Object(
        {
          name: Type.String(),
          street: Nullable(Type.String()),
          postalCode: Nullable(Type.String()),
          municipality: Type.String(),
          stepFree: Nullable(Type.Boolean()),
          accessibleToilet: Nullable(Type.Boolean()),
          inductionLoop: Nullable(Type.Boolean()),
          directions: Nullable(Type.String()),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { $id: 'PublicMeeting', additionalProperties: false },
)
export type PublicMeeting = Static<typeof PublicMeeting>

export const PublicMeetingQuery = Type.Object(
  { cursor: listQuery.cursor, limit: listQuery.limit, when: Type.Optional(Type.Enum(['upcoming', 'past'])) },
  { additionalProperties: false },
)
export type PublicMeetingQuery = Static<typeof PublicMeetingQuery>

export const listPublicMeetings = defineRoute({
  method: 'GET',
  url: '/api/v1/public/meetings',
  config: { access: 'public' },
  schema: {
    operationId: 'listPublicMeetings',
    summary: 'Published meetings: upcoming ones, soonest first, or past ones, newest first',
    tags,
    querystring: PublicMeetingQuery,
    response: { 200: pageOf(Ref(PublicMeeting)), ...problems() },
  },
})
export const getPublicMeeting = defineRoute({
  method: 'GET',
  url: '/api/v1/public/meetings/:id',
  config: { access: 'public' },
  schema: {
    operationId: 'getPublicMeeting',
    summary: 'One published meeting',
    tags,
    params: IdParams,
    response: { 200: Ref(PublicMeeting), ...problems(404) },
  },
})
export const previewMeeting = defineRoute({
  method: 'GET',
  url: '/api/v1/meetings/:id/preview',
  config: { access: 'reader' },
  schema: {
    operationId: 'previewMeeting',
    summary: 'A meeting as the public will read it once it is published',
    tags,
    params: IdParams,
    response: { 200: Ref(PublicMeeting), ...problems(401, 403, 404) },
  },
})

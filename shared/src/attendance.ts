import { Type, type Static } from 'typebox'
import {
  Id,
  IdParams,
  Instant,
  Line,
  Nullable,
  OptionalLine,
  pageOf,
  listQuery,
  problems,
  recordFields,
} from './common.ts'
import { Attends } from './attendance-modes.ts'
import { OrganisationName, Sector } from './organisations.ts'
import { Engagement } from './people.ts'
import { RegistrationStatus } from './registrations.ts'
import { Ref, defineRoute } from './route.ts'

/** What an entry says of somebody. `undone` takes back the entry it names; nothing is ever changed or deleted. */
export const AttendanceKind = Type.Enum(['present', 'excused', 'no_show', 'left', 'undone'], { $id: 'AttendanceKind' })
export type AttendanceKind = Static<typeof AttendanceKind>

/** How it became known. `closing`: nobody said anything until the meeting was concluded. */
export const AttendanceHow = Type.Enum(['scan', 'search', 'walk_in', 'self', 'import', 'closing'], {
  $id: 'AttendanceHow',
})
export type AttendanceHow = Static<typeof AttendanceHow>

/** Where somebody stands: the kind of their newest entry that is not undone. */
export const AttendanceState = Type.Enum(['present', 'excused', 'no_show', 'left'], { $id: 'AttendanceState' })
export type AttendanceState = Static<typeof AttendanceState>

/** Somebody who came without a registration: two fields, like a line on a sheet of paper. */
export const WalkIn = Type.Object(
  { name: Line(120), organisation: Nullable(OptionalLine(120)) },
  { $id: 'WalkIn', additionalProperties: false },
)
export type WalkIn = Static<typeof WalkIn>

/** One entry as a device makes it: at once, with an id of its own, whether or not there is a network. */
export const NewAttendanceEntry = Type.Object(
  {
    /** Made by the device; the same id twice is one entry. */
    id: Id,
    kind: Ref(AttendanceKind),
    /** `closing` is the word of the service alone. */
    how: Type.Unsafe<AttendanceHow>(Type.Enum(['scan', 'search', 'walk_in', 'self', 'import'])),
    /** A registration of this meeting, or the id that the device gave to a walk-in. */
    attendeeId: Id,
    /** Who the walk-in is; with the first entry about them, harmless with later ones. */
    walkIn: Type.Optional(Ref(WalkIn)),
    /** The entry that `undone` takes back. */
    undoes: Type.Optional(Id),
    /** When it happened, by the clock of the device. */
    at: Instant,
  },
  { $id: 'NewAttendanceEntry', additionalProperties: false },
)
export type NewAttendanceEntry = Static<typeof NewAttendanceEntry>

/** An entry as it is kept. */
export const AttendanceEntry = Type.Object(
  {
    id: Id,
    /** The n-th entry of this meeting, from 1; only an entry that was erased leaves a gap. */
    position: Type.Integer({ minimum: 1 }),
    kind: Ref(AttendanceKind),
    how: Ref(AttendanceHow),
    attendeeId: Id,
    undoes: Nullable(Id),
    /** When it happened: the device's time, corrected if its clock was more than a minute off when it sent. */
    at: Instant,
    /** Who made it: the name of the door link, or of the account. */
    by: Type.String(),
  },
  { $id: 'AttendanceEntry', additionalProperties: false },
)
export type AttendanceEntry = Static<typeof AttendanceEntry>

/** One person on the list at the door. No address, no needs: helpers need neither. */
export const DoorGuest = Type.Object(
  {
    /** The `attendeeId` of their entries. */
    id: Id,
    name: Type.String(),
    /** By which the list is ordered: last name first, lower case. */
    sortName: Type.String(),
    organisation: Nullable(Type.String()),
    /** The place they have; null for a walk-in. */
    place: Nullable(Ref(RegistrationStatus)),
    /** How they take part in a mixed meeting: who joins online may still turn up. Null of every other one, and for a walk-in. */
    attends: Nullable(Ref(Attends)),
    /** "K7M-2QX", to be typed where the camera fails; null for a walk-in. */
    shortCode: Nullable(Type.String()),
    /** SHA-256 of the ticket's token, base64url: the device knows a ticket when it sees it, and could make none. */
    ticketHash: Nullable(Type.String()),
    /** Did not agree to being recognisable in photographs. */
    noPhotographs: Type.Boolean(),
  },
  { $id: 'DoorGuest', additionalProperties: false },
)
export type DoorGuest = Static<typeof DoorGuest>

/** A meeting as the door sees it. */
export const DoorMeeting = Type.Object(
  {
    id: Id,
    name: Type.String(),
    startsAt: Instant,
    endsAt: Instant,
    /** "Bürgerhaus Hohenmölsen, Hohenmölsen"; null while it is not known. */
    place: Nullable(Type.String()),
    /** The seats of the meeting, or what its venue holds; null: no limit known. */
    capacity: Nullable(Type.Integer()),
    cancelledAt: Nullable(Instant),
    concludedAt: Nullable(Instant),
  },
  { $id: 'DoorMeeting', additionalProperties: false },
)
export type DoorMeeting = Static<typeof DoorMeeting>

/** Everything a device at the door holds: it works on with this when the network is gone. */
export const DoorList = Type.Object(
  {
    meeting: Ref(DoorMeeting),
    /** Name under which this device's entries are kept. */
    helper: Type.String(),
    guests: Type.Array(Ref(DoorGuest)),
    entries: Type.Array(Ref(AttendanceEntry)),
    /** Position of the newest entry, 0 when there is none: the stream goes on from here. */
    position: Type.Integer({ minimum: 0 }),
  },
  { $id: 'DoorList', additionalProperties: false },
)
export type DoorList = Static<typeof DoorList>

/** What became of one entry that was sent. `repeated`: it was there already. `refused`: never kept, `reason` says why. */
export const AttendanceOutcome = Type.Object(
  {
    id: Id,
    outcome: Type.Enum(['recorded', 'repeated', 'refused']),
    /**
     * `unknown_attendee`: no registration of this meeting, and no walk-in that was named. `unknown_entry`: there is
     * nothing to undo. `id_taken`: the id belongs to an entry or a walk-in of another meeting.
     */
    reason: Nullable(Type.Enum(['unknown_attendee', 'unknown_entry', 'id_taken'])),
  },
  { $id: 'AttendanceOutcome', additionalProperties: false },
)
export type AttendanceOutcome = Static<typeof AttendanceOutcome>

const tags = ['attendance'] as const
const door = { access: 'door' } as const
const office = { access: 'coordinator' } as const

// The door: `Authorization: Door <token>` for the meeting of a door link, or a session that may check in -----------------

export const listDoorMeetings = defineRoute({
  method: 'GET',
  url: '/api/v1/door/meetings',
  config: door,
  schema: {
    operationId: 'listDoorMeetings',
    summary: 'Meetings this door may be opened for: that of the link, or those of yesterday and the next two weeks',
    tags,
    response: {
      200: Type.Object({ items: Type.Array(Ref(DoorMeeting)) }, { additionalProperties: false }),
      ...problems(401, 403),
    },
  },
})
export const getDoorList = defineRoute({
  method: 'GET',
  url: '/api/v1/meetings/:id/door',
  config: door,
  schema: {
    operationId: 'getDoorList',
    summary: 'Everybody who may come, and everything that was entered: what a device at the door holds',
    tags,
    params: IdParams,
    response: { 200: Ref(DoorList), ...problems(401, 403, 404) },
  },
})
export const recordAttendance = defineRoute({
  method: 'POST',
  url: '/api/v1/meetings/:id/attendance',
  config: door,
  schema: {
    operationId: 'recordAttendance',
    summary: "Append entries, one or a device's whole queue; sent twice is once",
    description:
      'Every entry gets an outcome of its own, so that one that cannot be kept does not hold up the others. Entries are kept before, during and after the meeting, also when it is concluded or cancelled.',
    tags,
    params: IdParams,
    body: Type.Object(
      {
        /** The device's clock at the moment of sending: if it is more than a minute off, that corrects `at`. */
        sentAt: Instant,
        entries: Type.Array(Ref(NewAttendanceEntry), { minItems: 1, maxItems: 200 }),
      },
      { additionalProperties: false },
    ),
    response: {
      200: Type.Object(
        { outcomes: Type.Array(Ref(AttendanceOutcome)), position: Type.Integer({ minimum: 0 }) },
        { additionalProperties: false },
      ),
      ...problems(401, 403, 404),
    },
  },
})
/**
 * Server-sent events: `entry` with an AttendanceEntry as data and its position as id, in order, each once;
 * `guests` when somebody on the list has changed: read the list anew.
 */
export const streamAttendance = defineRoute({
  method: 'GET',
  url: '/api/v1/meetings/:id/attendance/live',
  config: door,
  schema: {
    operationId: 'streamAttendance',
    summary: 'Entries as they come (server-sent events)',
    tags,
    params: IdParams,
    querystring: Type.Object(
      {
        after: Type.Integer({ minimum: 0, maximum: 1_000_000_000, description: 'The position that is known already.' }),
      },
      { additionalProperties: false },
    ),
    response: {
      200: { description: 'A stream that stays open', content: { 'text/event-stream': { schema: Type.String() } } },
      ...problems(401, 403, 404),
    },
  },
})

// The office ---------------------------------------------------------------------------------------------------------

/** Somebody who is expected, came, or said they would not. */
export const Attendee = Type.Object(
  {
    /** The `attendeeId` of their entries. */
    id: Id,
    isWalkIn: Type.Boolean(),
    name: Type.String(),
    /** The name is gone, on request or 12 months after the meeting. */
    isErased: Type.Boolean(),
    organisation: Nullable(Ref(OrganisationName)),
    /** As it was typed, until the office settles which organisation it is. */
    organisationTyped: Nullable(Type.String()),
    sector: Nullable(Ref(Sector)),
    engagement: Nullable(Ref(Engagement)),
    /** The place they have; null for a walk-in. */
    place: Nullable(Ref(RegistrationStatus)),
    /** How they take part in a mixed meeting; null of every other one, and for a walk-in. */
    attends: Nullable(Ref(Attends)),
    /** Null: nothing was entered yet. */
    state: Nullable(Ref(AttendanceState)),
    /** The first `present` that is not undone. */
    arrivedAt: Nullable(Instant),
    /** The newest entry that is not undone, to undo it. */
    entryId: Nullable(Id),
    how: Nullable(Ref(AttendanceHow)),
    by: Nullable(Type.String()),
    /** Fixed when the meeting was concluded; null before, and for those who did not come. */
    newcomer: Nullable(Type.Boolean()),
  },
  { $id: 'Attendee', additionalProperties: false },
)
export type Attendee = Static<typeof Attendee>

export const AttendanceQuery = Type.Object(
  {
    ...listQuery,
    /** `came`: present at any time. `expected`: has a place and nothing was entered. */
    show: Type.Optional(Type.Enum(['came', 'expected', 'excused', 'no_show', 'walk_in'])),
  },
  { additionalProperties: false },
)
export type AttendanceQuery = Static<typeof AttendanceQuery>

export const listAttendance = defineRoute({
  method: 'GET',
  url: '/api/v1/meetings/:id/attendance',
  config: { access: 'reader' },
  schema: {
    operationId: 'listAttendance',
    summary: 'Who is expected at a meeting and who came, by name',
    tags,
    params: IdParams,
    querystring: AttendanceQuery,
    response: { 200: pageOf(Ref(Attendee)), ...problems(401, 403, 404) },
  },
})

/** How it stands right now. */
export const AttendanceCount = Type.Object(
  {
    /** Present at any time: "52 …" */
    came: Type.Integer(),
    /** … "von 79": those who have a place, and whoever came besides. */
    total: Type.Integer(),
    /** Has a place, and nothing was entered. */
    expected: Type.Integer(),
    excused: Type.Integer(),
    noShow: Type.Integer(),
    walkIns: Type.Integer(),
  },
  { $id: 'AttendanceCount', additionalProperties: false },
)
export type AttendanceCount = Static<typeof AttendanceCount>

export const countAttendance = defineRoute({
  method: 'GET',
  url: '/api/v1/meetings/:id/attendance-count',
  config: { access: 'reader' },
  schema: {
    operationId: 'countAttendance',
    summary: 'How many came so far',
    tags,
    params: IdParams,
    response: { 200: Ref(AttendanceCount), ...problems(401, 403, 404) },
  },
})

/** What somebody was registered for, and whether they came. */
export const AttendanceOfPerson = Type.Object(
  {
    /** Of the registration: the `attendeeId` of its entries. */
    id: Id,
    meeting: Type.Object(
      {
        id: Id,
        name: Type.String(),
        startsAt: Instant,
        endsAt: Instant,
        cancelledAt: Nullable(Instant),
        concludedAt: Nullable(Instant),
      },
      { additionalProperties: false },
    ),
    place: Ref(RegistrationStatus),
    addressConfirmedAt: Nullable(Instant),
    /** How they take part in a mixed meeting; null of every other one. */
    attends: Nullable(Ref(Attends)),
    /** Where they came from that day; of those who did not come, as it stands in the registration. */
    organisation: Nullable(Ref(OrganisationName)),
    organisationTyped: Nullable(Type.String()),
    engagement: Nullable(Ref(Engagement)),
    /** Null: nothing was entered. */
    state: Nullable(Ref(AttendanceState)),
    arrivedAt: Nullable(Instant),
    newcomer: Nullable(Type.Boolean()),
  },
  { $id: 'AttendanceOfPerson', additionalProperties: false },
)
export type AttendanceOfPerson = Static<typeof AttendanceOfPerson>

export const listAttendanceOfPerson = defineRoute({
  method: 'GET',
  url: '/api/v1/people/:id/attendance',
  config: { access: 'reader' },
  schema: {
    operationId: 'listAttendanceOfPerson',
    summary: 'What somebody was registered for and whether they came, newest meeting first',
    tags,
    params: IdParams,
    querystring: Type.Object({ cursor: listQuery.cursor, limit: listQuery.limit }, { additionalProperties: false }),
    response: { 200: pageOf(Ref(AttendanceOfPerson)), ...problems(401, 403, 404) },
  },
})

/** The name of somebody who came without a registration is gone; that they came, and from where, stays. */
export const WalkInErased = Type.Object(
  { erased: Type.Literal(true) },
  { $id: 'WalkInErased', additionalProperties: false },
)
export const eraseWalkIn = defineRoute({
  method: 'POST',
  url: '/api/v1/walk-ins/:id/erase',
  config: { access: 'coordinator' },
  schema: {
    operationId: 'eraseWalkIn',
    summary: 'Erase the name of somebody who came without a registration; final at once',
    tags,
    params: IdParams,
    response: { 200: Ref(WalkInErased), ...problems(401, 403, 404) },
  },
})

/** A way in for helpers without an account: for one meeting, until it is revoked or the day after the meeting is over. */
export const DoorLink = Type.Object(
  {
    ...recordFields,
    meetingId: Id,
    /** Whose it is, or where it is used: "Eingang links". Stands at every entry made with it. */
    name: Type.String(),
    /** The address to open on the phone; null once it is revoked or has expired. */
    url: Nullable(Type.String()),
    expiresAt: Instant,
    revokedAt: Nullable(Instant),
    lastUsedAt: Nullable(Instant),
  },
  { $id: 'DoorLink', additionalProperties: false },
)
export type DoorLink = Static<typeof DoorLink>

export const NewDoorLink = Type.Object({ name: Line(60) }, { $id: 'NewDoorLink', additionalProperties: false })
export type NewDoorLink = Static<typeof NewDoorLink>

export const listDoorLinks = defineRoute({
  method: 'GET',
  url: '/api/v1/meetings/:id/door-links',
  config: office,
  schema: {
    operationId: 'listDoorLinks',
    summary: 'The door links of a meeting, newest first',
    tags,
    params: IdParams,
    querystring: Type.Object({ cursor: listQuery.cursor, limit: listQuery.limit }, { additionalProperties: false }),
    response: { 200: pageOf(Ref(DoorLink)), ...problems(401, 403, 404) },
  },
})
export const createDoorLink = defineRoute({
  method: 'POST',
  url: '/api/v1/meetings/:id/door-links',
  config: office,
  schema: {
    operationId: 'createDoorLink',
    summary: 'Make a door link for a published meeting',
    tags,
    params: IdParams,
    body: Ref(NewDoorLink),
    response: { 201: Ref(DoorLink), ...problems(401, 403, 404, 409) },
  },
})
export const revokeDoorLink = defineRoute({
  method: 'POST',
  url: '/api/v1/door-links/:id/revoke',
  config: office,
  schema: {
    operationId: 'revokeDoorLink',
    summary: 'Close a door link with the next request; what was entered with it stays',
    tags,
    params: IdParams,
    response: { 200: Ref(DoorLink), ...problems(401, 403, 404) },
  },
})

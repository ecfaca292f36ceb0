import { Type, type Static } from 'typebox'
import { Id, IdParams, Instant, LocalDate, Nullable, ifMatch, listQuery, pageOf, problems } from './common.ts'
import { BatchResult } from './registration-batches.ts'
import { Ref, defineRoute } from './route.ts'

/** Every noun whose changes are logged. */
export const ObjectType = Type.Enum(
  [
    'settings',
    'text',
    'account',
    'venue',
    'organisation',
    'person',
    'working_group',
    'meeting',
    'registration',
    'door_link',
    'attendance',
    'mailing',
    'invitation',
    'view',
    'barrier_report',
    'api_key',
    'question',
    'mail',
    'mail_template',
  ],
  { $id: 'ObjectType' },
)
export type ObjectType = Static<typeof ObjectType>

/**
 * One line of an object's history: who did what when; no values. What one person changed in the same object within half an
 * hour of the change before, with nothing else happening to it in between, is one line: a run of changes. The line is its
 * last change, with the fields of all of them.
 */
export const Change = Type.Object(
  {
    id: Id,
    kind: Type.String(),
    fields: Type.Array(Type.String()),
    actor: Type.String(),
    at: Instant,
    /** How many changes the line stands for; more than one for a run. */
    parts: Type.Integer({ minimum: 1 }),
    /** When the first of them was made. */
    since: Instant,
    /** Until when it can be undone; null when there is nothing to undo, it was changed again, or it is too late. */
    undoableUntil: Nullable(Instant),
    /** Whether what was there before can be read, and given back field by field. */
    comparable: Type.Boolean(),
  },
  { $id: 'Change', additionalProperties: false },
)
export type Change = Static<typeof Change>

export const listChangesOf = defineRoute({
  method: 'GET',
  url: '/api/v1/history/:object/:id',
  config: { access: 'reader' },
  schema: {
    operationId: 'listChangesOf',
    summary: 'History of one object, newest first; changes soon after each other are one line',
    tags: ['changes'],
    params: Type.Object({ object: Ref(ObjectType), id: Id }, { additionalProperties: false }),
    response: {
      200: Type.Object(
        { items: Type.Array(Ref(Change)), next: Nullable(Type.String()) },
        { additionalProperties: false },
      ),
      ...problems(401, 403),
    },
  },
})

/** For how many days what was deleted can be brought back. */
export const restorableDays = 30

/** One line of the history of everything: what one request did with objects of one kind. */
export const HistoryEntry = Type.Object(
  {
    ...Change.properties,
    object: Ref(ObjectType),
    objectId: Id,
    /** With how many objects; the line names the last of them. */
    count: Type.Integer({ minimum: 1 }),
    /** What it is called; null when it is gone, or has no name. */
    name: Nullable(Type.String()),
    /** Whether its page is still there. */
    present: Type.Boolean(),
    /** The meeting that it belongs to. */
    meeting: Nullable(Type.Object({ id: Id, name: Type.String() }, { additionalProperties: false })),
  },
  { $id: 'HistoryEntry', additionalProperties: false },
)
export type HistoryEntry = Static<typeof HistoryEntry>

/** Whose changes: of the office, of the people who sign up, of the service itself. */
export const HistoryActor = Type.Enum(['office', 'people', 'service'], { $id: 'HistoryActor' })

export const HistoryQuery = Type.Object(
  {
    cursor: listQuery.cursor,
    limit: listQuery.limit,
    object: Type.Optional(Ref(ObjectType)),
    actor: Type.Optional(Ref(HistoryActor)),
    /** Of one account. */
    accountId: Type.Optional(Id),
    /** Days where the network lives, both included. */
    from: Type.Optional(LocalDate),
    to: Type.Optional(LocalDate),
    /** Only what can be undone. */
    undoable: Type.Optional(Type.Boolean()),
    /** Only what was deleted and can be brought back. */
    deleted: Type.Optional(Type.Boolean()),
    /** The single changes of this line. */
    partsOf: Type.Optional(Id),
  },
  { additionalProperties: false },
)
export type HistoryQuery = Static<typeof HistoryQuery>

export const listHistory = defineRoute({
  method: 'GET',
  url: '/api/v1/history',
  config: { access: 'reader' },
  schema: {
    operationId: 'listHistory',
    summary:
      'What was changed, newest first; what one request did with many, or one person soon after each other, is one line',
    tags: ['changes'],
    querystring: HistoryQuery,
    response: { 200: pageOf(Ref(HistoryEntry)), ...problems(401, 403) },
  },
})

export const undoChange = defineRoute({
  method: 'POST',
  url: '/api/v1/history/:id/undo',
  config: { access: 'coordinator' },
  schema: {
    operationId: 'undoChange',
    summary: 'Undo a line of the history: bring back what was deleted, register again who was withdrawn',
    tags: ['changes'],
    params: IdParams,
    response: {
      200: Type.Object(
        {
          /** What became of those who were withdrawn; null where something was brought back. */
          batch: Nullable(Ref(BatchResult)),
        },
        { additionalProperties: false },
      ),
      ...problems(401, 403, 404, 409),
    },
  },
})

/**
 * What a change did to one field. `told`: people hear of it by mail, so it is changed where that is said; `held`: the
 * meeting is concluded, and it is history. Values are as the API reads them; undefined ones are null.
 */
export const ComparedField = Type.Object(
  {
    field: Type.String(),
    before: Type.Unknown(),
    after: Type.Unknown(),
    now: Type.Unknown(),
    standing: Type.Enum(['as_changed', 'changed_since', 'as_before']),
    hindrance: Nullable(Type.Enum(['told', 'held'])),
  },
  { $id: 'ComparedField', additionalProperties: false },
)
export type ComparedField = Static<typeof ComparedField>

/** A change beside what holds now. */
export const Comparison = Type.Object(
  {
    /** Of the object as it is now, for If-Match. */
    version: Type.Integer({ minimum: 0 }),
    object: Ref(ObjectType),
    objectId: Id,
    fields: Type.Array(Ref(ComparedField)),
    /** What the ids in the values are called. */
    names: Type.Record(Type.String(), Type.String()),
  },
  { $id: 'Comparison', additionalProperties: false },
)
export type Comparison = Static<typeof Comparison>

const run = Type.Optional(
  Type.Boolean({ description: 'The whole run of changes that ends with this one, not this one alone.' }),
)

export const compareChange = defineRoute({
  method: 'GET',
  url: '/api/v1/history/:id',
  config: { access: 'coordinator' },
  schema: {
    operationId: 'compareChange',
    summary: 'What the fields of a change held before and after it, and hold now',
    tags: ['changes'],
    params: IdParams,
    querystring: Type.Object({ run }, { additionalProperties: false }),
    response: { 200: Ref(Comparison), ...problems(401, 403, 404) },
  },
})

export const undoFields = defineRoute({
  method: 'POST',
  url: '/api/v1/history/:id/undo-fields',
  config: { access: 'coordinator' },
  schema: {
    operationId: 'undoFields',
    summary: 'Give fields of a change the values they had before, as a new change, by the rules of editing',
    tags: ['changes'],
    params: IdParams,
    headers: ifMatch,
    body: Type.Object(
      { fields: Type.Array(Type.String({ maxLength: 60 }), { minItems: 1, maxItems: 40, uniqueItems: true }), run },
      { additionalProperties: false },
    ),
    response: { 200: Ref(Comparison), ...problems(401, 403, 404, 409, 412, 428) },
  },
})

/** Server-sent events: one `change` event per committed change, `{ seq, object, id, kind }`, in commit order. */
export const streamChanges = defineRoute({
  method: 'GET',
  url: '/api/v1/live',
  config: { access: 'reader' },
  schema: {
    operationId: 'streamChanges',
    summary: 'Live updates (server-sent events)',
    tags: ['changes'],
    headers: Type.Object({ 'last-event-id': Type.Optional(Type.String({ maxLength: 20, pattern: '^[0-9]*$' })) }),
    response: {
      200: { description: 'A stream that stays open', content: { 'text/event-stream': { schema: Type.String() } } },
      ...problems(401, 403),
    },
  },
})

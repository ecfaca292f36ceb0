import { Type, type Static } from 'typebox'
import { Id, Instant, Nullable, problems } from './common.ts'
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
    'view',
    'barrier_report',
    'mail',
    'mail_template',
  ],
  { $id: 'ObjectType' },
)
export type ObjectType = Static<typeof ObjectType>

/** One line of an object's history: who did what when; no values. */
export const Change = Type.Object(
  { id: Id, kind: Type.String(), fields: Type.Array(Type.String()), actor: Type.String(), at: Instant },
  { $id: 'Change', additionalProperties: false },
)
export type Change = Static<typeof Change>

export const listChangesOf = defineRoute({
  method: 'GET',
  url: '/api/v1/history/:object/:id',
  config: { access: 'reader' },
  schema: {
    operationId: 'listChangesOf',
    summary: 'History of one object, newest first',
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

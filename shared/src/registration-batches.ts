import { Type, type Static } from 'typebox'
import { Attends } from './attendance-modes.ts'
import { Id, IdParams, Nullable, idempotencyKey, problems } from './common.ts'
import { RefusalReason, RegistrationQuery } from './registrations.ts'
import { Ref, defineRoute } from './route.ts'

/** How many registrations one request can take on. */
export const batchLimit = 500

/** Registrations that were chosen one by one. */
export const ChosenRegistrations = Type.Array(Id, { minItems: 1, maxItems: batchLimit, uniqueItems: true })

/**
 * What became of one registration. `withdrawn`, `confirmed`, `waitlisted`, `pending`, `refused`: where it is now. `unchanged`:
 * there was nothing to do. `changed`: takes part the other way. `full`: no place of the other kind was free. `begun`: waits for
 * a seat, and the meeting has begun, so that nobody gets one any more.
 * `registered_again`: the person has signed up anew meanwhile. `not_found`: no registration of this meeting.
 */
export const BatchOutcome = Type.Enum(
  [
    'withdrawn',
    'confirmed',
    'waitlisted',
    'pending',
    'refused',
    'unchanged',
    'changed',
    'full',
    'begun',
    'registered_again',
    'not_found',
  ],
  { $id: 'BatchOutcome' },
)
export type BatchOutcome = Static<typeof BatchOutcome>

export const RegistrationBatch = Type.Object(
  {
    registrationIds: ChosenRegistrations,
    /** Whether people are told by mail. Who gets no seat back is told in any case. */
    notify: Type.Boolean(),
  },
  { $id: 'RegistrationBatch', additionalProperties: false },
)
export type RegistrationBatch = Static<typeof RegistrationBatch>

export const BatchResult = Type.Object(
  {
    items: Type.Array(
      Type.Object(
        {
          id: Id,
          /** "Ada Lovelace"; null when there is no such registration. */
          name: Nullable(Type.String()),
          outcome: Ref(BatchOutcome),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { $id: 'BatchResult', additionalProperties: false },
)
export type BatchResult = Static<typeof BatchResult>

/** The same, with whether a switch back would find a place for somebody: what came free may have gone to those who wait. */
export const SwitchResult = Type.Object(
  { ...BatchResult.properties, reversible: Type.Boolean() },
  { $id: 'SwitchResult', additionalProperties: false },
)
export type SwitchResult = Static<typeof SwitchResult>

const { cursor: _cursor, limit: _limit, ...filter } = RegistrationQuery.properties
/** The filters and the order of the list, without its pages. */
export const RegistrationFilter = Type.Object(filter, { additionalProperties: false })
export type RegistrationFilter = Static<typeof RegistrationFilter>

const tags = ['registrations'] as const
const config = { access: 'coordinator' } as const

export const listRegistrationIds = defineRoute({
  method: 'GET',
  url: '/api/v1/meetings/:id/registration-ids',
  config,
  schema: {
    operationId: 'listRegistrationIds',
    summary: 'All that a filter finds: how many, and the ids of as many as one batch takes',
    tags,
    params: IdParams,
    querystring: RegistrationFilter,
    response: {
      200: Type.Object({ total: Type.Integer(), ids: Type.Array(Id) }, { additionalProperties: false }),
      ...problems(401, 403, 404),
    },
  },
})

/** The same, with what all of them are told. */
export const RefusalBatch = Type.Object(
  { ...RegistrationBatch.properties, reason: Type.Optional(RefusalReason) },
  { $id: 'RefusalBatch', additionalProperties: false },
)
export type RefusalBatch = Static<typeof RefusalBatch>

/** On site or online, at a mixed meeting. */
export const AttendsBatch = Type.Object(
  { ...RegistrationBatch.properties, attends: Ref(Attends) },
  { $id: 'AttendsBatch', additionalProperties: false },
)
export type AttendsBatch = Static<typeof AttendsBatch>

const batch = <
  const OperationId extends string,
  const Path extends string,
  const Body extends typeof RegistrationBatch | typeof RefusalBatch | typeof AttendsBatch,
  const Result extends typeof BatchResult | typeof SwitchResult = typeof BatchResult,
>(
  operationId: OperationId,
  path: Path,
  summary: string,
  body: Body,
  result: Result = BatchResult as Result,
) =>
  defineRoute({
    method: 'POST',
    url: `/api/v1/meetings/:id/registrations/${path}`,
    config,
    schema: {
      operationId,
      summary,
      tags,
      params: IdParams,
      headers: idempotencyKey,
      body: Ref(body),
      response: { 200: Ref(result), ...problems(401, 403, 404, 409) },
    },
  })
export const withdrawRegistrations = batch(
  'withdrawRegistrations',
  'withdraw',
  'Withdraw for many at once; the free seats are offered afterwards, to those who wait and are not among them',
  RegistrationBatch,
)
export const restoreRegistrations = batch(
  'restoreRegistrations',
  'restore',
  'Undo the withdrawal of many, in the order in which they signed up; decided anew by the room there is',
  RegistrationBatch,
)
export const approveRegistrations = batch(
  'approveRegistrations',
  'approve',
  'Let many come who asked to, in the order in which they did: a seat while one is free for them, else a place in the queue',
  RegistrationBatch,
)
export const refuseRegistrations = batch('refuseRegistrations', 'refuse', 'Refuse many who asked to come', RefusalBatch)
export const reconsiderRegistrations = batch(
  'reconsiderRegistrations',
  'reconsider',
  'Take back the decisions on many requests: they are to be decided on again',
  RegistrationBatch,
)
export const switchRegistrations = batch(
  'switchRegistrations',
  'switch',
  'Have many take part the other way in a mixed meeting, in the order in which they signed up, while there are places of that kind',
  AttendsBatch,
  SwitchResult,
)

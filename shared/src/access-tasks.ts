import { Type, type Static } from 'typebox'
import { Id, IdParams, Instant, Nullable, OptionalLine, problems } from './common.ts'
import { Ref, defineRoute } from './route.ts'

/** How many days before the meeting something is due, as long as nobody chooses otherwise: interpreters are booked early. */
export const usualDays = { interpreter: 14, stepFree: 7 } as const

/** Language to interpret ("Arabisch"); null: a place without steps. Upper and lower case are the same. */
const interpreter = Nullable(OptionalLine(80))
const daysBefore = Type.Integer({ minimum: 0, maximum: 90 })

/** What is to be organised for people who need it. It names nobody: who they are stands in their registrations. */
export const AccessTask = Type.Object(
  {
    interpreter,
    /** How many of those who have a seat need it now; none, when they have withdrawn after it was done. */
    people: Type.Integer(),
    daysBefore,
    /** Moves with the meeting. */
    dueAt: Instant,
    owner: Nullable(Type.Object({ id: Id, name: Type.String() }, { additionalProperties: false })),
    /** Null while it is open, or open again because more people need it. */
    doneAt: Nullable(Instant),
    /** For how many it was done, also when more need it now. */
    doneFor: Nullable(Type.Integer()),
  },
  { $id: 'AccessTask', additionalProperties: false },
)
export type AccessTask = Static<typeof AccessTask>

export const AccessTasks = Type.Object(
  {
    items: Type.Array(Ref(AccessTask)),
    /** Who may see to it. */
    owners: Type.Array(Type.Object({ id: Id, name: Type.String() }, { additionalProperties: false })),
  },
  { $id: 'AccessTasks', additionalProperties: false },
)
export type AccessTasks = Static<typeof AccessTasks>

/** What is decided about one task; what is not named stays. */
export const AccessTaskDecision = Type.Object(
  {
    interpreter,
    ownerId: Type.Optional(Nullable(Id)),
    daysBefore: Type.Optional(daysBefore),
    /** True: done for those who need it now. False: open again. */
    done: Type.Optional(Type.Boolean()),
  },
  { $id: 'AccessTaskDecision', additionalProperties: false },
)
export type AccessTaskDecision = Static<typeof AccessTaskDecision>

const config = { access: 'coordinator' } as const
const tags = ['access-tasks'] as const

export const listAccessTasks = defineRoute({
  method: 'GET',
  url: '/api/v1/meetings/:id/access-tasks',
  config,
  schema: {
    operationId: 'listAccessTasks',
    summary: 'What is to be organised for people who need it, soonest due first',
    tags,
    params: IdParams,
    response: { 200: Ref(AccessTasks), ...problems(401, 403, 404) },
  },
})
export const decideAccessTask = defineRoute({
  method: 'POST',
  url: '/api/v1/meetings/:id/access-tasks',
  config,
  schema: {
    operationId: 'decideAccessTask',
    summary: 'Say who sees to a task, until when, and whether it is done; twice is once',
    tags,
    params: IdParams,
    body: Ref(AccessTaskDecision),
    response: { 200: Ref(AccessTasks), ...problems(401, 403, 404, 409) },
  },
})

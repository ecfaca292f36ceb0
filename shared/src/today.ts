import { Type, type Static } from 'typebox'
import { HistoryEntry } from './changes.ts'
import { Id, LocalDate, Nullable, problems } from './common.ts'
import { Meeting } from './meetings.ts'
import { Seats } from './registrations.ts'
import { Ref, defineRoute } from './route.ts'

/**
 * Something that waits for the office. `publish`: a draft whose day comes near. `conclude`: a meeting that is over.
 * `requests`: people about whom the office has not decided yet. `confirm`: people who have not confirmed their address.
 * `needs`: what is to be organised for people who need it at a meeting that comes near, and is not done. `organisations`:
 * names that were typed and belong to no organisation yet. `mails`: addresses at which nothing arrives. `barrier`: a report without an answer. `keys`: API keys of an organisation that end within 14 days. `review`: the accessibility statement. `deletions`: what is final within a week.
 */
export const TaskKind = Type.Enum(
  [
    'publish',
    'conclude',
    'requests',
    'confirm',
    'needs',
    'organisations',
    'mails',
    'barrier',
    'keys',
    'review',
    'deletions',
  ],
  { $id: 'TaskKind' },
)
export type TaskKind = Static<typeof TaskKind>

export const Task = Type.Object(
  {
    kind: Ref(TaskKind),
    /** How many people, tasks, addresses, objects. */
    count: Type.Integer({ minimum: 1 }),
    /** The day it is about or due on. */
    day: Nullable(LocalDate),
    overdue: Type.Boolean(),
    meeting: Nullable(Type.Object({ id: Id, name: Type.String() }, { additionalProperties: false })),
    /** The report of a barrier. */
    barrierReport: Nullable(Type.Object({ id: Id, reference: Type.String() }, { additionalProperties: false })),
    /** Whose keys end. */
    organisation: Nullable(Type.Object({ id: Id, name: Type.String() }, { additionalProperties: false })),
  },
  { $id: 'Task', additionalProperties: false },
)
export type Task = Static<typeof Task>

/** What a new network needs, and whether it is there. */
export const FirstSteps = Type.Object(
  {
    office: Type.Boolean(),
    texts: Type.Boolean(),
    mail: Type.Boolean(),
    venue: Type.Boolean(),
    meeting: Type.Boolean(),
    colleagues: Type.Boolean(),
  },
  { $id: 'FirstSteps', additionalProperties: false },
)
export type FirstSteps = Static<typeof FirstSteps>

export const Today = Type.Object(
  {
    next: Nullable(
      Type.Object(
        {
          meeting: Ref(Meeting),
          seats: Ref(Seats),
          /** How many of those who come need something; null for those who may not know. */
          needs: Nullable(Type.Integer()),
        },
        { additionalProperties: false },
      ),
    ),
    /** What is most pressing first. */
    tasks: Type.Array(Ref(Task)),
    /** The last changes. */
    activity: Type.Array(Ref(HistoryEntry)),
    /** Null once everything is there, or the office wants to see it no more. */
    firstSteps: Nullable(Ref(FirstSteps)),
  },
  { $id: 'Today', additionalProperties: false },
)
export type Today = Static<typeof Today>

export const getToday = defineRoute({
  method: 'GET',
  url: '/api/v1/today',
  config: { access: 'reader' },
  schema: {
    operationId: 'getToday',
    summary: 'The next meeting, what is to be done, and what happened last',
    tags: ['today'],
    response: { 200: Ref(Today), ...problems(401, 403) },
  },
})

import { Type, type Static } from 'typebox'
import {
  Id,
  IdParams,
  Line,
  NoContent,
  Nullable,
  Prose,
  idempotencyKey,
  ifMatch,
  listQuery,
  mergePatch,
  pageOf,
  problems,
  recordFields,
} from './common.ts'
import { Ref, defineRoute } from './route.ts'

/** Life of a working group: opened as people need it, put to rest, concluded. */
export const WorkingGroupState = Type.Enum(['proposed', 'active', 'dormant', 'concluded'], { $id: 'WorkingGroupState' })
export type WorkingGroupState = Static<typeof WorkingGroupState>

const fields = { name: Line(120), summary: Nullable(Prose(2000)), state: Ref(WorkingGroupState) }

export const WorkingGroup = Type.Object(
  { ...recordFields, ...fields },
  { $id: 'WorkingGroup', additionalProperties: false },
)
export type WorkingGroup = Static<typeof WorkingGroup>

/** The short form that other objects carry. */
export const WorkingGroupName = Type.Object(
  { id: Id, name: Type.String() },
  { $id: 'WorkingGroupName', additionalProperties: false },
)
export type WorkingGroupName = Static<typeof WorkingGroupName>

/** A new group begins as proposed or active. */
export const NewWorkingGroup = Type.Object(
  {
    name: fields.name,
    summary: Type.Optional(fields.summary),
    state: Type.Optional(Type.Enum(['proposed', 'active'])),
  },
  { $id: 'NewWorkingGroup', additionalProperties: false },
)
export type NewWorkingGroup = Static<typeof NewWorkingGroup>

export const WorkingGroupChanges = Type.Partial(Type.Object(fields), {
  $id: 'WorkingGroupChanges',
  additionalProperties: false,
  minProperties: 1,
})
export type WorkingGroupChanges = Static<typeof WorkingGroupChanges>

export const WorkingGroupQuery = Type.Object(
  {
    ...listQuery,
    state: Type.Optional(Ref(WorkingGroupState)),
    sort: Type.Optional(Type.Enum(['name', '-name', '-createdAt'])),
  },
  { additionalProperties: false },
)
export type WorkingGroupQuery = Static<typeof WorkingGroupQuery>

const tags = ['working-groups'] as const
const config = { access: 'coordinator' } as const

export const listWorkingGroups = defineRoute({
  method: 'GET',
  url: '/api/v1/working-groups',
  config: { access: 'reader' },
  schema: {
    operationId: 'listWorkingGroups',
    summary: 'Working groups (Handlungsfelder)',
    tags,
    querystring: WorkingGroupQuery,
    response: { 200: pageOf(Ref(WorkingGroup)), ...problems(401, 403) },
  },
})
export const createWorkingGroup = defineRoute({
  method: 'POST',
  url: '/api/v1/working-groups',
  config,
  schema: {
    operationId: 'createWorkingGroup',
    summary: 'Enter a working group',
    tags,
    headers: idempotencyKey,
    body: Ref(NewWorkingGroup),
    response: { 201: Ref(WorkingGroup), ...problems(401, 403, 409) },
  },
})
export const getWorkingGroup = defineRoute({
  method: 'GET',
  url: '/api/v1/working-groups/:id',
  config: { access: 'reader' },
  schema: {
    operationId: 'getWorkingGroup',
    summary: 'Read a working group',
    tags,
    params: IdParams,
    response: { 200: Ref(WorkingGroup), ...problems(401, 403, 404) },
  },
})
export const changeWorkingGroup = defineRoute({
  method: 'PATCH',
  url: '/api/v1/working-groups/:id',
  config,
  schema: {
    operationId: 'changeWorkingGroup',
    summary: 'Change a working group',
    tags,
    consumes: mergePatch,
    params: IdParams,
    headers: ifMatch,
    body: Ref(WorkingGroupChanges),
    response: { 200: Ref(WorkingGroup), ...problems(401, 403, 404, 409, 412, 428) },
  },
})
export const deleteWorkingGroup = defineRoute({
  method: 'DELETE',
  url: '/api/v1/working-groups/:id',
  config,
  schema: {
    operationId: 'deleteWorkingGroup',
    summary: 'Delete a working group (undoable for 30 days)',
    tags,
    params: IdParams,
    headers: ifMatch,
    response: { 204: NoContent, ...problems(401, 403, 404, 409, 412, 428) },
  },
})
export const restoreWorkingGroup = defineRoute({
  method: 'POST',
  url: '/api/v1/working-groups/:id/restore',
  config,
  schema: {
    operationId: 'restoreWorkingGroup',
    summary: 'Undo the deletion of a working group',
    tags,
    params: IdParams,
    response: { 200: Ref(WorkingGroup), ...problems(401, 403, 404, 409) },
  },
})

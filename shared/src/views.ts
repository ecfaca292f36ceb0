import { Type, type Static } from 'typebox'
import {
  IdParams,
  Line,
  NoContent,
  idempotencyKey,
  ifMatch,
  listQuery,
  mergePatch,
  pageOf,
  problems,
  recordFields,
} from './common.ts'
import { RegistrationFilter } from './registration-batches.ts'
import { Ref, defineRoute } from './route.ts'

const fields = {
  name: Line(60),
  /** As in the list of registrations, whichever meeting it is of. */
  filter: RegistrationFilter,
}

/** Filters and order of the list of registrations under a name, for the whole office and every meeting. */
export const View = Type.Object({ ...recordFields, ...fields }, { $id: 'View', additionalProperties: false })
export type View = Static<typeof View>

export const NewView = Type.Object(fields, { $id: 'NewView', additionalProperties: false })
export type NewView = Static<typeof NewView>

export const ViewChanges = Type.Partial(Type.Object(fields), {
  $id: 'ViewChanges',
  additionalProperties: false,
  minProperties: 1,
})
export type ViewChanges = Static<typeof ViewChanges>

const tags = ['views'] as const
const config = { access: 'coordinator' } as const

export const listViews = defineRoute({
  method: 'GET',
  url: '/api/v1/views',
  config: { access: 'reader' },
  schema: {
    operationId: 'listViews',
    summary: 'Saved views of the list of registrations, by name',
    tags,
    querystring: Type.Object({ cursor: listQuery.cursor, limit: listQuery.limit }, { additionalProperties: false }),
    response: { 200: pageOf(Ref(View)), ...problems(401, 403) },
  },
})
export const createView = defineRoute({
  method: 'POST',
  url: '/api/v1/views',
  config,
  schema: {
    operationId: 'createView',
    summary: 'Save a view',
    tags,
    headers: idempotencyKey,
    body: Ref(NewView),
    response: { 201: Ref(View), ...problems(401, 403, 409) },
  },
})
export const getView = defineRoute({
  method: 'GET',
  url: '/api/v1/views/:id',
  config: { access: 'reader' },
  schema: {
    operationId: 'getView',
    summary: 'Read a view',
    tags,
    params: IdParams,
    response: { 200: Ref(View), ...problems(401, 403, 404) },
  },
})
export const changeView = defineRoute({
  method: 'PATCH',
  url: '/api/v1/views/:id',
  config,
  schema: {
    operationId: 'changeView',
    summary: 'Change a view',
    tags,
    consumes: mergePatch,
    params: IdParams,
    headers: ifMatch,
    body: Ref(ViewChanges),
    response: { 200: Ref(View), ...problems(401, 403, 404, 409, 412, 428) },
  },
})
export const deleteView = defineRoute({
  method: 'DELETE',
  url: '/api/v1/views/:id',
  config,
  schema: {
    operationId: 'deleteView',
    summary: 'Delete a view (undoable for 30 days)',
    tags,
    params: IdParams,
    headers: ifMatch,
    response: { 204: NoContent, ...problems(401, 403, 404, 412, 428) },
  },
})
export const restoreView = defineRoute({
  method: 'POST',
  url: '/api/v1/views/:id/restore',
  config,
  schema: {
    operationId: 'restoreView',
    summary: 'Undo the deletion of a view',
    tags,
    params: IdParams,
    response: { 200: Ref(View), ...problems(401, 403, 404, 409) },
  },
})

import { Type, type Static } from 'typebox'
import {
  Email,
  IdParams,
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
import { Ref, defineRoute } from './route.ts'

/** Known, known not to be, or not asked yet. */
const KnownOrNot = Nullable(Type.Boolean())

const fields = {
  name: Line(120),
  street: Nullable(OptionalLine(120)),
  postalCode: Nullable(Type.String({ pattern: '^[0-9]{5}$' })),
  municipality: Line(80),
  /** Seats in the largest room. */
  capacity: Nullable(Type.Integer({ minimum: 1, maximum: 100_000 })),
  stepFree: KnownOrNot,
  accessibleToilet: KnownOrNot,
  inductionLoop: KnownOrNot,
  /** How to get there and park: bus stop, car park, which door. */
  directions: Nullable(Prose(1000)),
  contactName: Nullable(OptionalLine(120)),
  contactEmail: Nullable(Email),
  contactPhone: Nullable(OptionalLine(40)),
}
const { name, municipality, ...optional } = fields

export const Venue = Type.Object({ ...recordFields, ...fields }, { $id: 'Venue', additionalProperties: false })
export type Venue = Static<typeof Venue>

export const NewVenue = Type.Object(
  { name, municipality, ...Type.Partial(Type.Object(optional)).properties },
  { $id: 'NewVenue', additionalProperties: false },
)
export type NewVenue = Static<typeof NewVenue>

export const VenueChanges = Type.Partial(Type.Object(fields), {
  $id: 'VenueChanges',
  additionalProperties: false,
  minProperties: 1,
})
export type VenueChanges = Static<typeof VenueChanges>

export const VenueQuery = Type.Object(
  {
    ...listQuery,
    municipality: Type.Optional(OptionalLine(80)),
    sort: Type.Optional(Type.Enum(['name', '-name', '-createdAt'])),
  },
  { additionalProperties: false },
)
export type VenueQuery = Static<typeof VenueQuery>

const tags = ['venues'] as const
const config = { access: 'coordinator' } as const

export const listVenues = defineRoute({
  method: 'GET',
  url: '/api/v1/venues',
  config: { access: 'reader' },
  schema: {
    operationId: 'listVenues',
    summary: 'Places where the network meets',
    tags,
    querystring: VenueQuery,
    response: { 200: pageOf(Ref(Venue)), ...problems(401, 403) },
  },
})
export const createVenue = defineRoute({
  method: 'POST',
  url: '/api/v1/venues',
  config,
  schema: {
    operationId: 'createVenue',
    summary: 'Enter a venue',
    tags,
    headers: idempotencyKey,
    body: Ref(NewVenue),
    response: { 201: Ref(Venue), ...problems(401, 403, 409) },
  },
})
export const getVenue = defineRoute({
  method: 'GET',
  url: '/api/v1/venues/:id',
  config: { access: 'reader' },
  schema: {
    operationId: 'getVenue',
    summary: 'Read a venue',
    tags,
    params: IdParams,
    response: { 200: Ref(Venue), ...problems(401, 403, 404) },
  },
})
export const changeVenue = defineRoute({
  method: 'PATCH',
  url: '/api/v1/venues/:id',
  config,
  schema: {
    operationId: 'changeVenue',
    summary: 'Change a venue',
    tags,
    consumes: mergePatch,
    params: IdParams,
    headers: ifMatch,
    body: Ref(VenueChanges),
    response: { 200: Ref(Venue), ...problems(401, 403, 404, 409, 412, 428) },
  },
})
export const deleteVenue = defineRoute({
  method: 'DELETE',
  url: '/api/v1/venues/:id',
  config,
  schema: {
    operationId: 'deleteVenue',
    summary: 'Delete a venue (undoable for 30 days)',
    tags,
    params: IdParams,
    headers: ifMatch,
    response: { 204: NoContent, ...problems(401, 403, 404, 409, 412, 428) },
  },
})
export const restoreVenue = defineRoute({
  method: 'POST',
  url: '/api/v1/venues/:id/restore',
  config,
  schema: {
    operationId: 'restoreVenue',
    summary: 'Undo the deletion of a venue',
    tags,
    params: IdParams,
    response: { 200: Ref(Venue), ...problems(401, 403, 404, 409) },
  },
})

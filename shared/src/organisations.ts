import { Type, type Static } from 'typebox'
import {
  Id,
  IdParams,
  Line,
  NoContent,
  Nullable,
  OptionalLine,
  idempotencyKey,
  ifMatch,
  listQuery,
  mergePatch,
  pageOf,
  problems,
  recordFields,
} from './common.ts'
import { Ref, defineRoute } from './route.ts'

/** Where an organisation belongs; the mix of sectors is what the network is about. */
export const Sector = Type.Enum(
  ['administration', 'civil_society', 'welfare_and_advice', 'business', 'education_and_research', 'other'],
  { $id: 'Sector' },
)
export type Sector = Static<typeof Sector>

const fields = {
  name: Line(120),
  sector: Ref(Sector),
  municipality: Nullable(OptionalLine(80)),
  website: Nullable(Type.String({ maxLength: 200, pattern: '^https?://[^\\s]+$' })),
  /** Other names under which people look for it or type it. */
  aliases: Type.Array(Line(120), { maxItems: 30, uniqueItems: true }),
}

export const Organisation = Type.Object(
  { ...recordFields, ...fields },
  { $id: 'Organisation', additionalProperties: false },
)
export type Organisation = Static<typeof Organisation>

export const NewOrganisation = Type.Object(
  {
    name: fields.name,
    sector: fields.sector,
    ...Type.Partial(
      Type.Object({ municipality: fields.municipality, website: fields.website, aliases: fields.aliases }),
    ).properties,
  },
  { $id: 'NewOrganisation', additionalProperties: false },
)
export type NewOrganisation = Static<typeof NewOrganisation>

export const OrganisationChanges = Type.Partial(Type.Object(fields), {
  $id: 'OrganisationChanges',
  additionalProperties: false,
  minProperties: 1,
})
export type OrganisationChanges = Static<typeof OrganisationChanges>

export const OrganisationQuery = Type.Object(
  {
    ...listQuery,
    sector: Type.Optional(Ref(Sector)),
    municipality: Type.Optional(OptionalLine(80)),
    sort: Type.Optional(Type.Enum(['name', '-name', '-createdAt'])),
  },
  { additionalProperties: false },
)
export type OrganisationQuery = Static<typeof OrganisationQuery>

const tags = ['organisations'] as const
const config = { access: 'coordinator' } as const

export const listOrganisations = defineRoute({
  method: 'GET',
  url: '/api/v1/organisations',
  config: { access: 'reader' },
  schema: {
    operationId: 'listOrganisations',
    summary: 'Organisations of the network',
    tags,
    querystring: OrganisationQuery,
    response: { 200: pageOf(Ref(Organisation)), ...problems(401, 403) },
  },
})
export const createOrganisation = defineRoute({
  method: 'POST',
  url: '/api/v1/organisations',
  config,
  schema: {
    operationId: 'createOrganisation',
    summary: 'Enter an organisation',
    tags,
    headers: idempotencyKey,
    body: Ref(NewOrganisation),
    response: { 201: Ref(Organisation), ...problems(401, 403, 409) },
  },
})
export const getOrganisation = defineRoute({
  method: 'GET',
  url: '/api/v1/organisations/:id',
  config: { access: 'reader' },
  schema: {
    operationId: 'getOrganisation',
    summary: 'One organisation',
    tags,
    params: IdParams,
    response: { 200: Ref(Organisation), ...problems(401, 403, 404) },
  },
})
export const changeOrganisation = defineRoute({
  method: 'PATCH',
  url: '/api/v1/organisations/:id',
  config,
  schema: {
    operationId: 'changeOrganisation',
    summary: 'Change an organisation',
    tags,
    consumes: mergePatch,
    params: IdParams,
    headers: ifMatch,
    body: Ref(OrganisationChanges),
    response: { 200: Ref(Organisation), ...problems(401, 403, 404, 409, 412, 428) },
  },
})
export const deleteOrganisation = defineRoute({
  method: 'DELETE',
  url: '/api/v1/organisations/:id',
  config,
  schema: {
    operationId: 'deleteOrganisation',
    summary: 'Delete an organisation (undoable for 30 days)',
    tags,
    params: IdParams,
    headers: ifMatch,
    response: { 204: NoContent, ...problems(401, 403, 404, 409, 412, 428) },
  },
})
export const restoreOrganisation = defineRoute({
  method: 'POST',
  url: '/api/v1/organisations/:id/restore',
  config,
  schema: {
    operationId: 'restoreOrganisation',
    summary: 'Undo the deletion of an organisation',
    tags,
    params: IdParams,
    response: { 200: Ref(Organisation), ...problems(401, 403, 404, 409) },
  },
})

/** The short form that other objects carry. */
export const OrganisationName = Type.Object(
  { id: Id, name: Type.String() },
  { $id: 'OrganisationName', additionalProperties: false },
)
export type OrganisationName = Static<typeof OrganisationName>

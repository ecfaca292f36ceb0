import { Type, type Static } from 'typebox'
import {
  Email,
  Id,
  IdParams,
  Line,
  LocalDate,
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
import { OrganisationName } from './organisations.ts'
import { Ref, defineRoute } from './route.ts'

/** Whether somebody comes in their job or as a volunteer; belongs to the affiliation. */
export const Engagement = Type.Enum(['professional', 'volunteer'], { $id: 'Engagement' })
export type Engagement = Static<typeof Engagement>

const affiliationFields = {
  role: Nullable(OptionalLine(120)),
  engagement: Nullable(Ref(Engagement)),
  from: Nullable(LocalDate),
  to: Nullable(LocalDate),
}

export const Affiliation = Type.Object(
  { organisation: Ref(OrganisationName), ...affiliationFields },
  { $id: 'Affiliation', additionalProperties: false },
)
export type Affiliation = Static<typeof Affiliation>

export const NewAffiliation = Type.Object(
  { organisationId: Id, ...Type.Partial(Type.Object(affiliationFields)).properties },
  { $id: 'NewAffiliation', additionalProperties: false },
)
export type NewAffiliation = Static<typeof NewAffiliation>

const fields = { firstName: Line(80), lastName: Line(80), email: Nullable(Email) }

export const Person = Type.Object(
  { ...recordFields, ...fields, affiliations: Type.Array(Ref(Affiliation)) },
  { $id: 'Person', additionalProperties: false },
)
export type Person = Static<typeof Person>

const affiliations = Type.Array(Ref(NewAffiliation), { maxItems: 20 })

export const NewPerson = Type.Object(
  {
    firstName: fields.firstName,
    lastName: fields.lastName,
    email: Type.Optional(fields.email),
    affiliations: Type.Optional(affiliations),
  },
  { $id: 'NewPerson', additionalProperties: false },
)
export type NewPerson = Static<typeof NewPerson>

/** `affiliations` replaces the whole list (RFC 7396: arrays replace). */
export const PersonChanges = Type.Partial(Type.Object({ ...fields, affiliations }), {
  $id: 'PersonChanges',
  additionalProperties: false,
  minProperties: 1,
})
export type PersonChanges = Static<typeof PersonChanges>

export const PersonQuery = Type.Object(
  { ...listQuery, organisationId: Type.Optional(Id), sort: Type.Optional(Type.Enum(['name', '-name', '-createdAt'])) },
  { additionalProperties: false },
)
export type PersonQuery = Static<typeof PersonQuery>

const tags = ['people'] as const
const config = { access: 'coordinator' } as const

export const listPeople = defineRoute({
  method: 'GET',
  url: '/api/v1/people',
  config: { access: 'reader' },
  schema: {
    operationId: 'listPeople',
    summary: 'People known to the network',
    tags,
    querystring: PersonQuery,
    response: { 200: pageOf(Ref(Person)), ...problems(401, 403) },
  },
})
export const createPerson = defineRoute({
  method: 'POST',
  url: '/api/v1/people',
  config,
  schema: {
    operationId: 'createPerson',
    summary: 'Enter a person',
    tags,
    headers: idempotencyKey,
    body: Ref(NewPerson),
    response: { 201: Ref(Person), ...problems(401, 403, 409) },
  },
})
export const getPerson = defineRoute({
  method: 'GET',
  url: '/api/v1/people/:id',
  config: { access: 'reader' },
  schema: {
    operationId: 'getPerson',
    summary: 'Read a person',
    tags,
    params: IdParams,
    response: { 200: Ref(Person), ...problems(401, 403, 404) },
  },
})
export const changePerson = defineRoute({
  method: 'PATCH',
  url: '/api/v1/people/:id',
  config,
  schema: {
    operationId: 'changePerson',
    summary: 'Change a person',
    tags,
    consumes: mergePatch,
    params: IdParams,
    headers: ifMatch,
    body: Ref(PersonChanges),
    response: { 200: Ref(Person), ...problems(401, 403, 404, 409, 412, 428) },
  },
})
export const deletePerson = defineRoute({
  method: 'DELETE',
  url: '/api/v1/people/:id',
  config,
  schema: {
    operationId: 'deletePerson',
    summary: 'Delete a person (undoable for 30 days)',
    tags,
    params: IdParams,
    headers: ifMatch,
    response: { 204: NoContent, ...problems(401, 403, 404, 409, 412, 428) },
  },
})
export const restorePerson = defineRoute({
  method: 'POST',
  url: '/api/v1/people/:id/restore',
  config,
  schema: {
    operationId: 'restorePerson',
    summary: 'Undo the deletion of a person',
    tags,
    params: IdParams,
    response: { 200: Ref(Person), ...problems(401, 403, 404, 409) },
  },
})

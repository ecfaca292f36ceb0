import { Type, type Static, type TSchema } from 'typebox'

/**
 * Who may call a route. The server's scopes enforce it, the OpenAPI document prints it.
 * `public`: anybody. `attendee`: the personal link of a registration. `door`: a door link, or an account that may
 * check in. Of accounts (`rolesWith` in accounts.ts) `account`: anybody signed in. `reader`: whoever reads what the office
 * reads. `coordinator`: whoever works in it, and sees what people need. `admin`: admins. `partner`: a key of an
 * organisation, as far as its scopes go.
 */
export type Access = 'public' | 'attendee' | 'door' | 'partner' | 'account' | 'reader' | 'coordinator' | 'admin'

/** What a key of an organisation may be allowed to do. */
export const scopes = [
  'meetings:read',
  'working-groups:read',
  'organisations:read',
  'registrations:read',
  'registrations:write',
] as const
export type Scope = (typeof scopes)[number]

/** One endpoint: method, address, input, every answer. Written once, used by the server, the web and the document. */
export type RouteContract = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Fastify's form, parameters as `:name`. */
  url: string
  /** `scope`: what a key needs to be let in; of routes for partners only, where any live key enters without one. */
  config: { access: Access; scope?: Scope }
  schema: {
    /** Verb + noun, unique: `listMeetings`. */
    operationId: string
    summary: string
    description?: string
    tags: readonly string[]
    params?: TSchema
    querystring?: TSchema
    headers?: TSchema
    body?: TSchema
    consumes?: readonly string[]
    response: Record<number, unknown>
  }
}

/** Keeps the exact types of a contract, so that both sides infer inputs and answers from it. */
export const defineRoute = <const Contract extends RouteContract>(contract: Contract): Contract => contract

/** A typed `$ref` to a shared schema with an `$id`: the document shows a named component, TypeScript keeps the type. */
export const Ref = <const Schema extends TSchema>(schema: Schema) =>
  Type.Unsafe<Static<Schema>>(Type.Ref((schema as { $id?: string }).$id ?? ''))

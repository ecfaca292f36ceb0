import { Type, type Static, type TSchema } from 'typebox'

/**
 * Who may call a route. The server's scopes enforce it, the OpenAPI document prints it.
 * `public`: anybody. `attendee`: the personal link of a registration. `door`: a door link, or an account that may
 * check in. Of accounts (`rolesWith` in accounts.ts) `account`: anybody signed in. `reader`: whoever reads what the office
 * reads. `coordinator`: whoever works in it, and sees what people need. `admin`: admins.
 */
export type Access = 'public' | 'attendee' | 'door' | 'account' | 'reader' | 'coordinator' | 'admin'

/** One endpoint: method, address, input, every answer. Written once, used by the server, the web and the document. */
export type RouteContract = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Fastify's form, parameters as `:name`. */
  url: string
  config: { access: Access }
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

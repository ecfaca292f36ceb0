import { Type, type Static } from 'typebox'
import { Id, IdParams, Instant, Line, Nullable, listQuery, pageOf, problems, recordFields } from './common.ts'
import { Ref, defineRoute, scopes } from './route.ts'

/** What a key of an organisation may do. */
export const ApiKeyScope = Type.Enum([...scopes], { $id: 'ApiKeyScope' })
export type ApiKeyScope = Static<typeof ApiKeyScope>

/** By what programs that look for leaked secrets know one of ours, wherever it turns up. */
export const secretPrefix = 'treffpunkt_'

/** One of the secrets of a key; never the secret itself. */
export const ApiKeySecret = Type.Object(
  {
    /** Its last characters. */
    hint: Type.String(),
    createdAt: Instant,
    /** To the minute. */
    lastUsedAt: Nullable(Instant),
    /** When it ends before its key does, since there is a newer one. */
    endsAt: Nullable(Instant),
  },
  { $id: 'ApiKeySecret', additionalProperties: false },
)
export type ApiKeySecret = Static<typeof ApiKeySecret>

export const ApiKey = Type.Object(
  {
    ...recordFields,
    organisationId: Id,
    name: Type.String(),
    scopes: Type.Array(Ref(ApiKeyScope)),
    state: Type.Enum(['live', 'expired', 'revoked']),
    expiresAt: Instant,
    revokedAt: Nullable(Instant),
    lastUsedAt: Nullable(Instant),
    /** Those that are let in, the newest first: one, or two while it is being rotated. */
    secrets: Type.Array(Ref(ApiKeySecret)),
  },
  { $id: 'ApiKey', additionalProperties: false },
)
export type ApiKey = Static<typeof ApiKey>

/** A key with the secret that only this answer shows. */
export const ApiKeyMade = Type.Object(
  { key: Ref(ApiKey), secret: Type.String() },
  { $id: 'ApiKeyMade', additionalProperties: false },
)
export type ApiKeyMade = Static<typeof ApiKeyMade>

/** Months after which a key ends at the latest. */
export const longestMonths = 24

export const NewApiKey = Type.Object(
  {
    name: Line(80),
    scopes: Type.Array(Ref(ApiKeyScope), { minItems: 1, maxItems: scopes.length, uniqueItems: true }),
    /** Months until it ends. */
    months: Type.Optional(Type.Integer({ minimum: 1, maximum: longestMonths, default: 12 })),
  },
  { $id: 'NewApiKey', additionalProperties: false },
)
export type NewApiKey = Static<typeof NewApiKey>

/** A new secret for a key, and how long the one before is let in beside it. The key is good for some months more from now. */
export const ApiKeyRotation = Type.Object(
  {
    hours: Type.Integer({ minimum: 0, maximum: 24 * 30 }),
    /** Months from now until it ends; never earlier than it would have. */
    months: Type.Optional(Type.Integer({ minimum: 1, maximum: longestMonths, default: 12 })),
  },
  { $id: 'ApiKeyRotation', additionalProperties: false },
)
export type ApiKeyRotation = Static<typeof ApiKeyRotation>

const tags = ['api-keys'] as const
const config = { access: 'coordinator' } as const

export const listApiKeys = defineRoute({
  method: 'GET',
  url: '/api/v1/organisations/:id/api-keys',
  config,
  schema: {
    operationId: 'listApiKeys',
    summary: 'The keys of an organisation, newest first',
    tags,
    params: IdParams,
    querystring: Type.Object({ cursor: listQuery.cursor, limit: listQuery.limit }, { additionalProperties: false }),
    response: { 200: pageOf(Ref(ApiKey)), ...problems(401, 403, 404) },
  },
})
export const createApiKey = defineRoute({
  method: 'POST',
  url: '/api/v1/organisations/:id/api-keys',
  config,
  schema: {
    operationId: 'createApiKey',
    summary: 'Make a key for programs of an organisation; the secret is in this answer only',
    tags,
    params: IdParams,
    body: Ref(NewApiKey),
    response: { 201: Ref(ApiKeyMade), ...problems(401, 403, 404) },
  },
})
export const rotateApiKey = defineRoute({
  method: 'POST',
  url: '/api/v1/api-keys/:id/rotate',
  config,
  schema: {
    operationId: 'rotateApiKey',
    summary: 'A new secret for some months more; the one before is let in for some hours',
    tags,
    params: IdParams,
    body: Ref(ApiKeyRotation),
    response: { 200: Ref(ApiKeyMade), ...problems(401, 403, 404, 409) },
  },
})

const move = <const OperationId extends string, const Path extends string>(
  operationId: OperationId,
  path: Path,
  summary: string,
) =>
  defineRoute({
    method: 'POST',
    url: `/api/v1/api-keys/:id/${path}`,
    config,
    schema: {
      operationId,
      summary,
      tags,
      params: IdParams,
      response: { 200: Ref(ApiKey), ...problems(401, 403, 404, 409) },
    },
  })
export const endEarlierSecret = move('endEarlierSecret', 'end-earlier-secret', 'End the earlier of two secrets now')
export const revokeApiKey = move('revokeApiKey', 'revoke', 'Let a key in no more, from the next request on')
export const restoreApiKey = move('restoreApiKey', 'restore', 'Undo a revocation, within a minute')

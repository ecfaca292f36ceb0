import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { ApiKey, ApiKeyMade, ApiKeyRotation, NewApiKey } from '@treffpunkt/shared/api-keys'
import type { Db, Trx } from '../db/connect.ts'
import { recordChange, type Actor } from '../db/record-change.ts'
import type { FindPartner } from '../http/actor.ts'
import { hashToken } from '../http/keys.ts'
import { lockOrganisation } from '../organisations/queries.ts'
import { problem } from '../problems.ts'
import { findBySecret, getApiKey, lockApiKey } from './queries.ts'
import { hintOf, isSecret, newSecret } from './secrets.ts'

/** A key for programs of an organisation, with the secret that nobody can read again. */
export async function createApiKey(
  trx: Trx,
  actor: Actor,
  organisationId: string,
  { name, scopes, months = 12 }: NewApiKey,
): Promise<ApiKeyMade> {
  await lockOrganisation(trx, organisationId)
  const id = randomUUIDv7()
  await trx
    .insertInto('apiKeys')
    .values({
      id,
      organisationId,
      name: name.trim(),
      scopes,
      expiresAt: sql`now() + make_interval(months => ${months}::integer)`,
    })
    .execute()
  const secret = await addSecret(trx, id, 1)
  const key = await getApiKey(trx, id)
  const { secrets: _, ...after } = key
  await recordChange(trx, actor, { object: 'api_key', id, kind: 'created', after })
  return { key, secret }
}

/**
 * A new secret, with which the key is good for some months more; the one before is let in for some hours, so that a
 * program can change over without a gap.
 * @throws two_secrets while two are let in already: a third would leave nobody knowing which is where.
 */
export async function rotateApiKey(
  trx: Trx,
  actor: Actor,
  id: string,
  { hours, months = 12 }: ApiKeyRotation,
): Promise<ApiKeyMade> {
  const before = await lockLive(trx, id)
  if (before.secrets.length > 1)
    throw problem('two_secrets', 'End the earlier of the two secrets first, then make a new one.')
  await trx
    .deleteFrom('apiKeySecrets')
    .where('apiKeyId', '=', id)
    .where('endsAt', '<=', sql<string>`now()`)
    .execute()
  const { place } = await trx
    .updateTable('apiKeySecrets')
    .set({ endsAt: sql`now() + make_interval(hours => ${hours}::integer)` })
    .where('apiKeyId', '=', id)
    .returning('place')
    .executeTakeFirstOrThrow()
  const secret = await addSecret(trx, id, place === 1 ? 2 : 1)
  const expiresAt = sql<string>`greatest(expires_at, now() + make_interval(months => ${months}::integer))`
  return { key: await changed(trx, actor, id, 'rotated', { expiresAt }), secret }
}

/** Ends the earlier of two secrets now; with one only, nothing is left to do. */
export async function endEarlierSecret(trx: Trx, actor: Actor, id: string): Promise<ApiKey> {
  const before = await lockLive(trx, id)
  if (before.secrets.length < 2) return before
  await trx
    .updateTable('apiKeySecrets')
    .set({ endsAt: sql`now()` })
    .where('apiKeyId', '=', id)
    .where('endsAt', '>', sql<string>`now()`)
    .execute()
  return changed(trx, actor, id, 'secret_ended')
}

/** Lets the key in no more, from the next request on, on every server. Twice is once. */
export async function revokeApiKey(trx: Trx, actor: Actor, id: string): Promise<ApiKey> {
  const before = await lockApiKey(trx, id)
  if (before.revokedAt !== null) return before
  return changed(trx, actor, id, 'revoked', { revokedAt: sql<string>`now()` })
}

/** Undoes a revocation by mistake. @throws conflict after a minute: what was meant then is not doubted later. */
export async function restoreApiKey(trx: Trx, actor: Actor, id: string): Promise<ApiKey> {
  const before = await lockApiKey(trx, id)
  if (before.revokedAt === null) return before
  const { recent } = await trx
    .selectFrom('apiKeys')
    .select(sql<boolean>`revoked_at > now() - interval '1 minute'`.as('recent'))
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  if (!recent) throw problem('conflict', 'A revocation can be undone within a minute. Make a new key.')
  return changed(trx, actor, id, 'restored', { revokedAt: null })
}

/** Who comes with this secret. Its last use is written down at most once a minute. */
export const findPartner =
  (db: Db): FindPartner =>
  async secret => {
    if (!isSecret(secret)) return undefined
    const known = await findBySecret(db, hashToken(secret))
    if (known === undefined) return undefined
    if (known.isStale && !('ended' in known.found))
      await db
        .updateTable('apiKeySecrets')
        .set({ lastUsedAt: sql`now()` })
        .where('id', '=', known.secretId)
        .where(sql<boolean>`last_used_at is null or last_used_at < now() - interval '1 minute'`)
        .execute()
    return known.found
  }

async function lockLive(trx: Trx, id: string): Promise<ApiKey> {
  const key = await lockApiKey(trx, id)
  if (key.state !== 'live') throw problem('conflict', 'The key has ended. Make a new one.')
  return key
}

async function addSecret(trx: Trx, apiKeyId: string, place: number): Promise<string> {
  const secret = newSecret()
  await trx
    .insertInto('apiKeySecrets')
    .values({ id: randomUUIDv7(), apiKeyId, place, secretHash: hashToken(secret), hint: hintOf(secret) })
    .execute()
  return secret
}

async function changed(
  trx: Trx,
  actor: Actor,
  id: string,
  kind: string,
  columns: { revokedAt?: ReturnType<typeof sql<string>> | null; expiresAt?: ReturnType<typeof sql<string>> } = {},
): Promise<ApiKey> {
  await trx
    .updateTable('apiKeys')
    .set({ ...columns, version: sql`version + 1`, updatedAt: sql`now()` })
    .where('id', '=', id)
    .execute()
  await recordChange(trx, actor, { object: 'api_key', id, kind })
  return getApiKey(trx, id)
}

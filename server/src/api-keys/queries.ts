import { sql } from 'kysely'
import type { ApiKey } from '@treffpunkt/shared/api-keys'
import type { Scope } from '@treffpunkt/shared/route'
import type { Db, Trx } from '../db/connect.ts'
import { keysetPage, type Order } from '../db/keyset.ts'
import type { FoundPartner } from '../http/actor.ts'
import { getOrganisation } from '../organisations/queries.ts'
import { notFound } from '../problems.ts'

const newestFirst = {
  key: '-createdAt',
  column: 'k.createdAt',
  idColumn: 'k.id',
  direction: 'desc',
  type: 'timestamptz',
} as const satisfies Order

/** Whether secret `s` of a key that is live is let in. */
const isCurrent = sql<boolean>`(s.ends_at is null or s.ends_at > now())`

const apiKeys = (db: Db) =>
  db
    .selectFrom('apiKeys as k')
    .select([
      'k.id',
      'k.version',
      'k.createdAt',
      'k.updatedAt',
      'k.organisationId',
      'k.name',
      'k.scopes',
      'k.expiresAt',
      'k.revokedAt',
    ])
    .select([
      sql<ApiKey['state']>`case when k.revoked_at is not null then 'revoked'
        when k.expires_at <= now() then 'expired' else 'live' end`.as('state'),
      sql<string | null>`(select max(s.last_used_at) from api_key_secrets s where s.api_key_id = k.id)`.as(
        'lastUsedAt',
      ),
      sql<ApiKey['secrets']>`case when k.revoked_at is not null or k.expires_at <= now() then '[]' else (
        select coalesce(json_agg(json_build_object('hint', s.hint, 'createdAt', s.created_at, 'lastUsedAt', s.last_used_at,
          'endsAt', s.ends_at) order by s.created_at desc, s.id desc), '[]')
        from api_key_secrets s where s.api_key_id = k.id and ${isCurrent}) end`.as('secrets'),
    ])
    .$narrowType<{ scopes: Scope[] }>()

/** The keys of an organisation, the newest first. @throws not_found for an unknown organisation. */
export async function listApiKeys(
  db: Db,
  organisationId: string,
  query: { cursor?: string; limit?: number },
): Promise<{ items: ApiKey[]; next: string | null }> {
  await getOrganisation(db, organisationId)
  const rows = apiKeys(db)
    .select(sql<string>`${sql.ref(newestFirst.column)}::text`.as('sortValue'))
    .where('k.organisationId', '=', organisationId)
  const page = await keysetPage(rows, newestFirst, query)
  return { items: page.rows, next: page.next }
}

export const getApiKey = (db: Db, id: string): Promise<ApiKey> =>
  apiKeys(db).where('k.id', '=', id).executeTakeFirstOrThrow(notFound)

/** Locks the row, then reads it with its secrets. */
export async function lockApiKey(trx: Trx, id: string): Promise<ApiKey> {
  await trx.selectFrom('apiKeys').select('id').where('id', '=', id).forUpdate().executeTakeFirstOrThrow(notFound)
  return getApiKey(trx, id)
}

/** Whose secret has this hash, and whether its last use is to be written down anew; undefined when it is nobody's. */
export async function findBySecret(
  db: Db,
  secretHash: Buffer,
): Promise<{ secretId: string; isStale: boolean; found: FoundPartner } | undefined> {
  const row = await db
    .selectFrom('apiKeySecrets as s')
    .innerJoin('apiKeys as k', 'k.id', 's.apiKeyId')
    .innerJoin('organisations as o', 'o.id', 'k.organisationId')
    .select(['s.id as secretId', 'k.id as keyId', 'k.name as keyName', 'k.scopes', 'k.expiresAt'])
    .select(['o.id as organisationId', 'o.name as organisationName', 's.endsAt as secretEndsAt'])
    .select([
      sql<'expired' | 'revoked' | 'replaced' | null>`case when k.revoked_at is not null then 'revoked'
        when k.expires_at <= now() then 'expired' when not ${isCurrent} then 'replaced' end`.as('ended'),
      sql<boolean>`s.last_used_at is null or s.last_used_at < now() - interval '1 minute'`.as('isStale'),
    ])
    .$narrowType<{ scopes: Scope[] }>()
    .where('s.secretHash', '=', secretHash)
    .where('o.deletedAt', 'is', null)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const { secretId, isStale, ended, ...partner } = row
  return { secretId, isStale, found: ended === null ? partner : { ended } }
}

import pg from 'pg'
import { ConfigError, type Config } from './config.ts'
import type { Connection } from './db/connect.ts'
import { createKeys } from './http/keys.ts'

// The key lies beside the database, so the two can be mixed up: after a restore, or on a second server. Then every link in
// every sent mail would be void, and nobody would notice. The database therefore keeps a fingerprint of its key.

/** What can be kept about a key without giving it away. */
const fingerprintOf = (secret: Buffer): string => createKeys(secret).sign('fingerprint', 'treffpunkt')

/** Whether the database knows this key, another one, or none yet. Changes nothing. */
export const compareKey = (owner: Connection, secret: Buffer): Promise<'same' | 'other' | 'none'> =>
  withClient(owner, async client => {
    const { rows } = await client.query<{ fingerprint: string }>('select fingerprint from known_key')
    if (rows[0] === undefined) return 'none'
    return rows[0].fingerprint === fingerprintOf(secret) ? 'same' : 'other'
  })

/**
 * Makes sure that this is the key of the database; the first one that comes becomes it.
 * @throws ConfigError with a sentence when it is another one.
 */
export async function expectKey(owner: Connection, secret: Buffer, file: Config['secretKeyFile']): Promise<void> {
  await withClient(owner, client =>
    client.query('insert into known_key (fingerprint) values ($1) on conflict do nothing', [fingerprintOf(secret)]),
  )
  if ((await compareKey(owner, secret)) === 'other') throw new ConfigError([otherKey(file)])
}

/** From now on the database belongs to this key. @returns whether it was another one before. */
export async function acceptKey(owner: Connection, secret: Buffer): Promise<boolean> {
  const before = await compareKey(owner, secret)
  if (before !== 'same')
    await withClient(owner, client =>
      client.query(
        `insert into known_key (fingerprint) values ($1)
         on conflict (singleton) do update set fingerprint = excluded.fingerprint, since = now()`,
        [fingerprintOf(secret)],
      ),
    )
  return before === 'other'
}

/** What to do when the key is not that of the database. */
export const otherKey = ({ path, made }: Config['secretKeyFile']): string =>
  `${made ? 'DATA_DIR' : 'SECRET_KEY_FILE'}: ${path} holds another key than the one this database was used with. Bring that one back: it is secret.key in every backup, and the same on all servers. If it is lost or has become known and the new one is to hold, run: npm run cli -- key accept (links and tickets in sent mails are void then).`

async function withClient<T>(owner: Connection, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(owner)
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

import { randomInt } from 'node:crypto'
import pg from 'pg'
import type { DatabaseConfig } from '../config.ts'
import { isCode } from './cluster.ts'

// Two addresses lead to a database server. Before anything is done with them: does each let us in, and do both lead to
// the same database? A mistake is a sentence with the name of the setting.

type ServerDatabase = Extract<DatabaseConfig, { kind: 'server' }>

/** Connects as the owner, and by `DATABASE_URL` as well where that is another address. @throws a sentence. */
export async function proveAddresses(database: ServerDatabase): Promise<void> {
  const owner = await proveOwner(database)
  try {
    await proveServing(database, owner)
  } finally {
    await owner.end()
  }
}

/** A connection by the address of the owner. @throws a sentence that names the setting when there is none. */
export const proveOwner = ({ url, migrationUrl }: ServerDatabase): Promise<pg.Client> =>
  enter(migrationUrl, url === migrationUrl ? 'DATABASE_URL' : 'MIGRATION_DATABASE_URL')

/** @param owner a connection by the address of the owner. @throws a sentence when the other leads nowhere, or elsewhere. */
export async function proveServing({ url, migrationUrl }: ServerDatabase, owner: pg.Client): Promise<void> {
  if (url === migrationUrl) return
  const serving = await enter(url, 'DATABASE_URL')
  try {
    // a lock belongs to one database of one running server: who cannot have it too is in the same one
    const lock = [randomInt(2 ** 31), randomInt(2 ** 31)]
    await owner.query('select pg_advisory_lock($1, $2)', lock)
    const { rows } = await serving.query<{ free: boolean }>('select pg_try_advisory_lock($1, $2) as free', lock)
    if (rows[0]?.free === true)
      throw new Error(
        `DATABASE_URL and MIGRATION_DATABASE_URL name two databases (${placeOf(serving)} and ${placeOf(owner)}): both must lead to the same one, each with its own role.`,
      )
    await owner.query('select pg_advisory_unlock($1, $2)', lock)
  } finally {
    await serving.end()
  }
}

async function enter(url: string, setting: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return client
  } catch (error) {
    await client.end().catch(() => undefined)
    throw new Error(`${setting}: ${complaint(client, setting, error)}`, { cause: error })
  }
}

const serverOf = ({ host, port }: pg.Client) => (host.startsWith('/') ? host : `${host}:${port}`)
const placeOf = (client: pg.Client) => `${client.database} at ${serverOf(client)}`

/** What keeps us out, and what to do. Repeats no password. */
function complaint(client: pg.Client, setting: string, error: unknown): string {
  const [server, user] = [serverOf(client), client.user ?? '']
  const passwordFile = setting.replace('URL', 'PASSWORD_FILE')
  const said = error instanceof Error ? error.message : String(error)
  if (isCode(error, 'ECONNREFUSED', 'ENOENT'))
    return `no PostgreSQL listens at ${server}; start it, or mend host and port.`
  if (isCode(error, 'ENOTFOUND', 'EAI_AGAIN'))
    return `the name ${client.host} leads nowhere; mend it, or look at the DNS of this machine.`
  if (isCode(error, 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH') || /timeout/.test(said))
    return `${server} does not answer; mend host and port, or look for a firewall between.`
  if (isCode(error, '28P01'))
    return `${server} does not take the password of ${user}; put the right one into the file of ${passwordFile}, or into the address.`
  if (/password must be a string/.test(said))
    return `${server} asks for the password of ${user}; name its file in ${passwordFile}.`
  if (isCode(error, '28000'))
    return `${server} does not let ${user} in (${said}); make that role, or allow it in pg_hba.conf.`
  if (isCode(error, '3D000'))
    return `there is no database ${client.database} at ${server}; make it with createdb, or mend its name.`
  if (/does not support SSL/.test(said))
    return `${server} offers no TLS; switch it on there (ssl = on), or leave sslmode out of the address.`
  if (/certificate|altnames/i.test(said))
    return `the certificate of ${server} is not trusted (${said}); name the file of its CA with sslrootcert in the address or in NODE_EXTRA_CA_CERTS, and use the host name that stands in the certificate.`
  return `${server} cannot be used (${said || 'no reason given'}).`
}

import { sql } from 'kysely'
import type { Trx } from '../db/connect.ts'
import { recordChanges, systemActor } from '../db/record-change.ts'
import type { Service } from '../http/service.ts'
import type { JobQueue, Workers } from '../jobs/queue.ts'
import { queueKeyMail } from '../mail/queue.ts'
import { clockIn } from '../texts/languages.ts'

/** How many days before a key ends the office is reminded, the farthest first. */
const reminderDays = [14, 2] as const

/** Looks every hour which keys end soon; may run twice, on several servers. */
export const apiKeyWorkers = ({
  db,
  jobs,
  feed,
}: Pick<Service, 'db' | 'jobs' | 'feed'>): Pick<Workers, 'remind-api-keys'> => ({
  'remind-api-keys': async () => {
    await db.transaction().execute(trx => remind(trx, jobs))
    feed.wake()
  },
})

type Due = { id: string; name: string; expiresAt: string; organisation: string; to: string; timeZone: string }

/**
 * Writes down of which keys the office is reminded, and the mails with their jobs, in one transaction: once, however many
 * servers look. Of what was missed only the nearest is said. Nothing of a key that is revoked or that was renewed: it ends
 * later, or never. Without an address of the office nobody is reminded: that waits until there is one.
 */
async function remind(trx: Trx, jobs: JobQueue): Promise<void> {
  const { rows } = await sql<Due>`
    with due as (
      insert into api_key_reminders (api_key_id, expires_at, days)
      select k.id, k.expires_at, (
          select min(d) from unnest(array[${sql.join(reminderDays)}]::integer[]) d
          where k.expires_at <= now() + make_interval(days => d))
      from api_keys k join organisations o on o.id = k.organisation_id join settings s on s.contact_email is not null
      where k.revoked_at is null and o.deleted_at is null and k.expires_at > now()
        and k.expires_at <= now() + make_interval(days => ${reminderDays[0]}::integer)
      on conflict do nothing returning api_key_id
    )
    select k.id, k.name, k.expires_at, o.name as organisation, s.contact_email as "to", s.time_zone
    from due join api_keys k on k.id = due.api_key_id join organisations o on o.id = k.organisation_id, settings s
    order by k.id`.execute(trx)
  for (const { id, name, expiresAt, organisation, to, timeZone } of rows)
    await queueKeyMail(trx, jobs, {
      apiKeyId: id,
      toAddress: to,
      subject: `Schlüssel „${name}“ von ${organisation} endet am ${clockIn('de', timeZone).moment(expiresAt)}`,
    })
  await recordChanges(
    trx,
    systemActor,
    rows.map(({ id }) => ({ object: 'api_key', id, kind: 'reminded' })),
  )
}

import { sql } from 'kysely'
import { systemActor } from '../db/record-change.ts'
import type { Service } from '../http/service.ts'
import type { Workers } from '../jobs/queue.ts'
import { deleteDue, type RetentionSteps } from '../jobs/retention.ts'
import { resetPassword } from './own.ts'

/** The background work about accounts: the answer to who asks for a link says and takes the same for every address. */
export const accountWorkers = ({
  db,
  jobs,
  feed,
}: Pick<Service, 'db' | 'jobs' | 'feed'>): Pick<Workers, 'reset-password'> => ({
  'reset-password': async ({ email }) => {
    await resetPassword(db, jobs, systemActor, email)
    feed.wake()
  },
})

/** Sessions that ended, and links that let nobody in any more; an invitation is seen until it is taken back. */
export const accountRetention: RetentionSteps = {
  sessions: deleteDue('sessions', sql`expires_at < now() or seen_at < now() - interval '12 hours'`),
  signInLinks: deleteDue('sign_in_links', sql`expires_at < now()`),
  accountLinks: deleteDue(
    'account_links',
    sql`coalesce(used_at, expires_at) < now() - interval '30 days' and (purpose <> 'invitation' or used_at is not null)`,
  ),
}

import { sql } from 'kysely'
import { deleteDue, type RetentionSteps } from '../jobs/retention.ts'

/** Sessions that ended, and links that let nobody in any more. */
export const accountRetention: RetentionSteps = {
  sessions: deleteDue('sessions', sql`expires_at < now() or seen_at < now() - interval '12 hours'`),
  signInLinks: deleteDue('sign_in_links', sql`expires_at < now()`),
}

import { sql } from 'kysely'
import { deleteDue, type RetentionSteps } from '../jobs/retention.ts'

/** Logos that are shown no more stay for pages that are still open; a month is longer than any. */
export const settingsRetention: RetentionSteps = {
  logos: deleteDue(
    'logos',
    sql`created_at < now() - interval '30 days' and not exists (select from settings s where s.logo_id = logos.id)`,
  ),
}

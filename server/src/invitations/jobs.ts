import { sql } from 'kysely'
import { deleteDue, type RetentionSteps } from '../jobs/retention.ts'

/** Who was invited, and did not come, is nobody's business for long: as long as the log of mails is kept. */
export const invitationRetention: RetentionSteps = {
  invitations: deleteDue(
    'invitations',
    sql`(select m.ends_at from meetings m where m.id = meeting_id) < now() - interval '90 days'`,
  ),
}

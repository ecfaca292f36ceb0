import { sql } from 'kysely'
import { deleteDue, type RetentionSteps } from '../jobs/retention.ts'

/** Answers that are kept for repeated requests, and counters of limits that have run out. */
export const requestRetention: RetentionSteps = {
  idempotencyKeys: deleteDue('idempotency_keys', sql`created_at < now() - interval '48 hours'`, 'ctid'),
  rateLimits: deleteDue('rate_limits', sql`expire < extract(epoch from now()) * 1000`, 'key'),
}

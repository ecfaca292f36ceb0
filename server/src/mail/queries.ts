import { sql, type RawBuilder } from 'kysely'
import { addressRefusals, refusalsUntilStop } from '@treffpunkt/shared/mails'
import type { Db } from '../db/connect.ts'
import type { MailKind } from './queue.ts'

/**
 * Mail `e` says of its address that nothing arrives there: refused for good for the address's own sake, not checked by the
 * office since, and nothing was delivered there afterwards.
 */
export const countsAgainstAddress = sql<boolean>`(
  e.reason in (${sql.join(addressRefusals.map(reason => sql.lit(reason)))}) and e.checked_at is null
  and not exists (select from mails s where lower(s.to_address) = lower(e.to_address) and s.status = 'sent' and s.sent_at > e.created_at))`

/** What nobody misses who does not read it: the address is left alone with it once it has refused mails again and again. */
const canWait: readonly MailKind[] = ['message', 'reminder', 'meeting_invitation', 'invitation_reminder']

/** Whether a mail stays unsent, because its address has refused mail for good so often. */
export async function isStopped(db: Db, kind: MailKind, address: string): Promise<boolean> {
  if (!canWait.includes(kind)) return false
  const { rows } = await sql<{ count: number }>`select count(*)::integer as count from mails e
    where lower(e.to_address) = ${address.toLowerCase()} and ${countsAgainstAddress}`.execute(db)
  return (rows[0]?.count ?? 0) >= refusalsUntilStop
}

/** That the address of a mail has been checked: what was refused so far does not count any more. @returns how many. */
export async function markChecked(db: Db, isMeant: RawBuilder<unknown>): Promise<number> {
  const { rows } =
    await sql`update mails e set checked_at = now() where ${isMeant} and ${countsAgainstAddress} returning e.id`.execute(
      db,
    )
  return rows.length
}

import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Trx } from '../db/connect.ts'
import { holdEnd } from './insert-registrations.ts'

/** A form that was filled in, as the page refers to it where the six-digit code is typed. */
export type Attempt = { id: string; until: string }

/**
 * Writes down forms that were filled in, each about a registration that is there.
 * @param forms `email` as it was typed; `codeSent` is false for whoever is registered already.
 * @returns an attempt for each, in their order.
 */
export async function startAttempts(
  trx: Trx,
  forms: { registrationId: string; email: string; codeSent: boolean }[],
): Promise<Attempt[]> {
  const values = forms.map(form => ({ id: randomUUIDv7(), ...form }))
  const { rows } = await sql<{ id: string; until: string }>`
    insert into sign_up_attempts (id, meeting_id, registration_id, email, code_sent, link_version, expires_at)
    select n.id, r.meeting_id, r.id, n.email, n."codeSent", r.link_version, ${holdEnd(sql`m.starts_at`)}
    from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as n (id uuid, "registrationId" uuid, email text, "codeSent" boolean)
      join registrations r on r.id = n."registrationId" join meetings m on m.id = r.meeting_id
    returning id, expires_at as until`.execute(trx)
  const untils = new Map(rows.map(({ id, until }) => [id, until]))
  return values.map(({ id }) => ({ id, until: untils.get(id) ?? '' }))
}

import { sql } from 'kysely'
import type { Writing } from '../db/at-once.ts'

/** A form that was filled in, as the page refers to it where the six-digit code is typed. */
export type Attempt = {
  id: string
  meetingId: string
  registrationId: string
  /** Of the registration, once everything is written. */
  linkVersion: number
  /** As it was typed. */
  email: string
  /** False for whoever is registered already. */
  codeSent: boolean
  until: string
}

/** Forms that were filled in, as a part of the statement that writes their registrations. */
export const attemptsToStart = (attempts: Attempt[]): Writing => sql`attempts as (
  insert into sign_up_attempts (id, meeting_id, registration_id, email, code_sent, link_version, expires_at)
  select id, "meetingId", "registrationId", email, "codeSent", "linkVersion", until
  from jsonb_to_recordset(${JSON.stringify(attempts)}::jsonb) as n (id uuid, "meetingId" uuid, "registrationId" uuid,
    email text, "codeSent" boolean, "linkVersion" integer, until timestamptz))`

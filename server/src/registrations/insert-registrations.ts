import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Attends } from '@treffpunkt/shared/attendance-modes'
import type { Language } from '@treffpunkt/shared/languages'
import { searchText } from '@treffpunkt/shared/names'
import type { Answers } from '@treffpunkt/shared/questions'
import type { Consents, NewRegistration, Registration } from '@treffpunkt/shared/registrations'
import type { SignUp } from '@treffpunkt/shared/sign-up'
import type { Writing } from '../db/at-once.ts'
import type { Trx } from '../db/connect.ts'
import { consentTextVersion, purposesOf } from './consents.ts'
import { storedNeeds } from './needs.ts'
import { newShortCode } from './short-code.ts'

/** Where somebody who is entered stands: they have a seat, wait for one, or ask where the office decides. */
export type Place = 'held' | 'queued' | 'asked'

/** What was filled in about somebody, by themselves or by others. */
export type Input = (SignUp | NewRegistration) & { consents?: Consents; noticeVersion?: number; language?: Language }

/** A registration to be written. */
export type NewRow = {
  id: string
  meeting: { id: string; holdsUntil: string }
  personKey: string | null
  place: Place
  /** How they take part in a mixed meeting. */
  attends: Attends | null
  source: Registration['source']
  /** The organisation whose key entered them. */
  enteredBy?: string | null
  shortCode: string
  input: Input
  answers: Answers
}

/**
 * Registrations of people who are new at their meetings, with what they need, answered and agreed to, as a part of the
 * statement that writes them. Who stands behind another here queues behind them.
 */
export function registrationsToInsert(rows: NewRow[]): Writing {
  const values = rows.map(
    ({ id, meeting, personKey, place, attends, source, enteredBy = null, shortCode, input, answers }, turn) => {
      const byThemselves = source === 'public'
      return {
        turn,
        id,
        meetingId: meeting.id,
        holdsUntil: meeting.holdsUntil,
        personKey,
        status: { asked: 'pending', queued: 'waitlisted', held: byThemselves ? 'unconfirmed' : 'confirmed' }[place],
        attends,
        source,
        enteredBy,
        byThemselves,
        // whom others enter comes without being asked for, where nobody decides
        admitted: !byThemselves && place !== 'asked',
        queued: place !== 'held',
        noticeVersion: input.noticeVersion ?? null,
        shortCode,
        ...columnsOf(input),
        needs: storedNeeds(input.needs ?? null),
        answers,
        consents: (input.consents === undefined ? [] : purposesOf(input.consents)).map(purpose => ({
          id: randomUUIDv7(),
          purpose,
        })),
      }
    },
  )
  return sql`new_registrations as (
    select * from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as n (
      turn integer, id uuid, "meetingId" uuid, "holdsUntil" timestamptz, "personKey" text, status text, attends text, source text, "enteredBy" uuid,
      "byThemselves" boolean, admitted boolean, queued boolean, "noticeVersion" integer, "shortCode" text, "firstName" text,
      "lastName" text, email text, "organisationId" uuid, "organisationTyped" text, sector text, engagement text, language text,
      "searchText" text, needs jsonb, answers jsonb, consents jsonb)
  ), registered as (
    insert into registrations (id, meeting_id, person_key, first_name, last_name, email, organisation_id, organisation_typed,
      sector, engagement, language, search_text, status, attends, source, entered_by, notice_version, short_code,
      address_confirmed_at, admitted_at, expires_at, queued_at)
    select id, "meetingId", "personKey", "firstName", "lastName", email, "organisationId", "organisationTyped",
      sector, engagement, language, "searchText", status, attends, source, "enteredBy", "noticeVersion", "shortCode",
      case when not "byThemselves" then now() end, case when admitted then now() end,
      case when "byThemselves" then "holdsUntil" end,
      -- the clock may read the same twice
      case when queued then clock_timestamp() + turn * interval '1 microsecond' end
    from new_registrations
  ), needing as (
    insert into registration_needs (registration_id, needs) select id, needs from new_registrations where needs is not null
  ), answering as (
    insert into answers (registration_id, question_id, value)
    select n.id, a.key::uuid, a.value from new_registrations n, jsonb_each(n.answers) a
  ), agreeing as (
    insert into consents (id, registration_id, purpose, text_version, language, source)
    select c.id, n.id, c.purpose, ${consentTextVersion}::integer, n.language, 'sign_up'
    from new_registrations n, jsonb_to_recordset(n.consents) as c (id uuid, purpose text)
  )`
}

/** What is filled in, as columns. */
export const columnsOf = (
  input: Pick<
    Input,
    'firstName' | 'lastName' | 'email' | 'organisationId' | 'organisationTyped' | 'sector' | 'engagement' | 'language'
  >,
) => ({
  firstName: input.firstName.trim(),
  lastName: input.lastName.trim(),
  email: input.email?.trim() ?? null,
  organisationId: input.organisationId ?? null,
  organisationTyped: input.organisationId ? null : input.organisationTyped?.trim() || null,
  sector: input.sector ?? null,
  engagement: input.engagement ?? null,
  language: input.language ?? 'de',
  searchText: searchText(input.firstName, input.lastName, input.email, input.organisationTyped),
})

/**
 * What goes into the history: needs and answers, which are kept for a while of their own, stay out of it, and so do the link
 * that somebody came by, which opens things, and others on the form.
 */
export const valuesOf = ({
  needs: _,
  answers: _a,
  invitation: _i,
  colleagues: _c,
  ...values
}: Input & Partial<Pick<SignUp, 'invitation' | 'colleagues'>>) => values

/** A code that nobody at the meeting has. */
export async function freeShortCode(trx: Trx, meetingId: string): Promise<string> {
  for (;;) {
    const code = newShortCode()
    const taken = await trx
      .selectFrom('registrations')
      .select('id')
      .where('meetingId', '=', meetingId)
      .where('shortCode', '=', code)
      .executeTakeFirst()
    if (taken === undefined) return code
  }
}

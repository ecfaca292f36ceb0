import { afterAll, beforeAll, expect, test } from 'vitest'
import { startService, type TestService } from '../../test/service.ts'

// Which tables hold what is a person's own, and which do not: read from the schema, so that a new one, or a new column
// of one that is here, is not forgotten by what people may see and have erased.

let service: TestService
beforeAll(async () => {
  service = await startService()
})
afterAll(() => service.close())

/** Columns that are shown and erased, and columns that say nothing about anybody (ids, versions, derived forms). */
const personal: Record<string, { shown: string; left: string }> = {
  people: {
    shown: 'first_name last_name email created_at updated_at deleted_at',
    left: 'id person_key sort_name search_text version',
  },
  affiliations: { shown: 'organisation_id role engagement from_date to_date', left: 'id person_id' },
  registrations: {
    shown: `meeting_id status address_confirmed_at expires_at queued_at admitted_at refusal_reason first_name last_name email organisation_id
      organisation_typed sector engagement attends short_code source entered_by partner_reference signed_up_by notice_version language created_at updated_at`,
    // erased_at is null wherever there is still somebody to show it to
    left: `id person_id person_key organisation_settled link_version search_text sort_name version erased_at
      substituted_by speaks_alone signed_up_with invitation_id`,
  },
  invitations: {
    shown: 'meeting_id invited_at reminded_at declined_at',
    left: 'id person_id registration_id',
  },
  answers: { shown: 'question_id value', left: 'registration_id' },
  registration_needs: { shown: 'needs', left: 'registration_id' },
  consents: {
    shown: 'purpose text_version language source given_at withdrawn_at',
    left: 'id registration_id',
  },
  sign_up_attempts: {
    shown: 'email created_at expires_at',
    // people: the others on a form for several, for two days
    left: 'id meeting_id registration_id link_version code_sent code_tries people known place',
  },
  mails: {
    shown: 'kind to_address subject status created_at sent_at',
    // sealed_address is of somebody who is erased already
    left: `id language registration_id attempt_id mailing_id attempts failure sealed_address account_id account_link_id
      barrier_report_id barrier_answer_id reminder_id reason reply_code checked_at organisation_id
      trial api_key_id`,
  },
  attendance_entries: {
    shown: 'kind how device_at occurred_at recorded_at organisation_id organisation_typed sector engagement',
    // who entered it is the helper's own
    left: 'id meeting_id position registration_id walk_in_id attendee_id undoes actor_kind actor_id',
  },
  attendance: {
    shown: `meeting_id name_key had_place state arrived_at organisation_id organisation_typed sector engagement newcomer
      new_organisation`,
    left: 'attendee_id registration_id person_id walked_in',
  },
  changes: { shown: 'object kind fields actor_kind at', left: 'id object_id actor_id request_id' },
  change_values: { shown: 'before after', left: 'change_id' },
}

/** Tables in which nobody of those who sign up stands, or not so that it could be said who; and why. */
const others: Record<string, string> = {
  accounts: 'people of the office and the door, who change theirs themselves',
  account_links: 'of accounts',
  sign_in_links: 'of accounts',
  exports: 'who took a list out, and which: no rows of it',
  views: 'filters of the office',
  sessions: 'of accounts',
  door_links: 'helpers at the door; gone a month after the meeting',
  walk_ins:
    'a name alone, which may be anybody’s: no link leads to it, the office takes it out, else the night after 12 months',
  idempotency_keys: 'answers, sealed; those about the erased are emptied',
  rate_limits: 'signed keys',
  barrier_reports: 'known by their number; they go with the last person of an address, else a year after the answer',
  barrier_answers: 'of reports',
  settings: 'the office',
  texts: 'the law',
  logos: 'pictures of the network',
  example_objects: 'ids',
  venues: 'contacts of places',
  organisations: 'organisations',
  organisation_aliases: 'organisations',
  api_keys: 'programs of organisations',
  api_key_secrets: 'hashes',
  api_key_reminders: 'when the office was reminded of keys',
  working_groups: 'groups',
  meetings: 'meetings',
  questions: 'what meetings ask; answers are elsewhere',
  access_tasks: 'how many need something; who stands in registration_needs',
  meeting_hosts: 'organisations',
  contingents: 'seats kept for organisations and sectors',
  mailings: 'what the office writes to many',
  reminders: 'when how many were reminded',
  mail_templates: 'words of the office, without names',
  mail_tries: 'of mails: what the mail server said, without the address',
  attendance_positions: 'numbers',
  retention_runs: 'counts',
  changes_pending: 'ids',
  change_sequence: 'ids',
}

test('every table and every column of the schema is handled', async () => {
  const { rows } = await service.pool.query<{ table: string; columns: string[] }>(
    `select c.table_name as table, array_agg(c.column_name::text order by c.column_name) as columns
     from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.table_name not like 'kysely%' group by 1`,
  )
  expect(rows.map(({ table }) => table).sort()).toEqual([...Object.keys(personal), ...Object.keys(others)].sort())
  for (const { table, columns } of rows) {
    const known = personal[table]
    if (known !== undefined) expect(`${known.shown} ${known.left}`.split(/\s+/).sort(), table).toEqual(columns)
  }
})

test('no other table refers to people or registrations', async () => {
  const { rows } = await service.pool.query<{ table: string }>(
    `select distinct conrelid::regclass::text as table from pg_constraint
     where contype = 'f' and confrelid in ('people'::regclass, 'registrations'::regclass)`,
  )
  expect(rows.map(({ table }) => table).filter(table => !(table in personal))).toEqual([])
})

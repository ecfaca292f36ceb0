import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, startService, type TestDatabase, type TestService } from '../../test/service.ts'
import { checks, holdRules, reportOf, verifyData } from './verify.ts'

// The rules are silent on what the service itself has made, and each finds what is planted behind its back.

let database: TestDatabase
let service: TestService
let owner: pg.Client

beforeAll(async () => {
  database = await createTestDatabase()
  service = await startService({ database, example: true })
  owner = new pg.Client(database.owner)
  await owner.connect()
})
afterAll(async () => {
  await owner.end()
  await service.close()
  await database.drop()
})

const brokenNow = async () => (await verifyData(database.owner)).findings.map(({ check }) => check.name)

test('is silent on the example network, and beside a running service', async () => {
  await expect.poll(brokenNow, { timeout: 10_000 }).toEqual([])
  const { text, failed } = reportOf(await verifyData(database.owner))
  expect(text).toMatch(new RegExp(`^All is well: ${checks.length} rules hold \\(data of .* UTC, \\d+\\.\\d s\\)\\.$`))
  expect(failed).toBe(false)
})

test('is silent after people have signed up, waited and withdrawn, and meetings were moved and made smaller', async () => {
  const office = await service.signIn('admin')
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
  const plan = { kind: 'network', startsAt: inDays(14), endsAt: inDays(14.1), capacity: 3 }
  const { id } = (await office.post('/api/v1/meetings', plan)).body as { id: string }
  for (const move of ['publish', 'open']) await office.post(`/api/v1/meetings/${id}/${move}`)
  const stranger = { firstName: 'Uwe', lastName: 'Neu', email: 'uwe@example.org', noticeVersion: 1 }
  expect((await service.anonymous.post(`/api/v1/public/meetings/${id}/registrations`, stranger)).status).toBe(202)
  const entered = []
  for (let n = 0; n < 5; n++) {
    const who = { firstName: 'Ada', lastName: `Gast${n}`, email: `ada${n}@example.org` }
    const answer = await office.post(`/api/v1/meetings/${id}/registrations`, who)
    expect(answer.status).toBe(201)
    entered.push(answer.body as { id: string })
  }
  expect((await office.post(`/api/v1/registrations/${entered[0]?.id}/withdraw`)).status).toBe(200)
  // moved while nobody is registered: noted for the next move, and no message
  const other = { kind: 'specialist', title: 'Fachtag', startsAt: inDays(20), endsAt: inDays(20.1) }
  const { id: otherId } = (await office.post('/api/v1/meetings', other)).body as { id: string }
  const published = await office.post(`/api/v1/meetings/${otherId}/publish`)
  const moved = await office.post(
    `/api/v1/meetings/${otherId}/reschedule`,
    { startsAt: inDays(21), endsAt: inDays(21.1) },
    { 'if-match': String(published.headers['etag']) },
  )
  expect(moved.status).toBe(200)
  // fewer seats than are held: nobody is thrown out
  const { headers } = await office.get(`/api/v1/meetings/${id}`)
  const lowered = await office.patch(`/api/v1/meetings/${id}`, { capacity: 1 }, { 'if-match': String(headers['etag']) })
  expect(lowered.status).toBe(200)
  await expect.poll(brokenNow, { timeout: 10_000 }).toEqual(['capacity-lowered'])
  const { text, failed } = reportOf(await verifyData(database.owner))
  expect(text).toContain('3 seats are held, there are 1; the capacity was lowered on')
  expect(failed).toBe(false)
})

/**
 * What is planted: SQL as the owner, with triggers and references off, in a transaction that is rolled back after the
 * look. `finds` must be named; what it says must hold `says`.
 */
const planted: { finds: string; says: string; plant: string[] }[] = [
  {
    finds: 'seats-over-capacity',
    says: 'seats are held, there are 5',
    plant: [
      `update meetings set capacity = 5 where id = (select id from meeting_facts where state = 'open' order by starts_at desc limit 1)`,
    ],
  },
  {
    finds: 'seats-over-capacity',
    says: 'online places are held, there are 2',
    plant: [
      `update meetings set attendance_mode = 'mixed', online_capacity = 2 where id = (select id from meeting_facts where state = 'open' order by starts_at desc limit 1)`,
      `update registrations r set attends = case when r.status = 'confirmed' then 'online' else 'on_site' end from meetings m where m.id = r.meeting_id and m.online_capacity = 2`,
    ],
  },
  {
    finds: 'attends-against-mode',
    says: 'the meeting is on_site, and a registration says online',
    plant: [
      `update registrations set attends = 'online' where id = (select r.id from registrations r join meeting_facts m on m.id = r.meeting_id where m.state = 'open' order by r.id limit 1)`,
    ],
  },
  {
    finds: 'two-live-registrations',
    says: 'one person has the registrations',
    plant: [
      'drop index registrations_one_live',
      `update registrations set person_key = 'x@example.org x', email = 'x@example.org' where id in (select id from registrations where status = 'confirmed' and meeting_id = (select id from meeting_facts where state = 'open' order by starts_at desc limit 1) order by id limit 2)`,
    ],
  },
  {
    finds: 'free-seat-while-waiting',
    says: '1 wait,',
    plant: [
      `update registrations set status = 'waitlisted', queued_at = now() - interval '1 hour', address_confirmed_at = now() - interval '1 hour', created_at = now() - interval '2 hours', updated_at = now() - interval '1 hour'
       where id = (select r.id from registrations r join meeting_facts m on m.id = r.meeting_id where r.status = 'confirmed' and m.state = 'open' and m.capacity > 10 order by r.id limit 1)`,
    ],
  },
  {
    finds: 'free-seat-while-waiting',
    says: '1 wait, any number of online places are free',
    plant: [
      `update meetings set attendance_mode = 'mixed', capacity = 1 where id = (select id from meeting_facts where state = 'open' order by starts_at desc limit 1)`,
      `update registrations r set attends = 'on_site' from meetings m where m.id = r.meeting_id and m.attendance_mode = 'mixed'`,
      `update registrations set attends = 'online', status = 'waitlisted', queued_at = now() - interval '1 hour', address_confirmed_at = now() - interval '1 hour', created_at = now() - interval '2 hours', updated_at = now() - interval '1 hour'
       where id = (select r.id from registrations r join meetings m on m.id = r.meeting_id where r.status = 'confirmed' and m.attendance_mode = 'mixed' order by r.id limit 1)`,
    ],
  },
  {
    finds: 'hold-not-ended',
    says: 'a registration is unconfirmed until',
    plant: [`update registrations set expires_at = now() - interval '1 hour' where status = 'unconfirmed'`],
  },
  {
    finds: 'status-contradicts-times',
    says: 'confirmed, and held only until',
    plant: [
      `update registrations set expires_at = now() + interval '1 hour' where id = (select id from registrations where status = 'confirmed' order by id limit 1)`,
    ],
  },
  {
    finds: 'person-missing',
    says: 'belongs to nobody',
    plant: [
      `update registrations set person_id = null where id = (select id from registrations where status = 'confirmed' and person_key is not null order by id limit 1)`,
    ],
  },
  {
    finds: 'key-contradicts-address',
    says: 'a person with an address has no person key',
    plant: [`update people set person_key = null where id = (select id from people where email is not null limit 1)`],
  },
  {
    finds: 'registered-for-a-draft',
    says: 'registrations',
    plant: [
      `update meetings set published_at = null where id = (select id from meeting_facts where state = 'open' order by starts_at limit 1)`,
    ],
  },
  {
    finds: 'undoes-something-else',
    says: 'undoes one about somebody else',
    plant: [
      `insert into attendance_entries (id, meeting_id, position, kind, how, registration_id, undoes, device_at, occurred_at, actor_kind)
       select gen_random_uuid(), e.meeting_id, 10000, 'undone', 'search', r.id, e.id, now(), now(), 'system'
       from attendance_entries e join registrations r on r.meeting_id = e.meeting_id and r.id <> e.registration_id where e.kind = 'present' limit 1`,
    ],
  },
  {
    finds: 'entry-of-another-meeting',
    says: 'is about somebody of another meeting',
    plant: [
      `update attendance_entries e set registration_id = (select id from registrations r where r.meeting_id <> e.meeting_id limit 1)
       where id = (select id from attendance_entries where registration_id is not null limit 1)`,
    ],
  },
  {
    finds: 'position-given-twice',
    says: 'the counter stands at 1',
    plant: ['update attendance_positions set position = 1'],
  },
  {
    finds: 'attendance-contradicts-entries',
    says: ': 1 people (the first is ',
    plant: [
      `update attendance set state = 'left' where ctid = (select ctid from attendance where state = 'present' limit 1)`,
    ],
  },
  {
    finds: 'figures-contradict-attendance',
    says: 'organisations are noted',
    plant: [`update meetings set entered = entered + 1 where id = (select meeting_id from attendance limit 1)`],
  },
  {
    finds: 'concluded-too-early',
    says: 'and was concluded',
    plant: [
      `update meetings set concluded_at = starts_at - interval '1 day' where id = (select id from meetings where concluded_at is not null limit 1)`,
    ],
  },
  {
    finds: 'series-number-missing',
    says: 'has no number of its own',
    plant: [
      `update meetings set series_number_frozen = null where id = (select id from meetings where series_number_frozen is not null limit 1)`,
    ],
  },
  {
    finds: 'series-number-twice',
    says: ', 1. ',
    plant: [
      `update meetings set series_number_frozen = 1 where kind = 'network' and starts_at between '2025-01-02' and '2025-12-30'`,
    ],
  },
  {
    finds: 'mail-without-job',
    says: 'and nothing sends it',
    plant: [`update mails set status = 'waiting', created_at = now() - interval '1 hour'`, 'delete from pgboss.job'],
  },
  {
    finds: 'job-without-mail',
    says: 'work for the mail',
    plant: [
      `insert into pgboss.job (name, data, state, start_after, created_on) values ('send-mail', '{"mailId": "${randomUUID()}"}', 'retry', now() - interval '1 hour', now() - interval '1 hour')`,
    ],
  },
  {
    finds: 'work-waits',
    says: 'pieces of work (settle-seats) wait, the oldest since',
    plant: [
      `insert into pgboss.job (name, data, state, start_after) values ('settle-seats', '{}', 'created', now() - interval '1 hour')`,
    ],
  },
  {
    finds: 'work-given-up',
    says: 'pieces of work (retention), the newest on',
    plant: [
      `insert into pgboss.job (name, data, state, completed_on) values ('retention', '{}', 'failed', now() - interval '1 hour')`,
    ],
  },
  {
    finds: 'confirmed-without-mail',
    says: 'and no mail says so',
    plant: [
      `update registrations set created_at = now() - interval '3 hours', address_confirmed_at = now() - interval '2 hours' where status = 'confirmed' and email is not null`,
      'delete from mails',
    ],
  },
  {
    finds: 'mail-contradicts-itself',
    says: 'at no time',
    plant: [`update mails set status = 'sent', sent_at = null`],
  },
  {
    finds: 'mail-not-given-up',
    says: 'waits since',
    plant: [`update mails set status = 'waiting', created_at = now() - interval '4 days'`],
  },
  {
    finds: 'mailing-counts',
    says: 'says 7 recipients, and has 0 mails',
    plant: [
      `insert into mailings (id, meeting_id, kind, audience, subject, body, meeting_name, due_at, sent_at, recipients)
       select gen_random_uuid(), id, 'message', 'everybody', 's', 'b', 'n', now(), now(), 7 from meetings limit 1`,
    ],
  },
  {
    finds: 'invited-without-consent',
    says: 'somebody was invited who had not agreed to it',
    plant: [
      `delete from consents`,
      `delete from changes where kind = 'erased'`,
      `insert into invitations (id, meeting_id, person_id, registration_id)
       select gen_random_uuid(), (select id from meetings m where m.id <> r.meeting_id limit 1), r.person_id, r.id
       from registrations r where r.person_id is not null and r.erased_at is null limit 1`,
    ],
  },
  {
    finds: 'stranger-at-members-only',
    says: 'somebody signed up without an invitation',
    plant: [
      `update meetings set visibility = 'members' where ends_at > now()`,
      `update registrations set source = 'public' where meeting_id in (select id from meetings where ends_at > now())`,
    ],
  },
  {
    finds: 'mailing-overdue',
    says: 'was due on',
    plant: [
      `insert into mailings (id, meeting_id, kind, audience, subject, body, meeting_name, due_at)
       select gen_random_uuid(), id, 'message', 'everybody', 's', 'b', 'n', now() - interval '1 hour' from meetings limit 1`,
    ],
  },
  {
    finds: 'change-not-logged',
    says: 'the venue is at version 2, the log knows 1 changes',
    plant: ['update venues set version = 2 where id = (select id from venues limit 1)'],
  },
  {
    finds: 'change-of-nothing',
    says: 'the log knows a organisation that is not there',
    plant: ['delete from organisations where id = (select id from organisations limit 1)'],
  },
  {
    finds: 'change-without-number',
    says: 'will never be numbered',
    plant: ['delete from change_sequence where seq = (select max(seq) from change_sequence)'],
  },
  {
    finds: 'numbers-would-repeat',
    says: 'the greatest number is 900000',
    plant: ['insert into change_sequence (seq, change_id) overriding system value select 900000, gen_random_uuid()'],
  },
  {
    finds: 'change-without-values',
    says: 'has no values',
    plant: ['delete from change_values where change_id = (select id from changes limit 1)'],
  },
  {
    finds: 'needs-kept',
    says: '1 people of the meeting that ended',
    plant: [
      `insert into registration_needs (registration_id, needs) select r.id, '{}' from registrations r join meetings m on m.id = r.meeting_id where m.ends_at < now() - interval '9 days' limit 1`,
    ],
  },
  {
    finds: 'answers-kept',
    says: '1 answers, kept for 30 days after the meeting',
    plant: [
      `with m as (select r.id as registration, m.id from registrations r join meetings m on m.id = r.meeting_id where m.ends_at < now() - interval '33 days' limit 1),
        q as (insert into questions (id, meeting_id, position, kind, label, purpose) select gen_random_uuid(), id, 1, 'short_text', 'Was?', 'Dafür' from m returning id)
        insert into answers select m.registration, q.id, '"Das"' from m, q`,
    ],
  },
  {
    finds: 'answer-to-what-was-not-asked',
    says: '1 answers',
    plant: [
      `with m as (select r.id as registration, m.id from registrations r join meetings m on m.id = r.meeting_id where m.ends_at > now() limit 1),
        q as (insert into questions (id, meeting_id, position, kind, label, purpose, shown_when) select gen_random_uuid(), id, 1, 'short_text', 'Was?', 'Dafür',
          jsonb_build_object('questionId', gen_random_uuid(), 'answer', 'yes') from m returning id)
        insert into answers select m.registration, q.id, '"Das"' from m, q`,
    ],
  },
  {
    finds: 'unconfirmed-kept',
    says: '1 registrations, the oldest was due on',
    plant: [
      `update registrations set status = 'expired', expires_at = now() - interval '3 days', updated_at = now() - interval '3 days' where status = 'unconfirmed'`,
    ],
  },
  {
    finds: 'names-kept',
    says: 'people of the meeting that ended',
    plant: [
      `update meetings set starts_at = now() - interval '13 months 3 hours', ends_at = now() - interval '13 months'
       where id = (select meeting_id from registrations limit 1)`,
    ],
  },
  {
    finds: 'kept-too-long',
    says: 'the log of mails, 90 days',
    plant: [`update mails set created_at = now() - interval '100 days'`],
  },
  {
    finds: 'nothing-erased',
    says: 'it has never run',
    plant: [`update accounts set created_at = now() - interval '10 days'`],
  },
  {
    finds: 'consent-contradicts-itself',
    says: 'withdrawn',
    plant: [
      `insert into consents (id, registration_id, purpose, text_version, language, source, given_at, withdrawn_at)
       select gen_random_uuid(), id, 'photographs', 1, 'de', 'link', now(), now() - interval '1 day' from registrations limit 1`,
    ],
  },
  {
    finds: 'deleted-kept',
    says: '1 rows, the oldest was deleted on',
    plant: [
      `insert into venues (id, name, municipality, search_text, deleted_at) values (gen_random_uuid(), 'Alte Post', 'Zeitz', '', now() - interval '40 days')`,
    ],
  },
  {
    finds: 'deleted-in-use',
    says: 'a meeting to come is planned at a venue or for a working group that is deleted',
    plant: [
      `update venues set deleted_at = now() where id = (select venue_id from meeting_facts where state = 'open' and venue_id is not null limit 1)`,
    ],
  },
  {
    finds: 'refers-to-nothing',
    says: 'rows of registrations refer to nothing in meetings',
    plant: [
      `update registrations set meeting_id = gen_random_uuid() where id = (select id from registrations limit 1)`,
    ],
  },
  {
    finds: 'protection-off',
    says: 'the trigger attendance_inserted of attendance is switched off',
    plant: ['alter table attendance disable trigger attendance_inserted'],
  },
  {
    finds: 'log-not-safe',
    says: 'treffpunkt_app may delete changes',
    plant: ['grant delete on changes to treffpunkt_app'],
  },
  {
    finds: 'key-without-secret',
    says: 'has 0 lasting secrets',
    plant: [
      `insert into api_keys (id, organisation_id, name, scopes, expires_at) select gen_random_uuid(), id, 'Intranet', '{}', now() + interval '1 year' from organisations limit 1`,
    ],
  },
  { finds: 'no-admin', says: 'is enabled', plant: [`update accounts set disabled = true`] },
  { finds: 'disabled-but-in', says: 'a disabled account has', plant: ['update accounts set disabled = true'] },
]

describe('finds what is planted', () => {
  test.each(planted)('$finds', async ({ finds, says, plant }) => {
    await owner.query('begin')
    try {
      await owner.query('set local session_replication_role = replica')
      for (const statement of plant) await owner.query(statement)
      const verdict = { ...(await holdRules(owner)), rules: checks.length, at: 'now' }
      const finding = verdict.findings.find(({ check }) => check.name === finds)
      expect(verdict.findings.map(({ check }) => check.name)).toContain(finds)
      expect(finding?.rows.map(({ what }) => what).join('\n')).toContain(says)
      const { text, failed } = reportOf(verdict)
      expect(text).toContain(`${finding?.check.note === true ? 'NOTE' : 'BROKEN'} ${finds}: `)
      expect(text).toContain(finding?.rows[0]?.id ?? 'an id')
      if (finding?.check.note !== true) expect(failed).toBe(true)
    } finally {
      await owner.query('rollback')
    }
  })

  test('every rule has something planted for it', () => {
    const missing = checks
      .map(({ name }) => name)
      .filter(name => name !== 'capacity-lowered' && !planted.some(({ finds }) => finds === name))
    expect(missing).toEqual([])
  })
})

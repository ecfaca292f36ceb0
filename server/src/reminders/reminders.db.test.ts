import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Mail, MailContent } from '@treffpunkt/shared/mails'
import type { Meeting, ReminderPlan } from '@treffpunkt/shared/meetings'
import type { Registration } from '@treffpunkt/shared/registrations'
import type { Reminder } from '@treffpunkt/shared/reminders'
import { enterGuest, publishMeeting } from '../../test/door.ts'
import {
  createTestDatabase,
  startService,
  type Client,
  type TestDatabase,
  type TestService,
} from '../../test/service.ts'
import { asOwner } from '../../test/postgres.ts'
import { backendOf, untilSomebodyWaitsFor } from '../../test/waiting.ts'
import { takeDue } from './queries.ts'

let database: TestDatabase
let service: TestService
let second: TestService
let office: Client
beforeAll(async () => {
  database = await createTestDatabase()
  service = await startService({ database })
  second = await startService({ database })
  office = await service.signIn('coordinator')
})
afterAll(async () => {
  await second.close()
  await service.close()
  await database.drop()
})
// what one test has planned is no work of the next
afterEach(() => sql`update meetings set deleted_at = now()`.execute(service.db))

const day = 24
const minute = 1 / 60
const weekBefore: ReminderPlan = { amount: 7, unit: 'days', note: null }
const dayBefore: ReminderPlan = { amount: 1, unit: 'days', note: null }
const hourBefore: ReminderPlan = { amount: 1, unit: 'hours', note: null }

const read = async (id: string) => (await office.get(`/api/v1/meetings/${id}`)).body as Meeting
const reminders = async (id: string) =>
  ((await office.get(`/api/v1/meetings/${id}/reminders`)).body as { items: Reminder[] }).items
const states = async (id: string) => (await reminders(id)).map(({ amount, state }) => [amount, state])
async function change(id: string, body: object) {
  const { version } = await read(id)
  return office.patch(`/api/v1/meetings/${id}`, body, { 'if-match': `"${version}"` })
}

let n = 0
/** Somebody with a place, who signed up a month ago. */
async function guest(meetingId: string, more: object = {}): Promise<Registration & { email: string }> {
  const one = await enterGuest(office, meetingId, { lastName: `Gast ${++n}`, email: `gast${n}@example.org`, ...more })
  await sql`update registrations set created_at = now() - interval '30 days', address_confirmed_at = now() - interval '30 days'
    where id = ${one.id}`.execute(service.db)
  return one as Registration & { email: string }
}
/** Moves the meeting to so many hours from now, as if time had gone by: nothing else happens. */
const comesTo = (id: string, hours: number) =>
  sql`update meetings set starts_at = now() + make_interval(secs => ${hours * 3600}), ends_at = now() + make_interval(secs => ${(hours + 3) * 3600})
    where id = ${id}`.execute(service.db)
/** A minute goes by on both servers. */
const tick = () =>
  sql`insert into pgboss.job (name, data) select 'send-reminders', '{}' from generate_series(1, 4)`.execute(service.db)
async function remindsNow(id: string): Promise<void> {
  const before = (await reminders(id)).filter(({ state }) => state === 'sent').length
  await tick()
  await expect
    .poll(async () => (await reminders(id)).filter(({ state }) => state === 'sent').length, { timeout: 15_000 })
    .toBe(before + 1)
}
/** Every look that was asked for is over. */
async function lookedAround(): Promise<void> {
  await tick()
  await expect
    .poll(
      async () =>
        (
          await sql`select from pgboss.job where name = 'send-reminders' and state in ('created', 'retry', 'active')`.execute(
            service.db,
          )
        ).rows.length,
      { timeout: 15_000 },
    )
    .toBe(0)
}
const mailsTo = async (email: string): Promise<Mail[]> =>
  ((await office.get('/api/v1/mails?limit=200')).body as { items: Mail[] }).items.filter(
    ({ to, kind }) => to === email && kind === 'reminder',
  )
const settled = (email: string, status: string) =>
  expect.poll(async () => (await mailsTo(email))[0]?.status, { timeout: 10_000 }).toBe(status)
const textOf = async ({ id }: Mail) => (await office.get(`/api/v1/mails/${id}`)).body as MailContent

describe('when a reminder goes out', () => {
  test('a new meeting reminds a week and a day before; the office plans otherwise, a copy keeps it', async () => {
    const id = await publishMeeting(office, 30 * day)
    expect((await read(id)).reminders).toEqual([weekBefore, dayBefore])
    const answer = await change(id, { reminders: [hourBefore, { ...weekBefore, note: ' Bringen Sie Fotos mit.\n' }] })
    expect(answer.status).toBe(200)
    const planned = [{ ...weekBefore, note: 'Bringen Sie Fotos mit.' }, hourBefore]
    expect((answer.body as Meeting).reminders).toEqual(planned)
    expect((await change(id, { reminders: [dayBefore, { ...dayBefore, note: 'Noch einmal' }] })).status).toBe(422)
    expect((await change(id, { reminders: [{ ...dayBefore, amount: 0 }] })).status).toBe(422)

    const { startsAt, endsAt } = await read(id)
    const copy = await office.post(`/api/v1/meetings/${id}/clone`, { startsAt, endsAt, copy: {} })
    expect((copy.body as Meeting).reminders).toEqual(planned)
  })

  test('days keep the hour on the walls over the change of clocks, hours go by', async () => {
    const dueAt = async (startsAt: string, plan: ReminderPlan): Promise<string | undefined> => {
      const endsAt = new Date(Date.parse(startsAt) + 3_600_000).toISOString()
      const plan_ = { kind: 'network', startsAt, endsAt, reminders: [plan] }
      const { id } = (await office.post('/api/v1/meetings', plan_)).body as { id: string }
      await office.post(`/api/v1/meetings/${id}/publish`)
      const [only] = await reminders(id)
      return only && new Date(only.dueAt).toISOString()
    }
    const of = (instant: string) => new Date(instant).toISOString()
    // forward in the night of 28 March 2027, back in that of 31 October
    expect(await dueAt('2027-03-31T14:00:00+02:00', weekBefore)).toBe(of('2027-03-24T14:00:00+01:00'))
    expect(await dueAt('2027-11-03T14:00:00+01:00', weekBefore)).toBe(of('2027-10-27T14:00:00+02:00'))
    expect(await dueAt('2027-03-28T14:00:00+02:00', { ...hourBefore, amount: 24 })).toBe(
      of('2027-03-27T13:00:00+01:00'),
    )
    expect(await dueAt('2027-10-31T14:00:00+01:00', { ...hourBefore, amount: 24 })).toBe(
      of('2027-10-30T15:00:00+02:00'),
    )
    // an hour that this night does not have, and one that it has twice
    expect(await dueAt('2027-03-29T02:30:00+02:00', dayBefore)).toBe(of('2027-03-28T03:30:00+02:00'))
    expect(await dueAt('2027-11-01T02:30:00+01:00', dayBefore)).toBe(of('2027-10-31T02:30:00+01:00'))
  })

  test('a service that was down catches up while it still is a reminder, not days later', async () => {
    const late = await publishMeeting(office, 30 * day, { reminders: [weekBefore] })
    await guest(late)
    await comesTo(late, 7 * day - 11)
    await remindsNow(late)
    const tooLate = await publishMeeting(office, 30 * day, { reminders: [weekBefore] })
    await guest(tooLate)
    await comesTo(tooLate, 7 * day - 13)
    await lookedAround()
    expect(await states(tooLate)).toEqual([[7, 'passed']])
  })
})

describe('who is reminded', () => {
  test('those with a place, in their language, with when and where, their link and what the office adds', async () => {
    const id = await publishMeeting(office, 30 * day, {
      capacity: 3,
      reminders: [{ ...dayBefore, note: 'Der Parkplatz ist gesperrt.\n\nLinie 1 hält vor dem Haus.' }],
    })
    const [ada, olena] = [await guest(id), await guest(id, { language: 'uk' })]
    await guest(id, { email: undefined })
    const waiting = await guest(id)
    await comesTo(id, day - minute)
    expect(await reminders(id)).toMatchObject([{ state: 'planned', recipients: 2 }])
    await remindsNow(id)
    expect(await reminders(id)).toMatchObject([{ state: 'sent', recipients: 2, amount: 1, unit: 'days' }])
    expect(await mailsTo(waiting.email)).toEqual([])

    const [mail] = await mailsTo(ada.email)
    expect(mail?.subject).toMatch(/^Erinnerung: /)
    const { text, links } = await textOf(mail as Mail)
    for (const part of ['Wann: ', 'Wo: ', 'Der Parkplatz ist gesperrt.\n\nLinie 1', `Code: ${ada.shortCode}`])
      expect(text).toContain(part)
    expect(links.map(({ label }) => label)).toEqual([
      'Meine Anmeldung und mein Ticket',
      'Absagen, damit jemand nachrückt',
      'Ticket',
      'Zum Treffen',
    ])
    const [ukrainian] = await mailsTo(olena.email)
    expect(ukrainian?.subject).toMatch(/^Нагадування: /)
    // what the office wrote is announced as German, above it
    expect((await textOf(ukrainian as Mail)).text).toMatch(/німецьк[^\n]*\n\nDer Parkplatz/)
  })

  test('not who signed up just now, who has withdrawn, nor anybody of a meeting that is cancelled or a draft', async () => {
    const id = await publishMeeting(office, 30 * day, { reminders: [dayBefore] })
    const [stays, leaves] = [await guest(id), await guest(id)]
    const late = await enterGuest(office, id, { lastName: 'Eben', email: `eben${n}@example.org` })
    await office.post(`/api/v1/registrations/${leaves.id}/withdraw`)
    const off = await publishMeeting(office, 30 * day, { reminders: [dayBefore] })
    const knows = await guest(off)
    await office.post(`/api/v1/meetings/${off}/cancel`, { reason: 'Sturm' })
    for (const one of [id, off]) await comesTo(one, day - minute)
    await remindsNow(id)
    await lookedAround()
    expect(await mailsTo(stays.email)).toHaveLength(1)
    for (const email of [leaves.email, late.email ?? '', knows.email]) expect(await mailsTo(email)).toEqual([])
    expect(await reminders(off)).toEqual([])
  })

  test('not who gives the place back before the mail is sent; asked again, nothing is said any more', async () => {
    const id = await publishMeeting(office, 30 * day, { reminders: [dayBefore] })
    const leaves = await guest(id)
    await comesTo(id, day - minute)
    await remindsNow(id)
    await office.post(`/api/v1/registrations/${leaves.id}/withdraw`)
    const [mail] = await mailsTo(leaves.email)
    await sql`update mails set status = 'waiting' where id = ${mail?.id}`.execute(service.db)
    await sql`insert into pgboss.job (name, data) values ('send-mail', jsonb_build_object('mailId', ${mail?.id}::text))`.execute(
      service.db,
    )
    await settled(leaves.email, 'failed')
    expect((await textOf(mail as Mail)).text).toBe('')
  })
})

describe('a meeting that is moved', () => {
  const moveTo = async (id: string, hours: number) => {
    const { version } = await read(id)
    const at = (more: number) => new Date(Date.now() + (hours + more) * 3_600_000).toISOString()
    const answer = await office.post(
      `/api/v1/meetings/${id}/reschedule`,
      { startsAt: at(0), endsAt: at(3) },
      { 'if-match': `"${version}"` },
    )
    expect(answer.status, answer.text).toBe(200)
  }

  test('by a little does not remind again, by much does, and what was passed by is left out', async () => {
    const id = await publishMeeting(office, 30 * day)
    const one = await guest(id)
    await comesTo(id, 7 * day - minute)
    await remindsNow(id)
    await settled(one.email, 'kept')
    expect(await states(id)).toEqual([
      [7, 'sent'],
      [1, 'planned'],
    ])
    // three days later: its week before is still to come, but was had
    await moveTo(id, 10 * day)
    await comesTo(id, 7 * day - 2 * minute)
    await remindsNow(id)
    expect(await mailsTo(one.email)).toHaveLength(1)
    // nearer than a week: only the day before is left
    await moveTo(id, 3 * day)
    expect(
      (await reminders(id)).filter(({ state }) => state !== 'sent').map(({ amount, state }) => [amount, state]),
    ).toEqual([
      [7, 'passed'],
      [1, 'planned'],
    ])
    // months later: a date of its own, of which they are reminded anew
    await sql`update reminders set due_at = due_at - interval '60 days' where meeting_id = ${id}`.execute(service.db)
    await comesTo(id, 7 * day - 3 * minute)
    await remindsNow(id)
    expect(await mailsTo(one.email)).toHaveLength(2)
  })

  test('while the mail waits says nothing of the old date', async () => {
    const id = await publishMeeting(office, 30 * day, { reminders: [dayBefore] })
    const one = await guest(id)
    await comesTo(id, day - minute)
    await remindsNow(id)
    await moveTo(id, 40 * day)
    expect((await textOf((await mailsTo(one.email))[0] as Mail)).text).toBe('')
  })
})

describe('with two servers', () => {
  /** A meeting with two to remind, now. */
  async function due(): Promise<{ id: string; emails: string[] }> {
    const id = await publishMeeting(office, 30 * day, { reminders: [dayBefore] })
    const emails = [(await guest(id)).email, (await guest(id)).email]
    await comesTo(id, day - minute)
    return { id, emails }
  }

  test('both see that a reminder is due, and it goes out once', async () => {
    const { id, emails } = await due()
    await service.db.transaction().execute(async trx => {
      await sql`select from meetings where id = ${id} for update`.execute(trx)
      await tick()
      await untilSomebodyWaitsFor(second.db, await backendOf(trx))
    })
    await expect.poll(() => states(id), { timeout: 15_000 }).toEqual([[1, 'sent']])
    await lookedAround()
    expect(await states(id)).toEqual([[1, 'sent']])
    for (const email of emails) expect(await mailsTo(email)).toHaveLength(1)
  })

  test('negative control: without the lock and the index both send it', async () => {
    const { id } = await due()
    await asOwner(database.owner, client => client.query('drop index reminders_once'))
    await service.db.transaction().execute(async trx => {
      // what one has written the other does not see before the end
      expect(await takeDue(trx, id)).toHaveLength(1)
      await second.db.transaction().execute(async other => expect(await takeDue(other, id)).toHaveLength(1))
    })
    expect(await states(id)).toEqual([
      [1, 'sent'],
      [1, 'sent'],
    ])
    await sql`delete from reminders where meeting_id = ${id}`.execute(service.db)
    await asOwner(database.owner, client =>
      client.query('create unique index reminders_once on reminders (meeting_id, unit, amount, due_at)'),
    )
  })
})

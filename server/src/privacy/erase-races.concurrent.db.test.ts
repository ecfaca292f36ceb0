import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dumpOf } from '../../test/dump.ts'
import { countAttendees, enterGuest, entryOf, publishMeeting, record } from '../../test/door.ts'
import { openPostOffice, type PostOffice } from '../../test/post-office.ts'
import { freePort } from '../../test/process.ts'
import {
  createTestDatabase,
  startService,
  type Client,
  type TestDatabase,
  type TestService,
} from '../../test/service.ts'
import { brokenNames } from '../../test/verified.ts'
import { backendOf, untilSomebodyWaitsFor } from '../../test/waiting.ts'
import { recordEntries } from '../attendance/record.ts'
import { systemActor } from '../db/record-change.ts'

// Erasing while everybody else goes on: with a real mail server that takes its time.

let post: PostOffice
let database: TestDatabase
let service: TestService
let office: Client
beforeAll(async () => {
  post = await openPostOffice(await freePort())
  const env = { SMTP_URL: `smtp://127.0.0.1:${post.port}`, MAIL_FROM: 'Netz <netz@example.org>' }
  database = await createTestDatabase()
  service = await startService({ database, env })
  office = await service.signIn('coordinator')
})
afterAll(async () => {
  await service.close()
  await post.close()
  await database.drop()
})

let n = 0
/** Somebody whom no text of ours names by chance, registered for a meeting, with their link. */
async function guestOf(meetingId: string) {
  n++
  const name = `Querzahl${n}x`
  const email = `${name.toLowerCase()}@example.org`
  const { id, personId } = await enterGuest(office, meetingId, {
    lastName: name,
    email,
    organisationTyped: `Chor ${n}`,
  })
  const { url } = (await office.get(`/api/v1/registrations/${id}/link`)).body as { url: string }
  const link = { authorization: `Link ${url.split('/').at(-1) ?? ''}` }
  return { id, personId, name, email, link }
}
type Guest = Awaited<ReturnType<typeof guestOf>>

const eraseBy = ({ link }: Guest) => service.anonymous.post('/api/v1/own-registration/erase', undefined, link)

async function expectNoTrace({ name }: Guest): Promise<void> {
  const dump = await dumpOf(service.pool)
  expect(dump.split('\n').filter(line => line.toLowerCase().includes(name.toLowerCase()))).toEqual([])
}

/** Lets somebody in, in a transaction that has not ended when they are erased. @returns how many came. */
async function letInWhile(erase: (guest: Guest) => Promise<unknown>): Promise<number> {
  // some days ago and not concluded: nobody but who was let in is kept
  const meetingId = await publishMeeting(office, -24 * 4)
  const guest = await guestOf(meetingId)
  const { promise: erased, resolve: isErased } = Promise.withResolvers<unknown>()
  await service.db.transaction().execute(async trx => {
    const entries = [entryOf('present', guest.id)]
    await recordEntries(trx, systemActor, meetingId, { sentAt: new Date().toISOString(), entries })
    void erase(guest).then(isErased, isErased)
    // until it is done, or waits for this transaction
    await Promise.race([erased, untilSomebodyWaitsFor(service.db, await backendOf(trx))])
  })
  await erased
  await expectNoTrace(guest)
  return (await countAttendees(office, meetingId)).came
}

test('whatever else happens at the same moment, nothing of it stays', async () => {
  for (let round = 0; round < 6; round++) {
    const [meetingId, other] = [await publishMeeting(office, 24 * 7), await publishMeeting(office, 24 * 8)]
    const guest = await guestOf(meetingId)
    await enterGuest(office, other, { lastName: guest.name, email: guest.email })
    const change = (body: object) =>
      service.anonymous.patch('/api/v1/own-registration', body, { ...guest.link, 'if-match': '*' })
    const mailing = office.post(`/api/v1/meetings/${meetingId}/mailings`, {
      audience: 'everybody',
      subject: 'Anfahrt',
      body: 'Linie 1',
    })
    expect((await mailing).status).toBe(201)
    // its job is fetched within half a second, while the others are at it
    await service.pool.query(
      `update pgboss.job set start_after = now() where name = 'send-mailing' and state = 'created'`,
    )
    const others = [
      () => change({ organisationTyped: `Zu ${guest.name}` }),
      () => change({ needs: { stepFree: true, interpreter: guest.name, food: null, other: null } }),
      () => change({ consents: { contactList: true, invitations: true, photographs: true } }),
      () => office.patch(`/api/v1/people/${guest.personId}`, { firstName: guest.name }, { 'if-match': '*' }),
      () => office.post(`/api/v1/registrations/${guest.id}/resend`),
      () => record(office, meetingId, entryOf('excused', guest.id)),
      () => service.anonymous.post('/api/v1/own-registration/withdraw', undefined, guest.link),
      () => service.anonymous.post('/api/v1/public/lost-links', { email: guest.email }),
      () => eraseBy(guest),
    ]
    const statuses = await Promise.all([eraseBy(guest), ...others.map(async act => act())])
    const answers = statuses.map(answer => (Array.isArray(answer) ? 200 : answer.status))
    expect(answers.filter(status => status >= 500)).toEqual([])
    expect(answers).toContain(200)
    await expect
      .poll(() => service.anonymous.get('/api/v1/own-registration', guest.link).then(({ status }) => status))
      .toBe(401)
    await expect
      .poll(() =>
        post.delivered.some(({ to, mail }) => to === guest.email && mail.subject === 'Ihre Daten sind gelöscht'),
      )
      .toBe(true)
    await expect
      .poll(
        async () =>
          (await service.pool.query(`select from pgboss.job where name = 'send-mailing' and state < 'completed'`))
            .rowCount,
        { timeout: 20_000 },
      )
      .toBe(0)
    // work that was under way when they were erased comes to its end
    await expect
      .poll(async () => (await service.pool.query(`select from mails where status = 'waiting'`)).rowCount, {
        timeout: 20_000,
      })
      .toBe(0)
    await expect
      .poll(
        async () =>
          (await service.pool.query(`select from pgboss.job where name = 'lost-links' and state < 'completed'`))
            .rowCount,
      )
      .toBe(0)
    await service.pool.query(`delete from pgboss.job where name = 'lost-links'`)
    await expectNoTrace(guest)
  }
})

// before the test below that writes past the service
test('the rules of the data hold afterwards', async () => {
  await expect.poll(() => brokenNames(database.owner)).toEqual([])
})

test('the confirmation is sent to an address that no row can be read for', async () => {
  await post.close()
  const guest = await guestOf(await publishMeeting(office, 24 * 7))
  expect((await eraseBy(guest)).status).toBe(200)
  await expectNoTrace(guest)
  const waiting = () =>
    service.db
      .selectFrom('mails')
      .select(['toAddress', 'sealedAddress', 'status', 'registrationId'])
      .where('kind', '=', 'erased')
      .orderBy('createdAt', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow()
  expect(await waiting()).toMatchObject({ toAddress: '', registrationId: null, status: 'waiting' })
  expect((await waiting()).sealedAddress).not.toBeNull()
  await post.open()
  await expect
    .poll(
      () => post.delivered.some(({ to, mail }) => to === guest.email && mail.subject === 'Ihre Daten sind gelöscht'),
      { timeout: 30_000 },
    )
    .toBe(true)
  await expect.poll(waiting).toMatchObject({ status: 'sent', sealedAddress: null })
  const sent = post.delivered.find(({ to, mail }) => to === guest.email && mail.subject === 'Ihre Daten sind gelöscht')
  expect(sent?.mail.text).not.toContain(guest.name)
})

describe('a check-in at the door at the same moment', () => {
  test('counts, without a name', async () => {
    expect(await letInWhile(eraseBy)).toBe(1)
  })

  test('would be lost if it were looked for before the lock: the test can fail', async () => {
    const lookedFirst = async ({ id, personId }: Guest) =>
      service.db.transaction().execute(async trx => {
        // what it says of the door it read before it waited
        await sql`delete from registrations r where r.id = ${id}
          and not exists (select from attendance_entries e where e.registration_id = r.id)`.execute(trx)
        await sql`delete from people where id = ${personId}`.execute(trx)
        await sql`delete from change_values v using changes c where c.id = v.change_id and c.object_id in (${id}, ${personId})`.execute(
          trx,
        )
      })
    expect(await letInWhile(lookedFirst)).toBe(0)
  })
})

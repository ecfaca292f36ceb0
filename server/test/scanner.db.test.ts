import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { enterGuest, publishMeeting } from './door.ts'
import { asOwner } from './postgres.ts'
import { openPostOffice, type PostOffice } from './post-office.ts'
import { freePort } from './process.ts'
import { createTestDatabase, startService, type Client, type TestDatabase, type TestService } from './service.ts'
import { storedIn } from './stored.ts'

// Mailboxes of companies open every link of a mail before a person sees it. None of that may do anything:
// docs/repeats.md says which requests it causes.

let post: PostOffice
let database: TestDatabase
let service: TestService
let office: Client
beforeAll(async () => {
  post = await openPostOffice(await freePort())
  database = await createTestDatabase()
  const env = { SMTP_URL: `smtp://127.0.0.1:${post.port}`, MAIL_FROM: 'Netzwerk <netz@example.org>' }
  service = await startService({ database, env })
  office = await service.signIn('admin')
})
afterAll(async () => {
  await service.close()
  await post.close()
  await database.drop()
})
beforeEach(() => service.db.deleteFrom('rateLimits').execute())

const day = 24
const visitor = (path: string, body: object, headers = {}) =>
  service.anonymous.post(`/api/v1/public/${path}`, body, headers)
const person = (name: string) => ({
  firstName: 'Ada',
  lastName: name,
  email: `${name.toLowerCase()}@example.org`,
  noticeVersion: 1,
})
const signUp = (meetingId: string, name: string) => visitor(`meetings/${meetingId}/registrations`, person(name))

/** The newest mail of a kind to an address, once it has arrived. */
async function arrived(to: string, kind: string): Promise<PostOffice['delivered'][number]> {
  const read = async () => {
    const row = await service.db
      .selectFrom('mails')
      .select('id')
      .where('toAddress', '=', to)
      .where('kind', '=', kind)
      .orderBy('id', 'desc')
      .executeTakeFirst()
    return post.delivered.find(({ mail }) => row !== undefined && mail.messageId?.includes(row.id) === true)
  }
  await expect.poll(read, { timeout: 20_000, message: `${kind} to ${to}` }).toBeDefined()
  return (await read()) as PostOffice['delivered'][number]
}
const addressesIn = (text = '') => text.match(/https?:\/\/[^\s"'<>)]+/g) ?? []
/** Every address of the service that a mail names: in its text, its HTML and the headers. */
const linksIn = ({ mail }: PostOffice['delivered'][number]): string[] => {
  const headers = mail.headers.map(({ value }) => value).join('\n')
  const all = [...addressesIn(mail.text), ...addressesIn(mail.html?.replaceAll('&amp;', '&')), ...addressesIn(headers)]
  return [...new Set(all.map(one => one.replace(/[.,]$/, '')))]
    .map(one => new URL(one))
    .filter(({ hostname }) => hostname === 'localhost')
    .map(({ pathname, search }) => service.url + pathname + search)
}
const tokenIn = (delivered: PostOffice['delivered'][number], page: string) =>
  linksIn(delivered)
    .find(link => link.includes(page))
    ?.split('/')
    .at(-1) ?? ''

async function confirm(name: string): Promise<string> {
  const token = tokenIn(await arrived(person(name).email, 'confirm'), '/confirm/')
  const answer = await visitor('confirmations/by-link', { token })
  expect(answer.status, answer.text).toBe(200)
  return (answer.body as { token: string }).token
}
const own = (token: string) => ({ authorization: `Link ${token}` })
const sendMessages = () =>
  asOwner(database.owner, client =>
    client.query(`update pgboss.job set start_after = now() where name = 'send-mailing' and state = 'created'`),
  )

/** Lets every mail to attendees arrive that there is, and some to accounts and about barriers. @returns their kinds. */
async function writeEveryMail(): Promise<string[]> {
  const meetingId = await publishMeeting(office, 30 * day, { capacity: 2 })
  await office.post(`/api/v1/meetings/${meetingId}/open`)
  await signUp(meetingId, 'Erste')
  const first = await confirm('Erste')
  await arrived('erste@example.org', 'confirmed')
  await signUp(meetingId, 'Erste')
  await enterGuest(office, meetingId, { lastName: 'Zweite', email: 'zweite@example.org' })
  await signUp(meetingId, 'Dritte')
  const third = await confirm('Dritte')
  await signUp(meetingId, 'Vierte')
  await confirm('Vierte')
  await arrived('vierte@example.org', 'waitlisted')
  await visitor('lost-links', { email: 'zweite@example.org' })
  await service.anonymous.post('/api/v1/own-registration/withdraw', undefined, own(first))
  await arrived('dritte@example.org', 'offered')
  await service.anonymous.post('/api/v1/own-registration/accept', undefined, own(third))
  const substitute = { firstName: 'Bo', lastName: 'Fünfte', email: 'fuenfte@example.org' }
  const answer = await service.anonymous.post('/api/v1/own-registration/substitute', substitute, own(third))
  expect(answer.status, answer.text).toBe(200)
  await office.post(`/api/v1/meetings/${meetingId}/mailings`, {
    audience: 'everybody',
    subject: 'Bus',
    body: 'Linie 1',
  })
  await sendMessages()
  await arrived('zweite@example.org', 'message')
  const { version } = (await office.get(`/api/v1/meetings/${meetingId}`)).body as { version: number }
  const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()
  const later = { startsAt: at(40 * day), endsAt: at(40 * day + 3) }
  await office.post(`/api/v1/meetings/${meetingId}/reschedule`, later, { 'if-match': `"${version}"` })
  await sendMessages()
  await arrived('zweite@example.org', 'rescheduled')

  const asked = await publishMeeting(office, 31 * day, { approval: true })
  await office.post(`/api/v1/meetings/${asked}/open`)
  const consents = { contactList: false, invitations: true, photographs: false }
  await visitor(`meetings/${asked}/registrations`, { ...person('Sechste'), consents })
  await confirm('Sechste')
  await arrived('sechste@example.org', 'requested')
  const further = await publishMeeting(office, 32 * day)
  await office.post(`/api/v1/meetings/${further}/open`)
  await office.post(`/api/v1/meetings/${further}/invitations`, { circle: 'everybody' })
  await sendMessages()
  await arrived('sechste@example.org', 'meeting_invitation')

  const invited = await office.post('/api/v1/accounts', { name: 'Eva', email: 'eva@example.org', role: 'coordinator' })
  expect(invited.status, invited.text).toBe(201)
  await visitor('barrier-reports', { barrier: 'Zu kleine Schrift', email: 'leser@example.org' })
  await arrived('leser@example.org', 'barrier_received')
  await arrived('eva@example.org', 'invitation')
  await arrived('fuenfte@example.org', 'substitute')
  await arrived('zweite@example.org', 'lost_links')
  const { rows } = await service.pool.query<{ kind: string }>(
    `select distinct kind from mails where status = 'sent' order by kind`,
  )
  return rows.map(({ kind }) => kind)
}

/** What a scanner does: asks what is there, opens it, and opens it again from elsewhere; follows where it leads. */
async function scan(link: string): Promise<number[]> {
  const answers: number[] = []
  for (const method of ['HEAD', 'GET', 'GET', 'HEAD', 'GET']) {
    const answer = await fetch(link, { method, headers: { 'user-agent': 'Mozilla/5.0 (compatible; mail scanner)' } })
    await answer.arrayBuffer()
    answers.push(answer.status)
  }
  return answers
}

test('a scanner that opens every link of every mail changes nothing, and the links work afterwards', async () => {
  const kinds = await writeEveryMail()
  const withLinks = [
    'already_registered',
    'barrier_received',
    'confirm',
    'confirmed',
    'entered',
    'invitation',
    'lost_links',
    'meeting_invitation',
    'message',
    'offered',
    'requested',
    'rescheduled',
    'substitute',
    'waitlisted',
    'withdrawn',
  ]
  expect(kinds).toEqual(expect.arrayContaining(withLinks))
  const meetingId = await publishMeeting(office, 33 * day, { capacity: 1 })
  await office.post(`/api/v1/meetings/${meetingId}/open`)
  await signUp(meetingId, 'Letzte')
  const confirmation = await arrived('letzte@example.org', 'confirm')
  await sleep(1_500)

  const stored = await storedIn(service)
  const before = await stored()
  const links = new Set(post.delivered.flatMap(linksIn))
  expect(links.size).toBeGreaterThan(15)
  for (const link of links)
    expect([200, 404, 410], link).toEqual(expect.arrayContaining([...new Set(await scan(link))]))
  await sleep(500)
  expect(await stored()).toEqual(before)

  // control: the same comparison sees what a press does
  const token = tokenIn(confirmation, '/confirm/')
  expect((await visitor('confirmations/by-link', { token })).status).toBe(200)
  expect(await stored()).not.toEqual(before)
  // pressed again, as by a double click or after an answer that was lost: the same page, and nothing more
  await arrived('letzte@example.org', 'confirmed')
  await sleep(500)
  const after = await stored()
  const again = await visitor('confirmations/by-link', { token })
  expect(again.status).toBe(200)
  expect(await stored()).toEqual(after)
})

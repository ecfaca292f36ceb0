import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Mail, UndeliverableAddress } from '@treffpunkt/shared/mails'
import { publishMeeting } from '../../test/door.ts'
import { asOwner } from '../../test/postgres.ts'
import { openPostOffice, type PostOffice } from '../../test/post-office.ts'
import { freePort } from '../../test/process.ts'
import {
  createTestDatabase,
  startService,
  type Client,
  type TestDatabase,
  type TestService,
} from '../../test/service.ts'

// What the office sees of mails: the log, and addresses at which nothing arrives.

let post: PostOffice
let database: TestDatabase
let service: TestService
let office: Client
beforeAll(async () => {
  post = await openPostOffice(await freePort())
  database = await createTestDatabase()
  const env = { SMTP_URL: `smtp://127.0.0.1:${post.port}`, MAIL_FROM: 'Netzwerk <netz@example.org>' }
  service = await startService({ database, env })
  office = await service.signIn('coordinator')
})
afterAll(async () => {
  await service.close()
  await post.close()
  await database.drop()
})

const openMeeting = (plan: object = {}) => publishMeeting(office, 24 * 40, plan)
const logged = async (to: string): Promise<Mail[]> =>
  ((await office.get('/api/v1/mails?limit=200')).body as { items: Mail[] }).items.filter(mail => mail.to === to)
const deliveredTo = (address: string) => post.delivered.filter(({ to }) => to === address)

describe('an address that refuses again and again', () => {
  const undeliverable = async (query = '') =>
    ((await office.get(`/api/v1/undeliverable-addresses${query}`)).body as { items: UndeliverableAddress[] }).items
  const write = async (meetingId: string) => {
    const message = { audience: 'everybody', subject: 'Parken', body: 'Der Parkplatz ist gesperrt.' }
    expect((await office.post(`/api/v1/meetings/${meetingId}/mailings`, message)).status).toBe(201)
    await asOwner(database.owner, client =>
      client.query(`update pgboss.job set start_after = now() where name = 'send-mailing' and state = 'created'`),
    )
  }
  const newest = (address: string, count: number) =>
    expect
      .poll(async () => (await logged(address)).filter(({ status }) => status !== 'waiting').length, {
        timeout: 20_000,
      })
      .toBe(count)

  test('gets only what has to be said, until the office has looked or something arrives', async () => {
    const meetingId = await openMeeting()
    const address = 'voll@example.org'
    post.moods = { refuse: to => (to === address ? { code: 552, message: '5.2.2 Over quota' } : undefined) }
    const guest = { firstName: 'Vera', lastName: 'Voll', email: address }
    const entered = await office.post(`/api/v1/meetings/${meetingId}/registrations`, guest)
    const { id } = entered.body as { id: string }
    await newest(address, 1)
    for (const count of [2, 3]) {
      await write(meetingId)
      await newest(address, count)
    }
    const found = [{ email: address, name: 'Vera Voll', refusals: 3, reason: 'mailbox_full', stopped: true }]
    expect(await undeliverable(`?registrationId=${id}`)).toMatchObject(found)
    expect((await undeliverable()).filter(one => one.email === address)).toMatchObject(found)

    // what can wait is not even tried; what has to be said is
    await write(meetingId)
    await newest(address, 4)
    expect((await logged(address))[0]).toMatchObject({ kind: 'message', reason: 'stopped', attempts: 0 })
    await office.post(`/api/v1/registrations/${id}/withdraw`)
    await newest(address, 5)
    expect((await logged(address))[0]).toMatchObject({ kind: 'withdrawn', reason: 'mailbox_full', attempts: 1 })
    await office.post(`/api/v1/registrations/${id}/restore`)
    await newest(address, 6)

    // looked at by the office: everything is sent again
    post.moods = {}
    const refused = (await undeliverable(`?registrationId=${id}`))[0]?.id
    const reader = await service.signIn('reader')
    expect((await reader.post(`/api/v1/mails/${refused}/address-checked`)).status).toBe(403)
    expect((await office.post(`/api/v1/mails/${refused}/address-checked`)).status).toBe(200)
    expect(await undeliverable(`?registrationId=${id}`)).toEqual([])
    await write(meetingId)
    await newest(address, 7)
    expect(deliveredTo(address).at(-1)?.mail.subject).toBe('Parken')
  })

  test('that is corrected starts anew, and one that takes a mail again is forgiven', async () => {
    const meetingId = await openMeeting()
    const wrong = 'ada@exmaple.org'
    post.moods = { refuse: to => (to === wrong ? { code: 550, message: '5.1.1 no such user' } : undefined) }
    const guest = { firstName: 'Ada', lastName: 'Tipp', email: wrong }
    const { id } = (await office.post(`/api/v1/meetings/${meetingId}/registrations`, guest)).body as { id: string }
    await newest(wrong, 1)
    expect(await undeliverable(`?registrationId=${id}`)).toMatchObject([{ refusals: 1, stopped: false }])
    const changed = await office.patch(
      `/api/v1/registrations/${id}`,
      { email: 'ada.tipp@example.org' },
      { 'if-match': '*' },
    )
    expect(changed.status, changed.text).toBe(200)
    expect(await undeliverable(`?registrationId=${id}`)).toEqual([])

    const flaky = 'mal-so@example.org'
    post.moods = { refuse: to => (to === flaky ? { code: 550, message: 'no' } : undefined) }
    const other = { firstName: 'Mal', lastName: 'So', email: flaky }
    const second = (await office.post(`/api/v1/meetings/${meetingId}/registrations`, other)).body as { id: string }
    await newest(flaky, 1)
    expect(await undeliverable(`?registrationId=${second.id}`)).toHaveLength(1)
    post.moods = {}
    await write(meetingId)
    await newest(flaky, 2)
    expect(await undeliverable(`?registrationId=${second.id}`)).toEqual([])
  })
})

describe('the log of mails', () => {
  test('finds by address, name, subject, kind, state and meeting, page by page', async () => {
    const meetingId = await openMeeting({ kind: 'specialist', title: 'Pflege im Süden' })
    const people = [
      { firstName: 'Jörg', lastName: 'Müller', email: 'jm@suche.example.org' },
      { firstName: 'Олена', lastName: 'Коваль', email: 'olena_k@suche.example.org' },
      { firstName: 'Ada', lastName: 'Adler', email: 'olenaXk@suche.example.org' },
    ]
    for (const who of people) await office.post(`/api/v1/meetings/${meetingId}/registrations`, who)
    const found = async (query: Record<string, string>) =>
      ((await office.get(`/api/v1/mails?${new URLSearchParams(query).toString()}`)).body as { items: Mail[] }).items
        .map(({ to }) => to)
        .toSorted()
    const [mueller, olena, ada] = people.map(({ email }) => email)
    expect(await found({ q: 'mueller' })).toEqual([mueller])
    expect(await found({ q: 'JM@suche' })).toEqual([mueller])
    expect(await found({ q: 'коваль süden' })).toEqual([olena])
    // signs of the database's own are letters like others
    for (const q of ['%', '_@']) expect(await found({ q })).toEqual([])
    expect(await found({ meetingId, kind: 'entered' })).toEqual([mueller, ada, olena].toSorted())
    expect(await found({ meetingId, kind: 'withdrawn' })).toEqual([])
    expect(await found({ meetingId, q: 'pflege', status: 'failed' })).toEqual([])
    // what was not needed any more did not fail
    const failAll = (email: string | undefined, reason: string) =>
      service.db
        .updateTable('mails')
        .set({ status: 'failed', reason })
        .where('toAddress', '=', email ?? '')
        .execute()
    await failAll(mueller, 'outdated')
    await failAll(ada, 'mailbox_full')
    expect(await found({ meetingId, status: 'failed' })).toEqual([ada])
    expect(await found({ meetingId, status: 'outdated' })).toEqual([mueller])

    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body } = await office.get(`/api/v1/mails?meetingId=${meetingId}&limit=2${cursor && `&cursor=${cursor}`}`)
      const page = body as { items: Mail[]; next: string | null }
      seen.push(...page.items.map(({ to }) => to))
      cursor = page.next
    }
    expect(seen.toSorted()).toEqual([mueller, ada, olena].toSorted())
  })
})

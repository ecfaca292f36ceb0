import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AudienceCounts, Mailing, MailingPreview } from '@treffpunkt/shared/mailings'
import type { Mail, MailContent } from '@treffpunkt/shared/mails'
import type { Meeting } from '@treffpunkt/shared/meetings'
import { enterGuest, entryOf, record } from '../../test/door.ts'
import {
  createTestDatabase,
  startService,
  type Client,
  type TestDatabase,
  type TestService,
} from '../../test/service.ts'

let database: TestDatabase
let service: TestService
let office: Client & { account: { name: string } }
beforeAll(async () => {
  database = await createTestDatabase()
  service = await startService({ database })
  office = await service.signIn('coordinator')
})
afterAll(async () => {
  await service.close()
  await database.drop()
})

const hour = 3_600_000
const inHours = (hours: number) => new Date(Date.now() + hours * hour).toISOString()
const span = (hours: number) => ({ startsAt: inHours(hours), endsAt: inHours(hours + 3) })

let n = 0
/** A meeting with two who have a seat, one who waits and one without an address. */
async function meetingWithPeople(hours = 24 * 30): Promise<{ id: string; addresses: string[] }> {
  const venue = await office.post('/api/v1/venues', { name: 'Bürgerhaus', municipality: 'Hohenmölsen' })
  const { id: venueId } = venue.body as { id: string }
  const plan = { kind: 'network', ...span(hours), capacity: 3, venueId }
  const { id } = (await office.post('/api/v1/meetings', plan)).body as { id: string }
  await office.post(`/api/v1/meetings/${id}/publish`)
  const addresses = ['ada', 'bo', 'cem'].map(name => `${name}${++n}@example.org`)
  const [ada, bo, cem] = addresses
  await enterGuest(office, id, { lastName: 'Adler', email: ada })
  await enterGuest(office, id, { lastName: 'Bauer', email: bo })
  await enterGuest(office, id, { lastName: 'Ohne' })
  await enterGuest(office, id, { lastName: 'Celik', email: cem })
  return { id, addresses }
}
const read = async (id: string) => (await office.get(`/api/v1/meetings/${id}`)).body as Meeting
async function reschedule(id: string, body: object): Promise<void> {
  const { version } = await read(id)
  const answer = await office.post(`/api/v1/meetings/${id}/reschedule`, body, { 'if-match': `"${version}"` })
  expect(answer.status, answer.text).toBe(200)
}
const mailings = async (id: string) =>
  ((await office.get(`/api/v1/meetings/${id}/mailings`)).body as { items: Mailing[] }).items
const message = {
  audience: 'everybody',
  subject: 'Parken',
  body: 'Der Parkplatz ist gesperrt.\n\nKommen Sie mit dem Bus:\nLinie 1',
}
const send = (id: string, body: object = message) => office.post(`/api/v1/meetings/${id}/mailings`, body)

/** The minute is over. */
const hurry = () =>
  sql`update pgboss.job set start_after = now() where name = 'send-mailing' and state = 'created'`.execute(service.db)
async function goOut(id: string): Promise<Mailing> {
  await hurry()
  await expect.poll(async () => (await mailings(id))[0]?.state, { timeout: 10_000 }).toBe('sent')
  return (await mailings(id))[0] as Mailing
}
const mailsOf = async ({ id }: Mailing) =>
  ((await office.get(`/api/v1/mails?mailingId=${id}`)).body as { items: Mail[] }).items
async function textOf(mailing: Mailing, to: string | undefined): Promise<MailContent> {
  const mail = (await mailsOf(mailing)).find(one => one.to === to)
  return (await office.get(`/api/v1/mails/${mail?.id}`)).body as MailContent
}
const problemOf = ({ body }: { body: unknown }) => (body as { type?: string }).type?.split('/').at(-1)

describe('a message to those registered', () => {
  test('waits a minute, then is a mail for each of them', async () => {
    const { id, addresses } = await meetingWithPeople()
    const answer = await send(id)
    expect(answer.status).toBe(201)
    const planned = answer.body as Mailing
    expect(planned).toMatchObject({ kind: 'message', state: 'waiting', recipients: 3, by: office.account.name })
    expect(Date.parse(planned.dueAt) - Date.parse(planned.createdAt)).toBe(60_000)
    const sent = await goOut(id)
    expect(sent.recipients).toBe(3)
    const mails = await mailsOf(sent)
    expect(mails.map(({ to }) => to).toSorted()).toEqual(addresses.toSorted())
    expect(new Set(mails.map(({ subject }) => subject))).toEqual(new Set(['Parken']))
    const { text, links } = await textOf(sent, addresses[0])
    expect(text).toContain(
      'Guten Tag Ada Adler,\n\nDer Parkplatz ist gesperrt.\n\nKommen Sie mit dem Bus:\nLinie 1\n\nTreffen:',
    )
    expect(links.map(({ label }) => label)).toEqual(['Meine Anmeldung ansehen', 'Zum Treffen'])
  })

  test('goes to whom it is for, as they are when it goes out', async () => {
    const { id, addresses } = await meetingWithPeople()
    const counts = (await office.get(`/api/v1/meetings/${id}/audiences`)).body as AudienceCounts
    expect(counts).toEqual({ everybody: 3, expected: 2, waiting: 1, came: 0, told: 3, withoutAddress: 1 })
    await send(id, { ...message, audience: 'expected' })
    const { items } = (await office.get(`/api/v1/meetings/${id}/registrations`)).body as {
      items: { id: string; email: string | null }[]
    }
    // who withdraws within the minute gets none; a seat that is offered meanwhile is no seat yet
    await office.post(`/api/v1/registrations/${items.find(({ email }) => email === addresses[0])?.id}/withdraw`)
    expect((await mailsOf(await goOut(id))).map(({ to }) => to)).toEqual([addresses[1]])
  })

  test('goes to nobody when everybody has withdrawn meanwhile', async () => {
    const { id } = await meetingWithPeople()
    await send(id, { ...message, audience: 'waiting' })
    const { items } = (await office.get(`/api/v1/meetings/${id}/registrations?status=waitlisted`)).body as {
      items: { id: string }[]
    }
    for (const one of items) await office.post(`/api/v1/registrations/${one.id}/withdraw`)
    expect((await goOut(id)).recipients).toBe(0)
  })

  test('goes to those who came, after the meeting', async () => {
    const { id, addresses } = await meetingWithPeople(-1)
    const { items } = (await office.get(`/api/v1/meetings/${id}/registrations`)).body as {
      items: { id: string; email: string | null }[]
    }
    const bo = items.find(({ email }) => email === addresses[1])
    await record(office, id, entryOf('present', bo?.id ?? ''))
    await send(id, { ...message, audience: 'came' })
    expect((await mailsOf(await goOut(id))).map(({ to }) => to)).toEqual([addresses[1]])
  })

  test('is shown before it is sent as its first reader gets it, and nothing is sent', async () => {
    const { id, addresses } = await meetingWithPeople()
    const answer = await office.post(`/api/v1/meetings/${id}/mailing-preview`, message)
    const preview = answer.body as MailingPreview
    expect([preview.to, preview.subject]).toEqual([addresses[0], 'Parken'])
    expect(preview.text).toContain('Guten Tag Ada Adler,\n\nDer Parkplatz ist gesperrt.')
    // whoever looks at it does not hold the link of somebody else
    expect(preview.links.map(({ url }) => url.split('/').slice(3))).toEqual([
      ['registrations', ''],
      ['meetings', id],
    ])
    const nobody = await office.post(`/api/v1/meetings/${id}/mailing-preview`, { ...message, audience: 'came' })
    expect((nobody.body as MailingPreview).to).toBeNull()
    expect(await mailings(id)).toEqual([])
  })

  test('goes to exactly those who were chosen, wherever they stand, and to nobody of another meeting', async () => {
    const { id, addresses } = await meetingWithPeople()
    const other = await meetingWithPeople()
    const of = async (meeting: string) =>
      (
        (await office.get(`/api/v1/meetings/${meeting}/registrations?sort=createdAt`)).body as {
          items: { id: string }[]
        }
      ).items
    const [ada, bo, without] = (await of(id)).map(one => one.id)
    const foreign = (await of(other.id))[0]?.id
    const chosen = { ...message, audience: 'chosen', registrationIds: [ada, bo, without, foreign] }
    expect((await office.post(`/api/v1/meetings/${id}/mailing-preview`, chosen)).body).toMatchObject({ recipients: 2 })
    await office.post(`/api/v1/registrations/${bo}/withdraw`)
    const answer = await send(id, chosen)
    expect(answer.body).toMatchObject({ audience: 'chosen', recipients: 2 })
    const mails = await mailsOf(await goOut(id))
    expect(mails.map(({ to }) => to).sort()).toEqual(addresses.slice(0, 2).sort())
    expect((await send(id, { ...message, audience: 'chosen' })).body).toMatchObject({
      errors: [{ pointer: '/registrationIds' }],
    })
    expect(problemOf(await send(id, { ...chosen, registrationIds: [foreign] }))).toBe('nobody_to_write_to')
  })

  test('can be taken back before it goes out, and not afterwards', async () => {
    const { id } = await meetingWithPeople()
    const first = (await send(id)).body as Mailing
    const takeBack = () => office.post(`/api/v1/mailings/${first.id}/take-back`)
    const answers = [await takeBack(), await takeBack()]
    expect(answers.map(({ body }) => (body as Mailing).state)).toEqual(['taken_back', 'taken_back'])
    const second = (await send(id, { ...message, subject: 'Bus' })).body as Mailing
    await goOut(id)
    expect(await mailsOf(first)).toEqual([])
    expect(problemOf(await office.post(`/api/v1/mailings/${second.id}/take-back`))).toBe('mailing_sent')
  })

  test('needs somebody it goes to, and words', async () => {
    const { id } = await meetingWithPeople()
    expect(problemOf(await send(id, { ...message, audience: 'came' }))).toBe('nobody_to_write_to')
    for (const wrong of [{ subject: ' ' }, { body: '\n ' }, { subject: 'a\r\nBcc: x@example.org' }])
      expect((await send(id, { ...message, ...wrong })).status).toBe(422)
    const draft = (await office.post('/api/v1/meetings', { kind: 'network', ...span(99) })).body as { id: string }
    expect(problemOf(await send(draft.id))).toBe('meeting_is_draft')
  })

  test('is one mail for each, whoever sends it and however often', async () => {
    const { id } = await meetingWithPeople()
    const other = await startService({ database })
    try {
      const { id: mailingId } = (await send(id)).body as Mailing
      // the job is there several times, as after a worker was taken for dead
      await sql`insert into pgboss.job (name, data) select 'send-mailing', ${JSON.stringify({ mailingId })}::jsonb from generate_series(1, 5)`.execute(
        service.db,
      )
      const sent = await goOut(id)
      await expect
        .poll(
          async () => {
            const { rows } =
              await sql`select from pgboss.job where name = 'send-mailing' and state < 'completed'`.execute(service.db)
            return rows.length
          },
          { timeout: 10_000 },
        )
        .toBe(0)
      expect(await mailsOf(sent)).toHaveLength(3)
    } finally {
      await other.close()
    }
  })
})

describe('a meeting that is moved', () => {
  test('is told to everybody who is registered, with the old and the new time', async () => {
    const { id, addresses } = await meetingWithPeople()
    const before = await read(id)
    await reschedule(id, { ...span(24 * 37), note: 'Im Bürgerhaus wird gebaut.' })
    const sent = await goOut(id)
    expect(sent).toMatchObject({
      kind: 'rescheduled',
      audience: 'everybody',
      recipients: 3,
      body: 'Im Bürgerhaus wird gebaut.',
    })
    const { subject, text } = await textOf(sent, addresses[0])
    expect(subject).toBe(`Neuer Termin: ${before.name}`)
    const day = (instant: string) =>
      new Intl.DateTimeFormat('de-DE', { timeZone: 'Europe/Berlin', dateStyle: 'full' }).format(new Date(instant))
    expect(text).toContain('das Treffen ist verlegt')
    expect(text).toContain('Im Bürgerhaus wird gebaut.')
    expect(text).toContain(`Wann: ${day((await read(id)).startsAt)}`)
    expect(text).toContain(`Bisher: ${day(before.startsAt)}`)
    expect(text).not.toContain('Ort bisher')
    expect((await textOf(sent, addresses[2])).text).toContain('Ihr Platz auf der Warteliste bleibt')
  })

  test('twice within the minute is told once, from where they knew it', async () => {
    const { id, addresses } = await meetingWithPeople()
    const other = await office.post('/api/v1/venues', { name: 'Schule', municipality: 'Zeitz' })
    await reschedule(id, span(24 * 37))
    await reschedule(id, { ...span(24 * 30), venueId: (other.body as { id: string }).id })
    const sent = await goOut(id)
    expect((await mailings(id)).map(({ state }) => state)).toEqual(['sent', 'taken_back'])
    expect(
      await service.db
        .selectFrom('mails')
        .select('id')
        .where('toAddress', '=', addresses[0] ?? '')
        .where('kind', '=', 'rescheduled')
        .execute(),
    ).toHaveLength(1)
    const { text } = await textOf(sent, addresses[0])
    expect(text).toContain('Ort bisher: Bürgerhaus, Hohenmölsen')
  })

  test('says the whole time, also when only the end is another', async () => {
    const { id, addresses } = await meetingWithPeople()
    const { startsAt, endsAt } = await read(id)
    await reschedule(id, { startsAt, endsAt: new Date(Date.parse(endsAt) + hour).toISOString() })
    const { text } = await textOf(await goOut(id), addresses[0])
    const clock = new Intl.DateTimeFormat('de-DE', { timeZone: 'Europe/Berlin', timeStyle: 'short' })
    // with the day before it when this test runs late in the evening
    const itsEnd = new RegExp(`bis (.*, )?${clock.format(new Date(endsAt))} Uhr$`)
    expect(/Bisher: (.*)/.exec(text)?.[1]).toMatch(itsEnd)
    expect(/Wann: (.*)/.exec(text)?.[1]).not.toMatch(itsEnd)
  })

  test('is told from where each of them knows it, and not to who knows it where it is', async () => {
    const { id, addresses } = await meetingWithPeople()
    const first = await read(id)
    await reschedule(id, span(24 * 37))
    const between = `between${n}@example.org`
    await enterGuest(office, id, { lastName: 'Neu', email: between })
    // back where it was announced for: only who signed up in between has to know
    await reschedule(id, { startsAt: first.startsAt, endsAt: first.endsAt })
    const back = await goOut(id)
    expect((await mailsOf(back)).map(({ to }) => to)).toEqual([between])
    await reschedule(id, span(24 * 51))
    const again = await goOut(id)
    expect((await mailsOf(again)).map(({ to }) => to).toSorted()).toEqual([...addresses, between].toSorted())
  })

  test('that nobody was told of is told after all, until there is something newer to say', async () => {
    const { id, addresses } = await meetingWithPeople()
    await reschedule(id, span(24 * 37))
    const [waiting] = await mailings(id)
    await office.post(`/api/v1/mailings/${waiting?.id}/take-back`)
    const answer = await office.post(`/api/v1/mailings/${waiting?.id}/send`)
    expect([answer.status, (answer.body as Mailing).state]).toEqual([200, 'waiting'])
    expect((await textOf(await goOut(id), addresses[0])).text).toContain('das Treffen ist verlegt')
    await reschedule(id, span(24 * 44))
    const [second] = await mailings(id)
    await reschedule(id, span(24 * 51))
    expect((await office.post(`/api/v1/mailings/${second?.id}/send`)).status).toBe(409)
  })

  test('tells who has not confirmed yet to do so, and who has an offer until when it holds', async () => {
    const { id } = await meetingWithPeople()
    await office.post(`/api/v1/meetings/${id}/open`)
    const { version } = await read(id)
    // one more seat: who waited is offered it
    await office.patch(`/api/v1/meetings/${id}`, { capacity: 5 }, { 'if-match': `"${version}"` })
    const who = { firstName: 'Dora', lastName: 'Neu', email: `dora${n}@example.org`, noticeVersion: 1 }
    expect((await service.anonymous.post(`/api/v1/public/meetings/${id}/registrations`, who)).status).toBe(202)
    await reschedule(id, span(24 * 37))
    const sent = await goOut(id)
    const mails = await mailsOf(sent)
    const offered = mails.find(({ to }) => to.startsWith('cem'))
    expect((await textOf(sent, offered?.to)).text).toMatch(
      /Ihnen ist ein Platz angeboten\. Nehmen Sie ihn bis .* Uhr an\./,
    )
    const unconfirmed = await textOf(sent, who.email)
    expect(unconfirmed.text).toContain('Bestätigen Sie noch Ihre Anmeldung')
    expect(unconfirmed.links[0]?.url).toContain('/confirm/')
  })

  test('goes out though its job was lost', async () => {
    const { id } = await meetingWithPeople()
    await reschedule(id, span(24 * 37))
    await sql`delete from pgboss.job where name = 'send-mailing'`.execute(service.db)
    await sql`update mailings set due_at = now() - interval '1 minute' where meeting_id = ${id}`.execute(service.db)
    await sql`insert into pgboss.job (name, data) values ('sweep-mailings', '{}')`.execute(service.db)
    await expect.poll(async () => (await mailings(id))[0]?.state, { timeout: 10_000 }).toBe('sent')
  })

  test('and moved back within the minute is told to nobody', async () => {
    const { id } = await meetingWithPeople()
    const { startsAt, endsAt } = await read(id)
    await reschedule(id, span(24 * 37))
    await reschedule(id, { startsAt, endsAt })
    expect((await mailings(id)).map(({ state, canSend }) => [state, canSend])).toEqual([['taken_back', false]])
  })

  test('to another place only says so', async () => {
    const { id, addresses } = await meetingWithPeople()
    const { startsAt, endsAt, name } = await read(id)
    await reschedule(id, { startsAt, endsAt, venueId: null })
    const { subject, text } = await textOf(await goOut(id), addresses[0])
    expect(subject).toBe(`Anderer Ort: ${name}`)
    expect(text).toContain('findet an einem anderen Ort statt')
    expect(text).toContain('Wo: wird noch bekannt gegeben')
    expect(text).not.toContain('Bisher:')
  })
})

describe('a meeting that is cancelled', () => {
  test('is told to everybody with the reason, and that it was moved is not told any more', async () => {
    const { id, addresses } = await meetingWithPeople()
    const before = await read(id)
    await reschedule(id, span(24 * 37))
    const moved = await read(id)
    await office.post(`/api/v1/meetings/${id}/cancel`, { reason: 'Sturmwarnung' })
    const sent = await goOut(id)
    expect((await mailings(id)).map(({ kind, state }) => [kind, state])).toEqual([
      ['cancelled', 'sent'],
      ['rescheduled', 'taken_back'],
    ])
    const { subject, text } = await textOf(sent, addresses[0])
    // by the name and the date that they know
    expect(subject).toBe(`Abgesagt: ${moved.name}`)
    const day = new Intl.DateTimeFormat('de-DE', { timeZone: 'Europe/Berlin', dateStyle: 'full' })
    expect(text).toContain(`Wann: ${day.format(new Date(before.startsAt))}`)
    expect(text).toContain('das Treffen findet nicht statt.\n\nGrund: Sturmwarnung')
    // asked again, nobody is told again
    await office.post(`/api/v1/meetings/${id}/cancel`, { reason: 'Sturmwarnung' })
    expect(await mailings(id)).toHaveLength(2)
  })

  test('with nobody registered is told to nobody', async () => {
    const { id } = (await office.post('/api/v1/meetings', { kind: 'network', ...span(99) })).body as { id: string }
    await office.post(`/api/v1/meetings/${id}/publish`)
    await office.post(`/api/v1/meetings/${id}/cancel`, { reason: 'Sturmwarnung' })
    expect(await mailings(id)).toEqual([])
  })
})

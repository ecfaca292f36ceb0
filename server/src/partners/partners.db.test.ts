import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Change } from '@treffpunkt/shared/changes'
import type { PartnerRegistration } from '@treffpunkt/shared/partners'
import type { PublicMeeting } from '@treffpunkt/shared/meetings'
import { entryOf, record } from '../../test/door.ts'
import { makeOrganisation, makePartner, type PartnerClient } from '../../test/partner.ts'
import { useSignUps } from '../../test/sign-ups.ts'

const world = useSignUps()
const { meeting, person, mailTo, tokenIn, comes, look, own } = world

let organisationId: string
let partner: PartnerClient
let other: PartnerClient
beforeAll(async () => {
  organisationId = await makeOrganisation(world.office, 'Caritas Naumburg')
  partner = await makePartner(world.office, world.service.url, organisationId)
  other = await makePartner(world.office, world.service.url, await makeOrganisation(world.office))
})

const colleague = (more: object = {}) => {
  const { noticeVersion: _, ...who } = person(more)
  return who
}
const register = (
  meetingId: string,
  who: object = colleague(),
  query = '',
  headers = {},
  by: PartnerClient = partner,
) => by.post(`/api/v1/partner/meetings/${meetingId}/registrations${query}`, who, headers)
const registered = async (meetingId: string, who: object = colleague(), by: PartnerClient = partner) => {
  const answer = await register(meetingId, who, '', {}, by)
  expect(answer.status, answer.text).toBe(201)
  return answer.body as PartnerRegistration
}
const read = async ({ id }: { id: string }, by: PartnerClient = partner) =>
  (await by.get(`/api/v1/partner/registrations/${id}`)).body as PartnerRegistration
const count = async (table: string) =>
  (await world.service.pool.query<{ n: number }>(`select count(*)::integer as n from ${table}`)).rows[0]?.n

describe('reading', () => {
  test('meetings as the public reads them, groups that have begun, what is public about organisations', async () => {
    const id = await meeting(20)
    const draft = (
      await world.office.post('/api/v1/meetings', { kind: 'network', startsAt: world.at(99), endsAt: world.at(100) })
    ).body as { id: string }
    const { items } = (await partner.get('/api/v1/partner/meetings')).body as { items: PublicMeeting[] }
    expect(items.map(one => one.id)).toContain(id)
    expect(items.map(one => one.id)).not.toContain(draft.id)
    const one = await partner.get(`/api/v1/partner/meetings/${id}`)
    expect(one.body).toEqual((await world.service.anonymous.get(`/api/v1/public/meetings/${id}`)).body)
    expect((await partner.get(`/api/v1/partner/meetings/${draft.id}`)).status).toBe(404)

    for (const [name, state] of [
      ['Wohnen', 'active'],
      ['Noch nicht', 'proposed'],
    ])
      await world.office.post('/api/v1/working-groups', { name, state })
    expect((await partner.get('/api/v1/partner/working-groups')).body).toMatchObject({
      items: [{ name: 'Wohnen', state: 'active' }],
    })

    await world.office.patch(`/api/v1/organisations/${organisationId}`, { aliases: ['CV'] }, { 'if-match': '*' })
    const found = (await other.get('/api/v1/partner/organisations?q=caritas')).body as { items: object[] }
    expect(found.items).toEqual([
      { id: organisationId, name: 'Caritas Naumburg', sector: 'welfare_and_advice', municipality: null, website: null },
    ])
    expect((await partner.get('/api/v1/partner/organisation')).body).toMatchObject({
      id: organisationId,
      aliases: ['CV'],
    })
  })

  test('what is cancelled can be left out, and what a meeting asks is there for those who tell their people', async () => {
    const [id, off] = [await meeting(20), await meeting(20)]
    await world.office.post(`/api/v1/meetings/${off}/cancel`, { reason: 'Sturm' })
    const idsOf = async (query: string) =>
      ((await partner.get(`/api/v1/partner/meetings${query}`)).body as { items: PublicMeeting[] }).items.map(
        one => one.id,
      )
    expect(await idsOf('?cancelled=false')).toEqual(expect.arrayContaining([id]))
    expect(await idsOf('?cancelled=false')).not.toContain(off)
    expect(await idsOf('?cancelled=true')).toEqual([off])
    expect(await idsOf('')).toEqual(expect.arrayContaining([id, off]))
    expect((await partner.get('/api/v1/partner/meetings?cancelled=maybe')).status).toBe(422)

    const question = { kind: 'short_text', label: 'Welcher Workshop?', purpose: 'Um Räume zu planen.', required: true }
    expect((await world.office.post(`/api/v1/meetings/${id}/questions`, question)).status).toBe(201)
    const asked = await partner.get(`/api/v1/partner/meetings/${id}/questions`)
    expect(asked.body).toMatchObject({ items: [{ ...question, sensitive: false }] })
    const draft = await world.office.post('/api/v1/meetings', {
      kind: 'network',
      startsAt: world.at(99),
      endsAt: world.at(100),
    })
    const hidden = `/api/v1/partner/meetings/${(draft.body as { id: string }).id}/questions`
    expect((await partner.get(hidden)).status).toBe(404)
    // registered without answers, the person is asked by their own mail
    const who = colleague()
    await registered(id, who)
    const mail = await mailTo(who.email, 'entered')
    expect(mail.text).toContain('Fragen zum Treffen: Noch offen.')
    expect((await look(tokenIn(mail))).questions).toMatchObject([{ label: 'Welcher Workshop?' }])
  })

  test('a sign-up that is not open says from when until when it is', async () => {
    const id = (
      (
        await world.office.post('/api/v1/meetings', {
          kind: 'network',
          startsAt: world.at(99),
          endsAt: world.at(100),
        })
      ).body as { id: string }
    ).id
    await world.office.post(`/api/v1/meetings/${id}/publish`)
    const refused = async () => (await register(id)).body
    expect(await refused()).toMatchObject({ type: '/problems/meeting_not_open', registrationOpensAt: null })
    const { headers } = await world.office.get(`/api/v1/meetings/${id}`)
    const opens = new Date(Date.parse(world.at(50))).toISOString()
    await world.office.patch(
      `/api/v1/meetings/${id}`,
      { registrationOpensAt: opens },
      { 'if-match': headers['etag'] ?? '' },
    )
    const { registrationOpensAt, registrationClosesAt } = (await partner.get(`/api/v1/partner/meetings/${id}`))
      .body as PublicMeeting
    expect(registrationOpensAt).toBe(opens)
    expect(await refused()).toMatchObject({ status: 409, registrationOpensAt, registrationClosesAt })
  })

  test('page by page', async () => {
    const id = await meeting(null)
    const made = [await registered(id), await registered(id), await registered(id)].map(one => one.id)
    const seen: string[] = []
    for (let cursor = ''; ;) {
      const { body, headers } = await partner.get(`/api/v1/partner/registrations?meetingId=${id}&limit=2${cursor}`)
      const { items, next } = body as { items: PartnerRegistration[]; next: string | null }
      seen.push(...items.map(one => one.id))
      if (next === null) {
        expect(headers['link']).toBeUndefined()
        break
      }
      cursor = `&cursor=${encodeURIComponent(next)}`
      // the same by following links (RFC 8288)
      const link = /^<([^>]+)>; rel="next"$/.exec(headers['link'] ?? '')?.[1]
      const address = `/api/v1/partner/registrations?meetingId=${id}&limit=2${cursor}`
      expect((await partner.get(link ?? '')).body).toEqual((await partner.get(address)).body)
    }
    expect(seen).toEqual(made.reverse())
  })
})

describe('registering', () => {
  test('a seat at once while there is one, else a place in the queue; the person is told who gave their data', async () => {
    const id = await meeting(1)
    const [first, second] = [colleague(), colleague({ language: 'en' })]
    const one = await registered(id, first)
    expect(one).toMatchObject({
      status: 'confirmed',
      queuePosition: null,
      attendance: null,
      firstName: first.firstName,
    })
    expect(Object.keys(one)).not.toContain('email')
    expect(await registered(id, second)).toMatchObject({ status: 'waitlisted', queuePosition: 1 })

    const mail = await mailTo(first.email, 'entered')
    expect(mail.text).toContain('Caritas Naumburg hat Sie zu diesem Treffen angemeldet')
    expect(mail.text).toContain('Art. 6 Abs. 1')
    expect(mail.text).toContain('ob Sie da waren')
    expect((await mailTo(second.email, 'entered')).text).toContain('We received your details from Caritas Naumburg')

    // by the link of the mail the person sees everything, changes it, and withdraws
    const token = tokenIn(mail)
    expect(await look(token)).toMatchObject({ organisation: { name: 'Caritas Naumburg' }, status: 'confirmed' })
    const data = (await world.service.anonymous.get('/api/v1/own-registration/data-in-words', own(token))).text
    expect(data).toContain('Caritas Naumburg')
    await world.move(token, 'withdraw')
    expect(await read(one)).toMatchObject({ status: 'withdrawn' })

    const { items } = (await world.office.get(`/api/v1/history/registration/${one.id}`)).body as { items: Change[] }
    expect(items.find(({ kind }) => kind === 'created')?.actor).toBe('Schlüssel „Intranet“ von Caritas Naumburg')
    expect((await world.office.get(`/api/v1/registrations/${one.id}`)).body).toMatchObject({ source: 'partner' })
  })

  test('once, however often the same request comes; without a key of its own it is refused', async () => {
    const id = await meeting(null)
    const who = colleague()
    const key = { 'idempotency-key': randomUUID() }
    const answers = [await register(id, who, '', key), await register(id, who, '', key)]
    expect(answers.map(({ status }) => status)).toEqual([201, 201])
    expect(answers[1]?.body).toEqual(answers[0]?.body)
    expect(answers[1]?.headers['idempotent-replayed']).toBe('true')
    expect((await register(id, colleague(), '', key)).body).toMatchObject({ type: '/problems/idempotency_key_reused' })
    const bare = await world.service.anonymous.post(`/api/v1/partner/meetings/${id}/registrations`, colleague(), {
      authorization: `Bearer ${partner.secret}`,
    })
    expect(bare.body).toMatchObject({ status: 400, type: '/problems/idempotency_key_missing' })
  })

  test('rehearsed: everything is checked, nothing is kept, no mail, and the key is not used up', async () => {
    const id = await meeting(1)
    const who = colleague()
    const key = { 'idempotency-key': randomUUID() }
    const tables = ['registrations', 'mails', 'people', 'changes', 'idempotency_keys', 'pgboss.job']
    const before = await Promise.all(tables.map(count))
    const tried = await register(id, who, '?dryRun=true', key)
    expect([tried.status, tried.headers['dry-run']]).toEqual([200, 'true'])
    expect(tried.body).toMatchObject({ id: '00000000-0000-0000-0000-000000000000', status: 'confirmed' })
    expect(await Promise.all(tables.map(count))).toEqual(before)
    const real = await register(id, who, '', key)
    expect(real.status).toBe(201)
    expect((await register(id, colleague(), '?dryRun=true')).body).toMatchObject({
      status: 'waitlisted',
      queuePosition: 1,
    })
    expect((await register(id, who, '?dryRun=true')).body).toMatchObject({ type: '/problems/registration_live' })

    const path = `/api/v1/partner/registrations/${(real.body as PartnerRegistration).id}`
    expect((await partner.post(`${path}/withdraw?dryRun=true`)).body).toMatchObject({ status: 'withdrawn' })
    expect(
      (await partner.patch(`${path}?dryRun=true`, { lastName: 'Anders' }, { 'if-match': '*' })).body,
    ).toMatchObject({ lastName: 'Anders' })
    expect(await read(real.body as PartnerRegistration)).toEqual(real.body)
  })

  test('only while sign-up is open', async () => {
    const [closed, cancelled] = [await meeting(5), await meeting(5)]
    await world.office.post(`/api/v1/meetings/${closed}/close`)
    await world.office.post(`/api/v1/meetings/${cancelled}/cancel`, { reason: 'Sturm' })
    expect((await register(closed)).body).toMatchObject({ type: '/problems/meeting_not_open' })
    expect((await register(cancelled)).body).toMatchObject({ type: '/problems/meeting_cancelled' })
    expect((await register(await meeting(5), { ...colleague(), organisationId: randomUUID() })).status).toBe(422)
  })

  test('names that nobody can read, and bodies that are no UTF-8, are refused', async () => {
    const id = await meeting(null)
    for (const firstName of [' \u00AD\u2060 ', 'Ada\u202Eadl']) {
      const answer = await register(id, colleague({ firstName }))
      expect(answer.body, JSON.stringify(firstName)).toMatchObject({
        status: 422,
        errors: [{ pointer: '/firstName', code: 'pattern', detail: expect.stringContaining('visible sign') }],
      })
    }
    // what messengers put around a name goes, and nothing is left of one that was nothing else
    const around = await register(id, colleague({ firstName: '\u2067Adele\u2069' }))
    expect(around.body).toMatchObject({ firstName: 'Adele' })
    expect((await register(id, colleague({ firstName: '\u200B' }))).body).toMatchObject({
      status: 422,
      errors: [{ pointer: '/firstName' }],
    })
    // joiners and marks within a name are letters of it to those who write so
    expect((await register(id, colleague({ firstName: 'می‌نا', lastName: 'O’Neill-Łuć' }))).status).toBe(201)
    const send = (body: Buffer) =>
      fetch(`${world.service.url}/api/v1/partner/meetings/${id}/registrations`, {
        method: 'POST',
        body: new Uint8Array(body),
        headers: {
          authorization: `Bearer ${partner.secret}`,
          'content-type': 'application/json',
          'idempotency-key': randomUUID(),
        },
      })
    const text = JSON.stringify(colleague({ lastName: 'Müller' }))
    const refused = await send(Buffer.from(text, 'latin1'))
    expect([refused.status, await refused.json()]).toMatchObject([
      400,
      { type: '/problems/bad_request', detail: expect.stringContaining('UTF-8') },
    ])
    expect((await send(Buffer.from(text))).status).toBe(201)
  })

  test('many at once from two organisations: no seat is given twice', async () => {
    const id = await meeting(5)
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, n) => register(id, colleague(), '', {}, n % 2 === 0 ? partner : other)),
    )
    const places = answers.map(({ body }) => (body as PartnerRegistration).status)
    expect(places.filter(place => place === 'confirmed')).toHaveLength(5)
    expect(places.filter(place => place === 'waitlisted')).toHaveLength(11)
  })
})

describe('its own people', () => {
  test('are changed and withdrawn; attendance is seen', async () => {
    const id = await meeting(null)
    const one = await registered(id)
    const path = `/api/v1/partner/registrations/${one.id}`
    const change = (body: object, headers: Record<string, string>) => partner.patch(path, body, headers)
    expect((await change({ lastName: 'Neu' }, {})).status).toBe(428)
    expect((await change({ lastName: 'Neu' }, { 'if-match': '"9"' })).status).toBe(412)
    expect((await change({ email: 'mine@example.org' }, { 'if-match': '*' })).status).toBe(422)
    expect((await change({ lastName: 'Neu', engagement: 'volunteer' }, { 'if-match': '"1"' })).body).toMatchObject({
      lastName: 'Neu',
      engagement: 'volunteer',
      status: 'confirmed',
    })
    await world.service.pool.query(
      `update meetings set starts_at = now() - interval '1 hour', registration_opens_at = now() - interval '2 hours' where id = $1`,
      [id],
    )
    await record(world.office, id, entryOf('present', one.id))
    expect(await read(one)).toMatchObject({ attendance: 'present' })

    const next = await registered(await meeting(null))
    const gone = await partner.post(`/api/v1/partner/registrations/${next.id}/withdraw`)
    expect(gone.body).toMatchObject({ status: 'withdrawn' })
    expect((await partner.post(`/api/v1/partner/registrations/${next.id}/withdraw`)).body).toMatchObject({ version: 2 })
  })

  test('are found again by what the program calls them', async () => {
    const id = await meeting(null)
    const one = await registered(id, { ...colleague(), reference: ' Fall 4711 ' })
    expect(one.reference).toBe('Fall 4711')
    const found = async (reference: string, by = partner) =>
      (
        (await by.get(`/api/v1/partner/registrations?reference=${encodeURIComponent(reference)}`)).body as {
          items: PartnerRegistration[]
        }
      ).items.map(each => each.id)
    expect(await found('Fall 4711')).toEqual([one.id])
    expect(await found('Fall 4711', other)).toEqual([])
    const path = `/api/v1/partner/registrations/${one.id}`
    await partner.patch(path, { reference: 'Fall 12' }, { 'if-match': '*' })
    await partner.patch(path, { lastName: 'Umbenannt' }, { 'if-match': '*' })
    expect([await found('Fall 4711'), await found('Fall 12')]).toEqual([[], [one.id]])
    const { items } = (await world.office.get(`/api/v1/history/registration/${one.id}`)).body as { items: Change[] }
    expect(items.flatMap(({ fields }) => fields)).toContain('partnerReference')
    // the person sees it, and it goes with them; also where a row without a name stays
    await world.service.pool.query(`update meetings set starts_at = now() + interval '1 hour' where id = $1`, [id])
    const { rows } = await world.service.pool.query<{ email: string }>(
      'select email from registrations where id = $1',
      [one.id],
    )
    const token = tokenIn(await mailTo(rows[0]?.email ?? '', 'entered'))
    const data = (await world.service.anonymous.get('/api/v1/own-registration/data-in-words', own(token))).text
    expect(data).toContain('Fall 12')
    await world.service.anonymous.post('/api/v1/own-registration/erase', undefined, own(token))
    const left = await world.service.pool.query(
      'select partner_reference, erased_at is not null as erased from registrations where id = $1',
      [one.id],
    )
    expect(left.rows).toEqual([{ partner_reference: null, erased: true }])
  })

  test('are seen by every key of the organisation, by nobody else, and only as long as they say they are', async () => {
    const id = await meeting(null)
    const who = colleague()
    const one = await registered(id, who)
    const second = await makePartner(world.office, world.service.url, organisationId)
    expect((await second.get(`/api/v1/partner/registrations/${one.id}`)).status).toBe(200)
    // an own sign-up that names the organisation is the person's, not the organisation's
    const { registration } = await comes(id, { organisationId })
    const { items } = (await partner.get(`/api/v1/partner/registrations?meetingId=${id}`)).body as {
      items: PartnerRegistration[]
    }
    expect(items.map(({ lastName }) => lastName)).not.toContain(registration.lastName)

    const token = tokenIn(await mailTo(who.email, 'entered'))
    const needs = { stepFree: true, interpreter: null, food: null, other: 'Geheim' }
    const change = (body: object) =>
      world.service.anonymous.patch('/api/v1/own-registration', body, { ...own(token), 'if-match': '*' })
    await change({ needs })
    const seen = await partner.get(`/api/v1/partner/registrations/${one.id}`)
    expect(seen.text).not.toContain('Geheim')
    expect(seen.text).not.toContain(who.email)
    await change({ organisationTyped: 'Chor' })
    for (const answer of [
      await partner.get(`/api/v1/partner/registrations/${one.id}`),
      await partner.patch(`/api/v1/partner/registrations/${one.id}`, { lastName: 'X' }, { 'if-match': '*' }),
      await partner.post(`/api/v1/partner/registrations/${one.id}/withdraw`),
    ])
      expect(answer.status).toBe(404)
  })

  test('erased by themselves: as if they had never been there', async () => {
    const who = colleague()
    const id = await meeting(null)
    const one = await registered(id, who)
    const token = tokenIn(await mailTo(who.email, 'entered'))
    const erased = await world.service.anonymous.post('/api/v1/own-registration/erase', undefined, own(token))
    expect(erased.status).toBe(200)
    expect((await partner.get(`/api/v1/partner/registrations/${one.id}`)).status).toBe(404)
    expect((await partner.get(`/api/v1/partner/registrations?meetingId=${id}`)).body).toEqual({ items: [], next: null })
  })

  test('a name is corrected, and nobody whom the office knows is renamed', async () => {
    const known = colleague()
    const kept = (await world.office.post('/api/v1/people', known)).body as { id: string }
    const one = await registered(await meeting(null), known)
    await partner.patch(`/api/v1/partner/registrations/${one.id}`, { lastName: 'Untergeschoben' }, { 'if-match': '*' })
    expect((await world.office.get(`/api/v1/people/${kept.id}`)).body).toMatchObject({ lastName: known.lastName })
    const { personId } = (await world.office.get(`/api/v1/registrations/${one.id}`)).body as { personId: string }
    expect(personId).not.toBe(kept.id)
  })

  test('mails to one person are limited', async () => {
    const who = colleague()
    const ids = await Promise.all(Array.from({ length: 11 }, () => meeting(null)))
    const statuses: number[] = []
    for (const id of ids) statuses.push((await register(id, who)).status)
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 201), 429])
  })
})

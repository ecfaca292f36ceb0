import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import supertest from 'supertest'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type {
  BarrierCounts,
  BarrierReceipt,
  BarrierReport,
  BarrierReportSummary,
} from '@treffpunkt/shared/barrier-reports'
import { languageKeys, prefixOf } from '@treffpunkt/shared/languages'
import type { MailContent } from '@treffpunkt/shared/mails'
import { retention } from '../app/retention.ts'
import { eraseDue } from '../jobs/retention.ts'
import { startService, type Client, type TestService } from '../../test/service.ts'

let service: TestService
let office: Client & { account: { name: string } }
const contact = 'office@example.org'
beforeAll(async () => {
  service = await startService()
  office = await service.signIn('coordinator')
  await service.db.updateTable('settings').set({ contactEmail: contact }).execute()
})
afterAll(() => service.close())
beforeEach(() => service.db.deleteFrom('rateLimits').execute())

const address = '/api/v1/public/barrier-reports'
let n = 0
const newEmail = () => `reporter-${++n}@example.org`

async function report(body: object = {}): Promise<BarrierReceipt & { id: string }> {
  const answer = await service.anonymous.post(address, { barrier: 'Der Knopf hat keinen Namen.', ...body })
  expect(answer.status, answer.text).toBe(201)
  const receipt = answer.body as BarrierReceipt
  const { id } = await service.db
    .selectFrom('barrierReports')
    .select('id')
    .where('reference', '=', receipt.reference)
    .executeTakeFirstOrThrow()
  return { ...receipt, id }
}
const read = async (id: string) => (await office.get(`/api/v1/barrier-reports/${id}`)).body as BarrierReport
const act = (id: string, verb: string, body?: object) => office.post(`/api/v1/barrier-reports/${id}/${verb}`, body)

async function mailsAbout(id: string): Promise<(MailContent & { kind: string })[]> {
  const rows = await service.db
    .selectFrom('mails')
    .select('id')
    .where('barrierReportId', '=', id)
    .orderBy('id')
    .execute()
  return Promise.all(rows.map(async row => (await office.get(`/api/v1/mails/${row.id}`)).body as MailContent))
}

describe('reporting', () => {
  test('tells the reporter a reference and the day, a month later by the calendar', async () => {
    const email = newEmail()
    const { id, reference, dueOn, answerBy, token } = await report({ email, name: 'Ada', page: '/imprint' })
    expect(reference).toMatch(/^B-[2-9A-Z]{3}-[2-9A-Z]{3}$/)
    expect(answerBy).toBe('email')
    const { rows } = await sql<{ due: string }>`select
      ((now() at time zone 'Europe/Berlin') + interval '1 month')::date as due`.execute(service.db)
    expect(dueOn).toBe(rows[0]?.due)
    const again = await service.anonymous.post('/api/v1/public/barrier-receipts', { token })
    expect(again.body).toEqual({ reference, dueOn, answerBy, token })
    expect((await service.anonymous.post('/api/v1/public/barrier-receipts', { token: `${token}x` })).status).toBe(404)
    expect(await read(id)).toMatchObject({ state: 'open', overdue: false, email, name: 'Ada', page: '/imprint' })
  })

  test('nothing that was typed goes into any mail, as nobody knows whose address it is', async () => {
    const typed = { barrier: 'KAUFEN SIE https://evil.example', name: 'Reiche Erbin', page: 'https://evil.example/x' }
    const { id, reference } = await report({ ...typed, email: newEmail(), otherContact: 'Telefon 0190' })
    const mails = await mailsAbout(id)
    expect(mails.map(({ kind }) => kind).toSorted()).toEqual(['barrier_received', 'barrier_reported'])
    for (const { text, subject, links } of mails) {
      expect(`${text} ${subject} ${JSON.stringify(links)}`).not.toMatch(/evil|KAUFEN|Erbin|0190/)
      expect(subject).toContain(reference)
    }
    expect(mails.find(({ kind }) => kind === 'barrier_reported')).toMatchObject({
      to: contact,
      links: [{ url: expect.stringContaining(`/admin/barrier-reports/${id}`) as string }],
    })
  })

  test('without an address there is a receipt, and no mail but that to the office', async () => {
    const { id, answerBy } = await report({ otherContact: 'Telefon 03445 1' })
    expect(answerBy).toBe('other')
    expect((await report()).answerBy).toBe('nothing')
    expect((await mailsAbout(id)).map(({ to }) => to)).toEqual([contact])
  })

  test('a double press is one report, and a program that fills in everything makes none', async () => {
    const key = { 'idempotency-key': randomUUID() }
    const count = async () => (await service.db.selectFrom('barrierReports').select('id').execute()).length
    const before = await count()
    const answers = await Promise.all([1, 2, 3].map(() => service.anonymous.post(address, { barrier: 'Zweimal' }, key)))
    expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThan(0)
    await service.anonymous.post(address, { barrier: 'Zweimal' }, key)
    expect(await count()).toBe(before + 1)
    const robot = await service.anonymous.post(address, { barrier: 'Zweimal', homepage: 'https://evil.example' })
    expect(robot.status).toBe(201)
    expect(await count()).toBe(before + 1)
  })

  test('is limited by network, and never says whether an address is known', async () => {
    const email = newEmail()
    const statuses = []
    for (let i = 0; i < 31; i++) statuses.push((await service.anonymous.post(address, { barrier: 'x', email })).status)
    expect(statuses.slice(0, 30).every(status => status === 201)).toBe(true)
    expect(statuses[30]).toBe(429)
    const mails = await service.db.selectFrom('mails').select('id').where('toAddress', '=', email).execute()
    expect(mails).toHaveLength(10)
  })

  test('names what is to be mended', async () => {
    const answer = await service.anonymous.post(address, { barrier: ' ', email: 'nobody' })
    expect(answer.status).toBe(422)
    const { errors } = answer.body as { errors: { pointer: string }[] }
    expect(errors.map(({ pointer }) => pointer).toSorted()).toEqual(['/barrier', '/email'])
  })

  test.each(languageKeys)('in %s the receipt speaks the language of the form, and leads on in it', async language => {
    const { id } = await report({ email: newEmail(), language })
    const mail = (await mailsAbout(id)).find(({ kind }) => kind === 'barrier_received')
    expect(new URL(mail?.links[0]?.url ?? '').pathname).toMatch(new RegExp(`^${prefixOf(language)}/report-barrier/`))
    if (!language.startsWith('de')) expect(mail?.text).not.toMatch(/Guten Tag|Meldung/)
    expect(/\u2068B-\S+\u2069$/.test(mail?.subject ?? '')).toBe(language === 'ar')
  })
})

describe('in the office', () => {
  test('an answer goes out after a minute, marked as German, and is taken back by opening again', async () => {
    const { id } = await report({ email: newEmail(), language: 'ar' })
    const answered = (await act(id, 'answer', { body: 'Der Knopf heißt jetzt „Senden“.\n\nDanke.' }))
      .body as BarrierReport
    expect(answered).toMatchObject({ state: 'answered', answers: [{ byMail: true, by: office.account.name }] })
    const [answer] = answered.answers
    expect(Date.parse(answer?.dueAt ?? '') - Date.parse(answer?.createdAt ?? '')).toBe(60_000)
    const mail = (await mailsAbout(id)).find(({ kind }) => kind === 'barrier_answered')
    expect(mail?.status).toBe('waiting')
    expect(mail?.text).toContain('Der Knopf heißt jetzt „Senden“.\n\nDanke.')
    expect(mail?.text).toMatch(/[؀-ۿ]{3}/)
    // two at once: one answer
    expect((await act(id, 'answer', { body: 'Noch eine' })).status).toBe(409)

    const reopened = (await act(id, 'reopen')).body as BarrierReport
    expect(reopened.state).toBe('open')
    expect(reopened.answers[0]?.takenBackAt).not.toBeNull()
    await sql`update pgboss.job set start_after = now() where name = 'send-mail' and state = 'created'`.execute(
      service.db,
    )
    const stateOf = async () => (await mailsAbout(id)).find(({ kind }) => kind === 'barrier_answered')?.status
    await expect.poll(stateOf, { timeout: 10_000 }).toBe('failed')
  })

  test('an answer that has gone out stays, and another one can follow', async () => {
    const { id } = await report({ email: newEmail() })
    await act(id, 'answer', { body: 'Erste Antwort' })
    await sql`update barrier_answers set due_at = now() where barrier_report_id = ${id}`.execute(service.db)
    await sql`update pgboss.job set start_after = now() where name = 'send-mail' and state = 'created'`.execute(
      service.db,
    )
    const stateOf = async () => (await mailsAbout(id)).find(({ kind }) => kind === 'barrier_answered')?.status
    await expect.poll(stateOf, { timeout: 10_000 }).toBe('kept')
    await act(id, 'reopen')
    const twice = (await act(id, 'answer', { body: 'Zweite Antwort' })).body as BarrierReport
    expect(twice.answers.map(({ body, takenBackAt }) => [body, takenBackAt])).toEqual([
      ['Erste Antwort', null],
      ['Zweite Antwort', null],
    ])
    const texts = (await mailsAbout(id)).filter(({ kind }) => kind === 'barrier_answered').map(({ text }) => text)
    expect(texts.map(text => /(Erste|Zweite) Antwort/.exec(text)?.[1])).toEqual(['Erste', 'Zweite'])
  })

  test('without an address the answer is written down', async () => {
    const { id } = await report({ otherContact: 'Telefon' })
    expect((await act(id, 'answer', { body: 'Angerufen' })).body).toMatchObject({
      state: 'answered',
      answers: [{ byMail: false }],
    })
    expect((await mailsAbout(id)).map(({ kind }) => kind)).toEqual(['barrier_reported'])
  })

  test('is closed with a reason, noted, opened again, and says what happened', async () => {
    const { id } = await report()
    expect((await act(id, 'close', { reason: ' ' })).status).toBe(422)
    expect((await act(id, 'close', { reason: 'Werbung' })).body).toMatchObject({
      state: 'closed',
      closeReason: 'Werbung',
    })
    expect((await act(id, 'answer', { body: 'Doch' })).status).toBe(409)
    expect((await act(id, 'reopen')).body).toMatchObject({ state: 'open', closeReason: null })
    expect((await act(id, 'reopen')).status).toBe(200)
    const noted = await office.patch(`/api/v1/barrier-reports/${id}`, { note: 'IT fragen' }, { 'if-match': '*' })
    expect(noted.body).toMatchObject({ note: 'IT fragen' })
    expect((await office.patch(`/api/v1/barrier-reports/${id}`, { note: 'x' }, { 'if-match': '"1"' })).status).toBe(412)
    const { items } = (await office.get(`/api/v1/history/barrier_report/${id}`)).body as { items: { kind: string }[] }
    expect(items.map(({ kind }) => kind)).toEqual(['changed', 'reopened', 'report_closed', 'created'])
  })

  test('is listed with what is due first, and counts what is late', async () => {
    const { id } = await report()
    const counted = async () => (await office.get('/api/v1/barrier-report-counts')).body as BarrierCounts
    const before = await counted()
    await sql`update barrier_reports set created_at = created_at - interval '40 days', due_on = due_on - 40 where id = ${id}`.execute(
      service.db,
    )
    expect(await counted()).toEqual({ open: before.open, overdue: before.overdue + 1 })
    const list = async (query: string) =>
      ((await office.get(`/api/v1/barrier-reports?${query}`)).body as { items: BarrierReportSummary[] }).items
    expect((await list('open=true'))[0]).toMatchObject({ id, overdue: true })
    await act(id, 'close', { reason: 'Doppelt' })
    expect((await list('open=true')).some(one => one.id === id)).toBe(false)
    expect((await list('open=false')).some(one => one.id === id)).toBe(true)
    expect(await counted()).toEqual({ open: before.open - 1, overdue: before.overdue })
  })
})

test('what was written is erased 12 months after it was settled; the number of reports stays', async () => {
  const { id, reference } = await report({ email: newEmail(), name: 'Ada Geheim', page: 'Seite geheim' })
  await act(id, 'answer', { body: 'Antwort geheim' })
  const open = await report({ barrier: 'bleibt' })
  const age = (months: number) =>
    sql`update barrier_reports set created_at = created_at - interval '2 years', answered_at = now() - make_interval(months => ${months})
      where id = ${id}`.execute(service.db)
  const erase = () => eraseDue(service.db, retention, error => expect.unreachable(String(error)))
  await sql`update barrier_reports set created_at = created_at - interval '3 years' where id = ${open.id}`.execute(
    service.db,
  )
  await age(11)
  await erase()
  expect((await read(id)).barrier).not.toBeNull()
  await age(13)
  await erase()
  expect(await read(id)).toMatchObject({
    reference,
    state: 'answered',
    barrier: null,
    name: null,
    email: null,
    page: null,
    note: '',
    answers: [],
  })
  expect((await read(open.id)).barrier).toBe('bleibt')
  const { rows } = await sql<{
    found: number
  }>`select count(*) as found from change_values v join changes c on c.id = v.change_id
    where c.object_id = ${id}`.execute(service.db)
  expect(rows[0]?.found).toBe(1)
  expect((await act(id, 'reopen')).status).toBe(409)
})

describe('without JavaScript', () => {
  const html = { accept: 'text/html' }
  const open = (path: string, headers: Record<string, string> = {}) =>
    supertest(service.url).get(path).set(html).set(headers)
  const post = (path: string, fields: Record<string, string>) =>
    supertest(service.url).post(path).set(html).set('origin', service.url).type('form').send(fields)

  test('the form knows where one came from, and never what opens a registration', async () => {
    const pageField = async (referer: string) =>
      /name="page"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*name="page"/
        .exec((await open('/en/report-barrier', { referer })).text)
        ?.slice(1)
        .find(Boolean)
    expect(await pageField(`${service.url}/imprint?x=1`)).toBe(`${service.url}/imprint`)
    expect(await pageField(`${service.url}/uk/registrations/secret-token`)).toBe(`${service.url}/uk/registrations/…`)
    expect(await pageField('https://elsewhere.example/x')).toBeUndefined()
    expect(await pageField(`${service.url}/report-barrier`)).toBeUndefined()
    const { id } = await report({ page: `${service.url}/tickets/secret?a=b und Ticket` })
    expect((await read(id)).page).not.toContain('secret')
  })

  test.each(languageKeys)(
    '%s: keeps what was typed, then leads to a receipt that can be opened again',
    async language => {
      const path = `${prefixOf(language)}/report-barrier`
      const formKey = /name="formKey" value="([0-9a-f-]{36})"/.exec((await open(path)).text)?.[1] ?? ''
      expect(formKey).not.toBe('')
      const wrong = await post(path, { barrier: ' ', name: 'Ada <b>', email: 'nobody', formKey })
      expect(wrong.status).toBe(422)
      expect(wrong.text).toContain('Ada &lt;b&gt;')
      expect(wrong.text).toContain('tp-summary')
      const fields = { barrier: 'Der Kontrast reicht nicht', email: newEmail(), formKey }
      const [first, again] = [await post(path, fields), await post(path, fields)]
      expect([first.status, again.status], first.text).toEqual([303, 303])
      expect(first.headers['location']).toBe(again.headers['location'])
      const receipt = await open(first.headers['location'] as string)
      expect(receipt.text).toMatch(/B-[2-9A-Z]{3}-[2-9A-Z]{3}/)
      expect(receipt.text).toContain('ombudsstelle')
      expect(receipt.headers['cache-control']).toBe('no-store')
      expect(receipt.text).not.toContain('Der Kontrast')
    },
  )
})

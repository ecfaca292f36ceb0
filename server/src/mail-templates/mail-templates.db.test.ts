import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  audienceOf,
  isToPerson,
  languagesOf,
  templateKinds,
  templateMistakes,
  type MailTemplate,
  type TemplateWords,
} from '@treffpunkt/shared/mail-templates'
import type { Mail, MailContent } from '@treffpunkt/shared/mails'
import { enterGuest, publishMeeting } from '../../test/door.ts'
import { makeOrganisation, makePartner } from '../../test/partner.ts'
import { startService, type Client, type TestService } from '../../test/service.ts'

let service: TestService
let office: Client
let meetingId: string
beforeAll(async () => {
  service = await startService()
  office = await service.signIn('coordinator')
  meetingId = await publishMeeting(office, 24 * 20, { kind: 'specialist', title: 'Pflege & <b>Sprache</b>' })
})
afterAll(() => service.close())

const at = (kind: string, language = 'de') => `/api/v1/mail-templates/${kind}/${language}`
type Read = MailTemplate & { house: TemplateWords; versions: { version: number; words: unknown; by: string | null }[] }
const read = async (kind: string, language?: string) => (await office.get(at(kind, language))).body as Read
const put = async (kind: string, words: TemplateWords, language?: string) => {
  const { headers } = await office.get(at(kind, language))
  return office.put(at(kind, language), words, { 'if-match': headers['etag'] ?? '' })
}
let n = 0
async function newestTo(kind: string, who: object = {}): Promise<MailContent> {
  const email = `p${++n}@example.org`
  await enterGuest(office, meetingId, { firstName: 'Eva', lastName: '{Wann} <i>Ost</i>', email, ...who })
  return mailTo(email, kind)
}
async function mailTo(email: string, kind: string): Promise<MailContent> {
  const find = async () =>
    ((await office.get('/api/v1/mails?limit=200')).body as { items: Mail[] }).items.find(
      mail => mail.to === email && mail.kind === kind,
    )
  await expect.poll(find, { timeout: 10_000 }).toBeDefined()
  return (await office.get(`/api/v1/mails/${(await find())?.id}`)).body as MailContent
}

test('the words of the house of every kind in every language are a text that the office may write itself', async () => {
  const { items } = (await office.get('/api/v1/mail-templates')).body as { items: MailTemplate[] }
  expect(items).toHaveLength(templateKinds.flatMap(languagesOf).length)
  for (const { kind, language, subject, body, isOwn, version } of items) {
    expect(templateMistakes(kind, { subject, body }), `${kind} ${language}`).toEqual({})
    expect([isOwn, version]).toEqual([false, 0])
  }
})

/** Agrees to be invited to further meetings. */
const agree = (registrationId: string) =>
  sql`insert into consents (id, registration_id, purpose, text_version, language, source)
    values (gen_random_uuid(), ${registrationId}, 'invitations', 1, 'de', 'link')`.execute(service.db)

describe('words of the office', () => {
  const words = {
    subject: 'Schön, dass Sie kommen: {Treffen}',
    body: '{Anlass}\n\nLiebe:r {Vorname}, wir sehen uns am {Wann} in {Wo}.\nIhr Link: {Link}\n\n{Datenschutz}\n\n<script>alert(1)</script> Ihr {Büro}',
  }

  test('are what the mail says, with everything in its place; what is filled in is text', async () => {
    const house = await newestTo('entered')
    expect(house.text).toContain('hat Sie zu diesem Treffen angemeldet')
    expect((await put('entered', words)).status).toBe(200)
    const { subject, text } = await newestTo('entered')
    expect(subject).toBe('Schön, dass Sie kommen: Pflege & <b>Sprache</b>')
    expect(text).toContain(
      'Guten Tag Eva {Wann} <i>Ost</i>,\n\ndie Koordinierungsstelle hat Sie zu diesem Treffen angemeldet.',
    )
    expect(text).toMatch(
      /Liebe:r Eva, wir sehen uns am \S+, .* Uhr in wird noch bekannt gegeben\.\nIhr Link: http\S+\/registrations\/\S+/,
    )
    expect(text).toContain('(Art. 6 Abs. 1 Buchst. e DSGVO)')
    expect(text).toContain('<script>alert(1)</script> Ihr ')
  })

  test('in one language say nothing in another, which keeps the words of the house', async () => {
    const { subject, text } = await newestTo('entered', { language: 'uk' })
    expect(subject).toMatch(/^[^a-z]*: Pflege/)
    expect(text).toContain('Координаційний офіс')
    expect(text).not.toContain('Liebe:r')
  })

  test('have versions with who and when, and are taken back to the words of the house', async () => {
    const { headers, body } = await office.get(at('withdrawn'))
    const tag = headers['etag'] ?? ''
    const { house } = body as Read
    expect((await office.put(at('withdrawn'), { ...house, body: 'Schade, {Name}.' }, { 'if-match': tag })).status).toBe(
      200,
    )
    // somebody who knew the version before writes nothing over it
    expect((await office.put(at('withdrawn'), { ...house, body: 'Weg' }, { 'if-match': tag })).status).toBe(412)
    const now = await office.get(at('withdrawn'))
    expect((await office.delete(at('withdrawn'), { 'if-match': now.headers['etag'] ?? '' })).status).toBe(200)
    expect(await read('withdrawn')).toMatchObject({
      ...house,
      isOwn: false,
      version: 2,
      versions: [
        { version: 2, words: null, by: 'Konto coordinator' },
        { version: 1, words: { body: 'Schade, {Name}.' }, by: 'Konto coordinator' },
      ],
    })
  })

  test('tell whom an organisation entered who did, and what it sees, where they name that paragraph', async () => {
    await office.post(`/api/v1/meetings/${meetingId}/open`)
    const name = 'Caritas <b>Naumburg</b>'
    const partner = await makePartner(office, service.url, await makeOrganisation(office, name))
    const enter = async (language: string) => {
      const who = { firstName: 'Bo', lastName: `Nord ${++n}`, email: `p${n}@example.org`, language }
      const answer = await partner.post(`/api/v1/partner/meetings/${meetingId}/registrations`, who)
      expect(answer.status, answer.text).toBe(201)
      return { ...(await mailTo(who.email, 'entered')), ...(answer.body as { id: string }) }
    }
    for (const language of languagesOf('entered')) {
      // the words of the house are those that the law asks for
      await office.delete(at('entered', language), { 'if-match': '*' })
      const paragraphs = (await enter(language)).text.split('\n\n')
      const [reason = '', source = '', purpose = ''] = paragraphs.slice(1)
      expect(reason, language).toContain(name)
      expect(source).toContain(name)
      const own = {
        subject: 'Neu: {Treffen}',
        body: 'Hallo {Vorname}!\n\n{Anlass}\n\nBis bald.\n{Datenschutz}\n\nEnde.',
      }
      expect((await put('entered', own, language)).status).toBe(200)
      const said = `Hallo Bo!\n\n${reason}\n\nBis bald.\n${source}\n\n${purpose}\n\nEnde.`
      const { id, text, subject } = await enter(language)
      expect(text, language).toContain(said)
      expect(subject).toContain('Neu: ')
      // and so does the preview for one of them
      const preview = await office.post(`${at('entered', language)}/preview`, { ...own, registrationId: id })
      expect((preview.body as { text: string }).text, language).toContain(said)
      // whom the office enters itself reads nothing of it
      const byOffice = await newestTo('entered', { language })
      expect(byOffice.text).toContain(`Bis bald.\n${purpose}\n\nEnde.`)
      expect(byOffice.text).not.toContain('Caritas')
      await office.delete(at('entered', language), { 'if-match': '*' })
    }
    // where no name stands for the organisation, what the office wrote gives way to what is true
    expect((await put('withdrawn', { subject: 'Ab', body: 'Schade, {Vorname}.' })).status).toBe(200)
    const { id, to } = await enter('de')
    expect((await partner.post(`/api/v1/partner/registrations/${id}/withdraw`)).status).toBe(200)
    expect((await mailTo(to, 'withdrawn')).text).toContain(`${name} hat Sie abgemeldet.`)
    await office.delete(at('withdrawn'), { 'if-match': '*' })
  })

  test('422 with what is wrong: unknown, missing, amid a sentence; 403 for readers', async () => {
    const codes = async (kind: string, wrong: Partial<TemplateWords>) => {
      const answer = await put(kind, { ...(await read(kind)).house, ...wrong })
      const { errors } = answer.body as { errors?: { pointer: string; code: string; detail: string }[] }
      return [answer.status, errors?.[0]?.pointer, errors?.[0]?.code, errors?.[0]?.detail.match(/\{.*?\}/)?.[0]]
    }
    expect(await codes('entered', { body: 'Hallo {Anlass}' })).toEqual([
      422,
      '/body',
      'missing_variable',
      '{Datenschutz}',
    ])
    expect(await codes('entered', { body: 'Hallo {Anlass}\n{Datenschutz}' })).toEqual([
      422,
      '/body',
      'not_alone',
      '{Anlass}',
    ])
    expect(await codes('confirmed', { body: '{constructor} {__proto__}' })).toEqual([
      422,
      '/body',
      'unknown_variable',
      '{constructor}',
    ])
    expect(await codes('confirmed', { subject: 'An {Name}' })).toEqual([422, '/subject', 'unknown_variable', '{Name}'])
    expect(await codes('offered', { body: 'Ein Platz ist frei.' })).toEqual([
      422,
      '/body',
      'missing_variable',
      '{Frist}',
    ])
    // whoever is invited is told that the link is theirs alone
    expect(await codes('meeting_invitation', { body: 'Kommen Sie: {Link}' })).toEqual([
      422,
      '/body',
      'missing_variable',
      '{Linkhinweis}',
    ])
    expect((await office.get(at('test'))).status).toBe(422)
    expect((await office.get(at('invitation', 'en'))).status).toBe(404)
    const reader = await service.signIn('reader')
    expect((await reader.get(at('confirm'))).status).toBe(200)
    expect((await reader.delete(at('confirm'), { 'if-match': '*' })).status).toBe(403)
  })

  test('are previewed for somebody real in the language of the text; personal links open nothing', async () => {
    const guest = await enterGuest(office, meetingId, { firstName: 'Olena', lastName: 'K', email: 'olena@example.org' })
    const admin = await service.signIn('admin')
    const invitation = {
      ...(await read('meeting_invitation')).house,
      registrationId: guest.id,
    }
    // who has not agreed would get none
    expect((await admin.post(`${at('meeting_invitation')}/preview`, invitation)).body).toMatchObject({
      errors: [{ pointer: '/registrationId', code: 'not_invitable' }],
    })
    await agree(guest.id)
    for (const kind of templateKinds)
      for (const language of languagesOf(kind)) {
        const { house } = await read(kind, language)
        const audience = audienceOf(kind)
        const answer = await admin.post(`${at(kind, language)}/preview`, {
          ...house,
          ...(isToPerson(kind) ? { registrationId: guest.id } : {}),
        })
        expect(answer.status, `${kind} ${language} ${answer.text}`).toBe(200)
        const { to, text, links } = answer.body as { to: string; text: string; links: { url: string }[] }
        const olena = 'olena@example.org'
        expect(to).toBe({ registered: olena, invited: olena, reporter: null, account: admin.account.email }[audience])
        expect(text.replace(/\{Wann\}/g, '')).not.toMatch(/\{[A-ZÄÖÜ]/)
        for (const { url } of links)
          expect(url).not.toMatch(
            /(registrations|confirm|tickets|invitation|reset-password|confirm-email|barrier)\/[^#]+/,
          )
      }
    const { house } = await read('rescheduled')
    expect((await office.post(`${at('rescheduled')}/preview`, house)).body).toMatchObject({
      errors: [{ pointer: '/registrationId' }],
    })
  })

  test('are tried on oneself, saved or not; what it says goes when the person is erased', async () => {
    const admin = await service.signIn('admin')
    const guest = await enterGuest(admin, meetingId, {
      firstName: 'Vera',
      lastName: 'Probe',
      email: 'vera@example.org',
    })
    const trial = { subject: 'Probe: {Treffen}', body: 'Nur für mich, {Name}.', registrationId: guest.id }
    const answer = await admin.post(`${at('confirmed', 'en')}/trial`, trial, { 'idempotency-key': 'trial-one' })
    expect([answer.status, answer.body]).toEqual([200, { to: admin.account.email }])
    await admin.post(`${at('confirmed', 'en')}/trial`, trial, { 'idempotency-key': 'trial-one' })
    const tries = ((await admin.get('/api/v1/mails?kind=template_trial')).body as { items: Mail[] }).items
    expect(tries.map(({ to, subject }) => [to, subject])).toEqual([
      [admin.account.email, 'Probe: Pflege & <b>Sprache</b>'],
    ])
    const look = async () => (await admin.get(`/api/v1/mails/${tries[0]?.id}`)).body as MailContent
    expect((await look()).text).toContain('Dear Vera Probe,\n\nNur für mich, Vera Probe.')
    expect((await admin.post(`/api/v1/people/${guest.personId}/erase`)).status).toBe(200)
    expect((await look()).text).toBe('')
  })
})

describe('words of mails that are not about one registration', () => {
  const newestOf = async (kind: string, client: Client) => {
    const find = async () =>
      ((await client.get(`/api/v1/mails?kind=${kind}&limit=1`)).body as { items: Mail[] }).items[0]
    await expect.poll(find, { timeout: 10_000 }).toBeDefined()
    return (await client.get(`/api/v1/mails/${(await find())?.id}`)).body as MailContent
  }
  const write = async (client: Client, kind: string, words: TemplateWords) =>
    client.put(at(kind), words, { 'if-match': (await client.get(at(kind))).headers['etag'] ?? '' })

  test('mails to accounts are for admins, and a link to an account stays in the mail alone', async () => {
    const admin = await service.signIn('admin')
    const words = { subject: 'Willkommen im Team', body: '{Person} lädt ein zu {Netzwerk}, bis {Frist}. Ihr {Büro}' }
    expect((await write(office, 'invitation', words)).status).toBe(403)
    const { house } = await read('invitation')
    expect((await office.post(`${at('invitation')}/preview`, house)).status).toBe(403)
    expect((await office.post(`${at('invitation')}/trial`, house)).status).toBe(403)
    expect((await write(admin, 'invitation', words)).status).toBe(200)
    const answer = await admin.post('/api/v1/accounts', { name: 'Nele Neu', email: 'nele@example.org', role: 'reader' })
    expect(answer.status, answer.text).toBe(201)
    const mail = await newestOf('invitation', admin)
    expect(mail.subject).toBe('Willkommen im Team')
    expect(mail.text).toContain('Guten Tag Nele Neu,\n\nKonto admin lädt ein zu ')
    // what cannot be left out
    expect((await write(admin, 'password_changed', { subject: 'Neu', body: 'Hallo {Name}' })).body).toMatchObject({
      errors: [{ pointer: '/body', code: 'missing_variable' }],
    })
    expect((await admin.post(`${at('password_reset')}/trial`, (await read('password_reset')).house)).status).toBe(200)
    const tried = await newestOf('template_trial', admin)
    expect(tried.subject).toBe('Neues Passwort festlegen')
    expect(tried.text).toMatch(/\/reset-password$/m)
    // nobody who may not write them takes them back from the history either
    const lines = async (client: Client) =>
      ((await client.get('/api/v1/history?object=mail_template&limit=1')).body as { items: { comparable: boolean }[] })
        .items[0]?.comparable
    expect([await lines(admin), await lines(office)]).toEqual([true, false])
  })

  test('reporters of barriers and people of a meeting that is cancelled read them', async () => {
    expect(
      (await write(office, 'barrier_received', { subject: 'Danke! {Nummer}', body: 'Unter {Nummer}.\n{Antwortfrist}' }))
        .status,
    ).toBe(200)
    await office.post('/api/v1/public/barrier-reports', { barrier: 'Kontrast', email: 'meldung@example.org' })
    const receipt = await newestOf('barrier_received', office)
    expect(receipt.subject).toMatch(/^Danke! \S+/)
    expect(receipt.text).toMatch(/Unter \S+\.\nSie bekommen bis .* eine Antwort/)

    expect(
      (
        await write(office, 'cancelled', {
          subject: 'Fällt aus: {Treffen}',
          body: 'Es tut uns leid, {Vorname}.\n\n{Grund}',
        })
      ).status,
    ).toBe(200)
    const meeting = await publishMeeting(office, 24 * 9, { kind: 'specialist', title: 'Wohnen' })
    await enterGuest(office, meeting, { firstName: 'Mia', lastName: 'Süd', email: 'mia@example.org' })
    expect((await office.post(`/api/v1/meetings/${meeting}/cancel`, { reason: 'Sturm' })).status).toBe(200)
    await sql`update pgboss.job set start_after = now() where name = 'send-mailing' and state = 'created'`.execute(
      service.db,
    )
    const cancelled = await newestOf('cancelled', office)
    expect(cancelled.subject).toBe('Fällt aus: Wohnen')
    expect(cancelled.text).toContain('Es tut uns leid, Mia.\n\nGrund: Sturm')

    // from a thing to its mails, counted, and back
    const { registrationId, personId } = cancelled
    for (const query of [`registrationId=${registrationId}`, `personId=${personId}`, `meetingId=${meeting}`]) {
      const page = (await office.get(`/api/v1/mails?${query}`)).body as { items: Mail[]; counts: unknown }
      expect(page.items.map(({ kind }) => kind).toSorted(), query).toEqual(['cancelled', 'entered'])
      expect(page.counts).toEqual({ all: 2, failed: 0 })
    }
    expect(cancelled).toMatchObject({ meetingId: meeting, meetingName: 'Wohnen', name: 'Mia Süd' })
    expect((await office.get('/api/v1/mails')).body).toMatchObject({ counts: null })
  })
})

import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { PersonalData, PersonalDataInWords } from '@treffpunkt/shared/privacy'
import { NewPerson } from '@treffpunkt/shared/people'
import { RegistrationChanges } from '@treffpunkt/shared/registrations'
import { languageKeys, prefixOf } from '@treffpunkt/shared/languages'
import { enterGuest, entryOf, record } from '../../test/door.ts'
import { makeOrganisation, makePartner } from '../../test/partner.ts'
import { useSignUps } from '../../test/sign-ups.ts'
import { privacyTexts } from './texts/texts.ts'

const world = useSignUps()
const { meeting, person, comes, own, signUp, confirmByLink } = world

const dataOf = async (token: string) =>
  (await world.service.anonymous.get('/api/v1/own-registration/data', own(token))).body as PersonalData

describe('what is stored about somebody', () => {
  test('is shown and taken along, from every table, and in every language', async () => {
    const [one, other] = [await meeting(30), await meeting(30)]
    const who = person({
      organisationTyped: 'Verein Sonnenblume',
      sector: 'civil_society',
      engagement: 'volunteer',
      needs: { stepFree: true, interpreter: 'Dari', food: 'no_pork', other: 'Platz für einen Rollstuhl' },
      consents: { contactList: true, invitations: true, photographs: false },
    })
    const { token, registration, email } = await comes(one, who)
    await signUp(other, who)
    await confirmByLink(email)
    await world.service.anonymous.patch(
      '/api/v1/own-registration',
      { firstName: 'Adele', consents: { contactList: false, invitations: true, photographs: false } },
      { ...own(token), 'if-match': '*' },
    )
    // a name that was corrected belongs to one registration of two: it is somebody else of the mailbox from now on
    await world.service.anonymous.patch(
      '/api/v1/own-registration',
      { firstName: 'Ada' },
      { ...own(token), 'if-match': '*' },
    )
    const { items } = (await world.office.get(`/api/v1/meetings/${one}/registrations`)).body as {
      items: { id: string; personId: string }[]
    }
    await world.office.patch(`/api/v1/people/${items[0]?.personId}`, { affiliations: [] }, { 'if-match': '*' })
    await record(world.office, one, entryOf('present', items[0]?.id ?? ''))
    await world.service.db
      .updateTable('meetings')
      .set({ startsAt: world.at(-2), endsAt: world.at(-1) })
      .where('id', '=', one)
      .execute()
    await world.office.post(`/api/v1/meetings/${one}/conclude`, {})

    const data = await dataOf(token)
    expect(data).toMatchObject({
      format: 'treffpunkt-personal-data',
      formatVersion: 1,
      people: [{ firstName: 'Ada', email }],
      attendance: [{ state: 'present', newcomer: true, nameKey: expect.stringContaining('ada') as string }],
    })
    expect(data.registrations.map(({ shortCode }) => shortCode)).toContain(registration.shortCode)
    expect(data.registrations).toHaveLength(2)
    const [first] = data.registrations
    expect(first).toMatchObject({
      organisationTyped: 'Verein Sonnenblume',
      needs: { interpreter: 'Dari' },
      entries: [{ kind: 'present', how: 'search' }],
      consents: [
        { purpose: 'contact_list', textVersion: 1, language: 'de', withdrawnAt: expect.any(String) as string },
        { purpose: 'invitations', withdrawnAt: null },
      ],
      signUps: [{ email }],
    })
    expect(first?.mails.map(({ kind }) => kind)).toContain('confirmed')
    expect(data.changes.some(({ values }) => values.some(({ after }) => after === 'Adele'))).toBe(true)

    for (const language of languageKeys) {
      const answer = await world.service.anonymous.get(
        `/api/v1/own-registration/data-in-words?language=${language}`,
        own(token),
      )
      const { sections } = answer.body as PersonalDataInWords
      expect(sections).toHaveLength(6)
      expect(sections.every(({ purpose, source, kept }) => purpose && source && kept)).toBe(true)
      const file = await fetch(`${world.service.url}${prefixOf(language)}/registrations/${token}/data.html`)
      expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename="meine-daten-.*\.html"$/)
      const text = await file.text()
      for (const value of ['Verein Sonnenblume', 'Dari', email, registration.shortCode]) expect(text).toContain(value)
      expect(text).not.toMatch(/(?:src|href)=/)
    }
    const file = await fetch(`${world.service.url}/registrations/${token}/data.json`)
    expect(await file.json()).toMatchObject({ people: data.people, attendance: data.attendance, changes: data.changes })
    const office = await world.office.get(`/api/v1/people/${items[0]?.personId}/data`)
    expect((office.body as PersonalData).registrations).toHaveLength(2)
  })

  test('never belongs to another one of the same mailbox, nor to whoever typed the address', async () => {
    const [one, other, third] = [await meeting(30), await meeting(30), await meeting(30)]
    const email = 'info@verein-anders.example.org'
    const { token } = await comes(one, { email, firstName: 'Mira', lastName: 'Zuerst' })
    await enterGuest(world.office, other, { email, firstName: 'Noah', lastName: 'Danach' })
    // somebody else filled in a form with this name and another address, and with this address and another name
    await signUp(third, person({ email: 'fremd@example.org', firstName: 'Mira', lastName: 'Zuerst' }))
    await signUp(third, person({ email, firstName: 'Fremde', lastName: 'Hand' }))
    const data = await dataOf(token)
    expect(data.people).toHaveLength(1)
    expect(data.registrations).toHaveLength(1)
    expect(JSON.stringify(data)).not.toMatch(/Noah|Danach|fremd@|Fremde/)
  })

  test('a corrected name is corrected in the directory as well', async () => {
    const { token, email } = await comes(await meeting(30), { firstName: 'Jna' })
    await world.service.anonymous.patch(
      '/api/v1/own-registration',
      { firstName: 'Jana' },
      { ...own(token), 'if-match': '*' },
    )
    const data = await dataOf(token)
    expect(data.people).toMatchObject([{ firstName: 'Jana', email }])
  })

  test('has a word for every field of the log, in every language, and shows no id', async () => {
    const [id, organisationId] = [await meeting(30), await makeOrganisation(world.office, 'Verein Eintrag')]
    const who = { firstName: 'Edda', lastName: 'Eintrag', email: 'edda@example.org' }
    const volunteers = { organisationId, engagement: 'volunteer' }
    // the office knows them before they sign up
    const known = await world.office.post('/api/v1/people', { ...who, affiliations: [volunteers] })
    expect(known.status).toBe(201)
    const { token, email } = await comes(id, { ...who, organisationTyped: 'Verein Getippt' })
    const partner = await makePartner(world.office, world.service.url, organisationId)
    await partner.post(`/api/v1/partner/meetings/${id}/registrations`, {
      firstName: 'Ina',
      lastName: 'Intranet',
      email: 'ina@example.org',
      reference: 'K-17',
    })
    const { items } = (await world.office.get(`/api/v1/meetings/${id}/registrations?q=${email}`)).body as {
      items: { id: string; personId: string }[]
    }
    const [one] = items
    const anyVersion = { 'if-match': '*' }
    const settled = { ...volunteers, language: 'uk' }
    expect((await world.office.patch(`/api/v1/registrations/${one?.id}`, settled, anyVersion)).status).toBe(200)
    const affiliations = [{ ...volunteers, role: 'Vorstand' }]
    await world.office.patch(`/api/v1/people/${one?.personId}`, { affiliations }, anyVersion)
    const substitute = { firstName: 'Bo', lastName: 'Vertretung', email: 'bo-vertretung@example.org' }
    await world.service.anonymous.post('/api/v1/own-registration/substitute', substitute, {
      ...own(token),
      'idempotency-key': randomUUID(),
    })

    const { rows } = await sql<{ field: string }>`
      select distinct unnest(fields) as field from changes where object in ('registration', 'person')`.execute(
      world.service.db,
    )
    const fields = rows.map(({ field }) => field)
    expect(fields).toEqual(
      expect.arrayContaining(['affiliations', 'organisationId', 'partnerReference', 'substituteFor', 'substitutedBy']),
    )
    // what a form or a program may say besides
    const { needs: _, answers: _a, ...changeable } = RegistrationChanges.properties
    fields.push(...Object.keys({ ...changeable, ...NewPerson.properties }), 'consents', 'noticeVersion')
    for (const language of languageKeys)
      expect(fields.filter(field => !Object.hasOwn(privacyTexts[language].values, field))).toEqual([])

    const { body } = await world.service.anonymous.get('/api/v1/own-registration/data-in-words', own(token))
    const facts = (body as PersonalDataInWords).sections.flatMap(({ records }) => records.flatMap(each => each.facts))
    expect(facts).toContainEqual({ term: 'Organisation im Verzeichnis', text: 'Verein Eintrag' })
    expect(facts).toContainEqual({ term: 'Vertreten durch', text: 'Bo Vertretung' })
    expect(facts.flatMap(({ term, text }) => (term === 'Zugehörigkeit' ? [text] : []))).toEqual([
      'ehrenamtlich, Verein Eintrag',
      'ehrenamtlich, Verein Eintrag → Vorstand, ehrenamtlich, Verein Eintrag',
    ])
    expect(JSON.stringify(facts)).not.toMatch(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}/)
  })
})

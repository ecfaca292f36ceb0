import { describe, expect, test } from 'vitest'
import type { PersonalData, PersonalDataInWords } from '@treffpunkt/shared/privacy'
import { languageKeys, prefixOf } from '@treffpunkt/shared/languages'
import { enterGuest, entryOf, record } from '../../test/door.ts'
import { useSignUps } from '../../test/sign-ups.ts'

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
})

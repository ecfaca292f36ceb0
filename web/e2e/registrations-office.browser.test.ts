import fs from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser, openPage, signIn } from './browser.ts'
import { inspect, lookAt, worlds } from './look.ts'
import { officeOf, openMeeting, type Office } from './office.ts'
import { startService, type RunningService } from './service.ts'

// What a coordinator does with many registrations at once: pick, write, export, withdraw, undo.

let service: RunningService
let browser: Browser
let page: Page
let faults: string[]
let office: Office
/** A meeting with eight seats, eight people who have one, and two who wait. */
let id: string
const surnames = ['Adler', 'Bauer', 'Celik', 'Diallo', 'Engel', 'Fuchs', 'Große', 'Haddad', 'Ilgner', 'Jahn']
beforeAll(async () => {
  ;[service, browser] = await Promise.all([startService({ example: false }), openBrowser()])
  ;({ page, faults } = await openPage(browser, service.url))
  await signIn(page, service.signInLink)
  office = officeOf(page)
  id = await openMeeting(office, 8)
  for (const lastName of surnames)
    await office('POST', `/api/v1/meetings/${id}/registrations`, {
      firstName: 'Ada',
      lastName,
      email: `${lastName.toLowerCase().replace('ß', 'ss')}@example.org`,
      organisationTyped: 'Caritas NMB',
      ...(lastName === 'Celik' ? { needs: { stepFree: true, interpreter: 'Türkisch', food: null, other: null } } : {}),
    })
})
afterAll(async () => {
  await browser.close()
  await service.stop()
})

const list = () => `/admin/meetings/${id}/registrations`
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' })
const box = (name: string) => page.getByRole('checkbox', { name: `Ada ${name} auswählen` })
const row = (name: string) =>
  page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: `Ada ${name}` }) })
const bar = () => page.getByRole('region', { name: 'Auswahl' })
const said = (text: string) => page.getByRole('status').filter({ hasText: text }).first().waitFor()
const mailKinds = async (lastName: string) =>
  (await office<{ items: { kind: string; to: string }[] }>('GET', '/api/v1/mails')).items
    .filter(({ to }) => to === `${lastName.toLowerCase()}@example.org`)
    .map(({ kind }) => kind)

/** The personal link of somebody. */
async function linkOf(lastName: string): Promise<string> {
  const { items } = await office<{ items: { id: string }[] }>(
    'GET',
    `/api/v1/meetings/${id}/registrations?q=${encodeURIComponent(lastName)}`,
  )
  return (await office<{ url: string }>('GET', `/api/v1/registrations/${items[0]?.id}/link`)).url
}

describe('many at once', () => {
  test('are picked by the box, a range with shift, the key X, and all of them', async () => {
    await page.goto(list())
    await box('Bauer').click()
    await bar().getByText('1 ausgewählt').waitFor()
    await box('Engel').click({ modifiers: ['Shift'] })
    await bar().getByText('4 ausgewählt').waitFor()
    expect(
      await Promise.all(['Adler', 'Bauer', 'Diallo', 'Engel', 'Fuchs'].map(name => box(name).isChecked())),
    ).toEqual([false, true, true, true, false])
    await page.getByRole('link', { name: 'Ada Fuchs' }).focus()
    await page.keyboard.press('x')
    await bar().getByText('5 ausgewählt').waitFor()
    await bar().getByRole('button', { name: 'Alle 10 auswählen' }).click()
    await bar().getByText('10 ausgewählt').waitFor()
    expect(await page.getByRole('checkbox', { name: 'Alle in der Liste auswählen' }).isChecked()).toBe(true)
    await bar().getByRole('button', { name: 'Auswahl aufheben' }).click()
    await bar().waitFor({ state: 'detached' })
    // another question gives the selection up
    await box('Adler').click()
    await page.getByLabel('Stand').selectOption('waitlisted')
    await bar().waitFor({ state: 'detached' })
    await page.getByLabel('Stand').selectOption('')
    await row('Adler').waitFor()
  })

  test('are withdrawn and told, and it is undone: who has the place back, and who does not', async () => {
    for (const name of ['Adler', 'Bauer', 'Celik']) await box(name).click()
    await bar().getByRole('button', { name: 'Abmelden' }).click()
    const dialog = page.getByRole('dialog', { name: '3 Personen abmelden' })
    await dialog.getByLabel('Ja, per E-Mail').waitFor()
    await dialog.getByRole('button', { name: '3 Personen abmelden' }).click()
    await said('3 Personen sind abgemeldet.')
    await bar().waitFor({ state: 'detached' })
    await row('Adler').getByText('Abgemeldet').waitFor()
    // those who waited were offered two of the three seats
    await row('Ilgner').getByText('Platz angeboten').waitFor()
    await row('Jahn').getByText('Platz angeboten').waitFor()
    await expect.poll(() => mailKinds('Adler')).toContain('withdrawn')
    await button('Rückgängig').click()
    await said('1 Person ist wieder angemeldet. 2 stehen auf der Warteliste: Ada Bauer, Ada Celik.')
    await row('Adler').getByText('Bestätigt').waitFor()
    await row('Celik').getByText('Platz 2').waitFor()
  })

  test('nobody hears of it when it is not wanted', async () => {
    await box('Diallo').click()
    await bar().getByRole('button', { name: 'Abmelden' }).click()
    const dialog = page.getByRole('dialog', { name: '1 Person abmelden' })
    await dialog.getByLabel('Nein').check()
    await dialog.getByRole('button', { name: '1 Person abmelden' }).click()
    await said('1 Person ist abgemeldet.')
    expect(await mailKinds('Diallo')).toEqual(['entered'])
  })

  test('are written to, exactly they', async () => {
    for (const name of ['Engel', 'Fuchs']) await box(name).click()
    await bar().getByRole('button', { name: 'Nachricht schreiben' }).click()
    await page.getByRole('heading', { level: 1, name: 'Nachrichten' }).waitFor()
    expect(await page.getByLabel('Nur die ausgewählten Personen (2)').isChecked()).toBe(true)
    await page.reload()
    expect(await page.getByLabel('Nur die ausgewählten Personen (2)').isChecked()).toBe(true)
    await page.getByLabel('Betreff').fill('Ihr Vortrag')
    await page.getByLabel('Text', { exact: true }).fill('Bringen Sie Ihre Folien mit.')
    await button('Vorschau ansehen').click()
    const preview = page.getByRole('dialog', { name: 'So kommt die Nachricht an' })
    await preview.getByText('engel@example.org').waitFor()
    await preview.getByRole('button', { name: 'An 2 Personen senden' }).click()
    await page.getByText('Gleich wird eine E-Mail an 2 Personen gesendet').waitFor()
    await button('Nicht senden').click()
  })
})

describe('an export', () => {
  const dialog = () => page.getByRole('dialog', { name: 'Anmeldungen exportieren' })
  async function save(): Promise<{ name: string; text: string }> {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog().getByRole('button', { name: 'Datei speichern' }).click(),
    ])
    return { name: download.suggestedFilename(), text: await fs.readFile(await download.path(), 'utf8') }
  }

  test('holds what is chosen, of those in the list, and needs only when asked for', async () => {
    await page.goto(`${list()}?status=waitlisted`)
    await row('Celik').waitFor()
    await button('Exportieren').click()
    await dialog().getByText('die in der Liste stehen (Stand: Warteliste)').waitFor()
    await dialog().getByText('Der Export wird protokolliert.').waitFor()
    expect(await dialog().getByLabel('Dolmetschen').isChecked()).toBe(false)
    await dialog().getByLabel('CSV').check()
    const usual = await save()
    expect(usual.name).toMatch(/^20\d\d-\d\d-\d\d_Anmeldungen\.csv$/)
    expect(usual.text).toContain('Celik;Ada;Caritas NMB;celik@example.org;Warteliste')
    expect(usual.text.trim().split('\n')).toHaveLength(2)
    expect(usual.text).not.toContain('Türkisch')
    await said(`${usual.name} ist gespeichert.`)

    await box('Celik').click()
    await bar().getByRole('button', { name: 'Exportieren' }).click()
    await dialog().getByText('Die Datei enthält 1 ausgewählte Person.').waitFor()
    for (const name of ['Nachname', 'Vorname', 'Organisation', 'E-Mail-Adresse', 'Stand'])
      await dialog().getByLabel(name, { exact: true }).uncheck()
    await dialog().getByRole('button', { name: 'Datei speichern' }).click()
    await dialog().getByRole('link', { name: 'Wählen Sie mindestens eine Spalte aus' }).waitFor()
    await dialog().getByLabel('Nachname', { exact: true }).check()
    await dialog().getByLabel('Dolmetschen').check()
    await dialog().getByLabel('CSV').check()
    expect((await save()).text).toContain('Nachname;Dolmetschen\r\nCelik;Türkisch')
  })

  test('is found by everybody in the office: who, when, whose, what', async () => {
    await button('Exportieren').first().click()
    await dialog().getByRole('link', { name: 'Bisherige Exporte ansehen' }).click()
    await page.getByRole('heading', { level: 1, name: 'Exporte' }).waitFor()
    const lines = page.getByRole('row').filter({ hasText: 'CSV' })
    await expect.poll(() => lines.count()).toBe(2)
    await lines.filter({ hasText: '1 Person · einzeln ausgewählt' }).getByText('Nachname, Dolmetschen').waitFor()
    await lines.filter({ hasText: '1 Person · Stand: Warteliste' }).waitFor()
    await page.goto('/admin/settings')
    await page.getByRole('link', { name: 'Exporte' }).click()
    await expect.poll(() => lines.count()).toBe(2)
    await page.goto(`/admin/meetings/${id}`)
    await page.getByText(/^Verlauf: /).click()
    await page.getByText('Anmeldungen exportiert').first().waitFor()
    expect(faults).toEqual([])
  })
})

describe('a view', () => {
  test('is saved, found by its name, renamed, deleted and brought back', async () => {
    await page.goto(`${list()}?status=waitlisted&sort=-createdAt`)
    await button('Ansicht speichern').click()
    const dialog = page.getByRole('dialog', { name: 'Ansicht speichern' })
    await dialog.getByRole('button', { name: 'Speichern' }).click()
    await dialog.getByRole('link', { name: 'Geben Sie der Ansicht einen Namen' }).waitFor()
    await dialog.getByLabel('Name der Ansicht').fill('Wer wartet')
    await dialog.getByRole('button', { name: 'Speichern' }).click()
    await said('Die Ansicht „Wer wartet“ ist gespeichert.')
    const views = page.getByRole('navigation', { name: 'Gespeicherte Ansichten' })
    const current = () => views.locator('[aria-current]').allTextContents()
    await expect.poll(current).toEqual(['Wer wartet'])
    await views.getByRole('link', { name: 'Alle' }).click()
    await row('Adler').waitFor()
    await expect.poll(current).toEqual(['Alle'])
    await views.getByRole('link', { name: 'Wer wartet' }).click()
    await row('Adler').waitFor({ state: 'detached' })
    expect(page.url()).toContain('status=waitlisted&sort=-createdAt')

    await views.getByRole('button', { name: 'Umbenennen' }).click()
    const renaming = page.getByRole('dialog', { name: 'Ansicht umbenennen' })
    await renaming.getByLabel('Name der Ansicht').fill('Neueste auf der Warteliste')
    await renaming.getByRole('button', { name: 'Speichern' }).click()
    await expect.poll(current).toEqual(['Neueste auf der Warteliste'])
    await views.getByRole('button', { name: 'Löschen' }).click()
    await said('Die Ansicht „Neueste auf der Warteliste“ ist gelöscht.')
    await expect.poll(() => views.getByRole('link').count()).toBe(0)
    await button('Rückgängig').click()
    await expect.poll(current).toEqual(['Neueste auf der Warteliste'])
    expect(faults).toEqual([])
  })
})

describe('a substitute', () => {
  test('is named by the person themselves, and by the office', async () => {
    const person = await openPage(browser, service.url)
    await person.page.goto(await linkOf('Haddad'))
    await person.page.getByRole('button', { name: 'Jemand anderes kommt' }).click()
    const submit = person.page.getByRole('button', { name: 'Platz weitergeben' })
    await submit.click()
    await person.page.getByRole('link', { name: 'Geben Sie die E-Mail-Adresse ein' }).waitFor()
    await person.page.getByLabel('Vorname').fill('Cleo')
    await person.page.getByLabel('Nachname').fill('Kollegin')
    await person.page.getByRole('textbox', { name: 'E-Mail-Adresse' }).fill('engel@example.org')
    await inspect(person.page, 'visitor-substitute-1280', ['light'])
    await person.page.getByRole('textbox', { name: 'E-Mail-Adresse' }).fill('cleo@example.org')
    await submit.click()
    await person.page.getByRole('heading', { level: 1, name: 'Sie haben Ihren Platz weitergegeben' }).waitFor()
    expect(await person.page.getByRole('button', { name: 'Absagen' }).count()).toBe(0)
    expect(person.faults).toEqual([])
    await person.context.close()

    await page.goto(list())
    await row('Haddad').getByText('Weitergegeben').waitFor()
    await page.getByRole('link', { name: 'Ada Große' }).click()
    await button('Vertretung eintragen').click()
    const dialog = page.getByRole('dialog', { name: 'Wer kommt für Ada Große?' })
    await dialog.getByLabel('Vorname').fill('Mika')
    await dialog.getByLabel('Nachname').fill('Ersatz')
    await inspect(page, 'admin-substitute-1280', ['light'])
    await dialog.getByRole('button', { name: 'Platz weitergeben' }).click()
    await said('Mika Ersatz kommt für Ada Große.')
    await page.getByRole('link', { name: 'Mika Ersatz' }).click()
    const drawer = page.getByRole('dialog', { name: 'Mika Ersatz' })
    await drawer.getByText('Vertritt').waitFor()
    await drawer.getByRole('link', { name: 'Ada Große' }).click()
    await page.getByRole('dialog', { name: 'Ada Große' }).getByRole('link', { name: 'Mika Ersatz' }).waitFor()
    expect(await button('Wieder anmelden').count()).toBe(0)
    expect(faults).toEqual([])
  })
})

/** The personal link of somebody, who agrees to be on the contact list. */
async function agreeing(lastName: string): Promise<string> {
  const url = await linkOf(lastName)
  const answer = await fetch(`${service.url}/api/v1/own-registration`, {
    method: 'PATCH',
    headers: {
      authorization: `Link ${url.split('/').at(-1)}`,
      'content-type': 'application/merge-patch+json',
      'if-match': '*',
    },
    body: JSON.stringify({ consents: { contactList: true, invitations: false, photographs: false } }),
  })
  expect(answer.status).toBe(200)
  return url
}

describe('the contact list', () => {
  test('is seen by those who agreed and by the office, and left at once', async () => {
    await page.goto(list())
    const link = await agreeing('Engel')
    await agreeing('Fuchs')
    await page.getByRole('link', { name: 'Kontaktliste: 2 Personen' }).click()
    await page.getByRole('heading', { level: 1, name: 'Kontaktliste' }).waitFor()
    expect(await page.getByRole('rowheader').allTextContents()).toEqual(['Engel, Ada', 'Fuchs, Ada'])

    const person = await openPage(browser, service.url)
    await person.page.goto(link)
    await person.page.getByRole('link', { name: 'Kontaktliste ansehen' }).click()
    await person.page.getByRole('link', { name: 'fuchs@example.org' }).waitFor()
    await person.page.getByRole('link', { name: 'Meine Anmeldung' }).click()
    await person.page.getByRole('switch', { name: /dürfen in die Kontaktliste/ }).click()
    await person.page.getByText('Gespeichert', { exact: true }).waitFor()
    expect(await person.page.getByRole('link', { name: 'Kontaktliste ansehen' }).count()).toBe(0)
    await person.page.goto(`${link}/contact-list`)
    expect(person.page.url()).toBe(link)
    expect(person.faults).toEqual([])
    await person.context.close()
    // the office's page follows
    await expect.poll(() => page.getByRole('rowheader').allTextContents()).toEqual(['Fuchs, Ada'])
    await agreeing('Engel')
  })
})

describe.each(worlds)('$width px', world => {
  const look = (name: string, address: string, ready: (page: Page) => Promise<void>) =>
    lookAt(browser, service.url, { name, address, ...world, signedIn: page }, ready)
  const pick = async (at: Page) => {
    for (const name of ['Adler', 'Bauer']) await at.getByRole('checkbox', { name: `Ada ${name} auswählen` }).click()
    await at.getByText('2 ausgewählt').waitFor()
  }

  test('the list with a selection', () => look('registrations-selected', list(), pick))
  test('saving a view', () =>
    look('registrations-view', `${list()}?status=confirmed`, async at => {
      await at.getByRole('link', { name: 'Neueste auf der Warteliste' }).waitFor()
      await at.getByRole('button', { name: 'Ansicht speichern' }).click()
      await at.getByLabel('Name der Ansicht').waitFor()
    }))
  test('withdrawing many', () =>
    look('registrations-withdraw', list(), async at => {
      await pick(at)
      await at.getByRole('region', { name: 'Auswahl' }).getByRole('button', { name: 'Abmelden' }).click()
      await at.getByLabel('Ja, per E-Mail').waitFor()
    }))
  test('the export', () =>
    look('registrations-export', list(), async at => {
      await at.getByRole('button', { name: 'Exportieren' }).click()
      await at.getByLabel('Dolmetschen').waitFor()
    }))
  test('the contact list', () =>
    look('contact-list', `/admin/meetings/${id}/contact-list`, at => at.getByText('fuchs@example.org').waitFor()))
  test('the contact list of those who are on it', async () => {
    const address = `${new URL(await agreeing('Fuchs')).pathname}/contact-list`
    await lookAt(browser, service.url, { name: 'own-contact-list', address, ...world }, at =>
      at.getByText('engel@example.org').waitFor(),
    )
  })
  test('the log of exports', () =>
    look('exports', '/admin/exports', at => at.getByText('einzeln ausgewählt').first().waitFor()))
})

import { foldedForm } from '@treffpunkt/shared/names'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectAccessible, openBrowser, openPage, signIn } from './browser.ts'
import { mailTo, officeOf, openMeeting, type Office } from './office.ts'
import { everyWorld, lookAt } from './look.ts'
import { keepScreenshot } from './screenshots.ts'
import { startService, type RunningService } from './service.ts'

let service: RunningService
let browser: Browser
let page: Page
let faults: string[]
let office: Office
/** The meeting of most tests, and one to which nobody signs up. */
let id: string
let emptyId: string

type Person = { firstName: string; lastName: string; organisationTyped?: string; needs?: object }

/** Signs somebody up as a visitor does. */
async function signUp(meetingId: string, { firstName, lastName, ...more }: Person): Promise<string> {
  const email = `${foldedForm(lastName)}@example.org`.replaceAll(' ', '-')
  const answer = await fetch(`${service.url}/api/v1/public/meetings/${meetingId}/registrations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
    body: JSON.stringify({ firstName, lastName, email, noticeVersion: 1, ...more }),
  })
  expect(answer.status, await answer.text()).toBe(202)
  return email
}

/** Confirms by the link of the mail. */
async function confirm(email: string): Promise<void> {
  const { link } = await mailTo(office, email, 'confirm')
  const token = link.split('/').at(-1) ?? ''
  const answer = await fetch(`${service.url}/api/v1/public/confirmations/by-link`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  })
  expect(answer.status, await answer.text()).toBe(200)
}

const needs = { stepFree: true, interpreter: 'Ukrainisch', food: null, other: null }

beforeAll(async () => {
  ;[service, browser] = await Promise.all([startService({ example: false }), openBrowser()])
  ;({ page, faults } = await openPage(browser, service.url))
  await signIn(page, service.signInLink)
  office = officeOf(page)
  id = await openMeeting(office, 6)
  emptyId = await openMeeting(office, 30)
  await office('POST', '/api/v1/organisations', {
    name: 'Caritasverband Naumburg',
    sector: 'welfare_and_advice',
    municipality: 'Naumburg (Saale)',
  })
})
afterAll(async () => {
  await browser.close()
  await service.stop()
})

const button = (name: string | RegExp) => page.getByRole('button', { name })
const row = (name: string) => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) })
const drawer = (name: string) => page.getByRole('dialog', { name })
const said = (text: string) => page.getByRole('status').filter({ hasText: text }).first().waitFor()
const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim())
const names = async () => (await page.getByRole('rowheader').allTextContents()).map(name => name.trim())
const list = () => `/admin/meetings/${id}/registrations`

test('people sign up, and the office enters one', async () => {
  await confirm(
    await signUp(id, { firstName: 'Olena', lastName: 'Kovalenko', organisationTyped: 'Caritas NMB', needs }),
  )
  await confirm(await signUp(id, { firstName: 'Jörg', lastName: 'Öztürk', organisationTyped: 'caritas nmb' }))
  await signUp(id, {
    firstName: 'Birgit',
    lastName: 'Zimmermann-Hohenstein',
    organisationTyped: 'Bürgerverein Zeitz-Ost',
  })
  await office('POST', `/api/v1/meetings/${id}/registrations`, { firstName: 'Anna', lastName: 'Weber' })
})

test('the overview says how full the meeting is and leads to the registrations', async () => {
  await page.goto(`/admin/meetings/${id}`)
  const summary = page.getByRole('region', { name: 'Anmeldungen' })
  await summary.getByText('3 bestätigt').waitFor()
  await summary.getByText('1 noch nicht bestätigt').waitFor()
  await summary.getByText('2 frei').waitFor()
  await keepScreenshot(page, 'admin-meeting-seats-1280-light')
  await expectAccessible(page)
  await summary.getByRole('link', { name: 'Zu den Anmeldungen' }).click()
  await page.getByRole('heading', { level: 1, name: 'Anmeldungen' }).waitFor()
  await page.getByRole('table', { name: 'Anmeldungen, 4' }).waitFor()
})

test('the table shows who comes from where, and needs only as a sign', async () => {
  await page.goto(list())
  await row('Olena Kovalenko').getByRole('img', { name: 'Braucht Unterstützung' }).waitFor()
  await row('Olena Kovalenko').getByText('noch nicht zugeordnet').waitFor()
  await row('Birgit Zimmermann').getByText('Noch nicht bestätigt').waitFor()
  expect(await row('Anna Weber').getByRole('img').count()).toBe(0)
  expect(await page.getByText('Ukrainisch').count()).toBe(0)
})

test('search, filters and order are in the address', async () => {
  await page.getByLabel('Stand').selectOption('unconfirmed')
  await page.waitForURL(/status=unconfirmed/)
  await expect.poll(names).toEqual(['Birgit Zimmermann-Hohenstein'])
  await page.getByLabel('Stand').selectOption('')
  await page.getByLabel('Suchen').fill('oeztuerk')
  await expect.poll(names).toEqual(['Jörg Öztürk'])
  await page.reload()
  await expect.poll(names).toEqual(['Jörg Öztürk'])
  expect(await page.getByLabel('Suchen').inputValue()).toBe('oeztuerk')
  await page.getByLabel('Suchen').fill('')
  await page.waitForURL(address => !address.search.includes('q='))
  await button('Angemeldet am').click()
  await page.waitForURL(/sort=createdAt/)
  await expect.poll(names).toEqual(['Olena Kovalenko', 'Jörg Öztürk', 'Birgit Zimmermann-Hohenstein', 'Anna Weber'])
  await button('Name').click()
  await page.waitForURL(address => !address.search.includes('sort='))
  await button('Name').click()
  await page.waitForURL(/sort=-name/)
  await expect.poll(names).toEqual(['Birgit Zimmermann-Hohenstein', 'Anna Weber', 'Jörg Öztürk', 'Olena Kovalenko'])
  await page.getByLabel('Organisation klären (3)').check()
  await expect.poll(async () => (await names()).length).toBe(3)
  await page.getByLabel('Suchen').fill('gibtesnicht')
  await page.getByRole('heading', { name: 'Nichts gefunden' }).waitFor()
  await button('Alle Anmeldungen zeigen').click()
  await expect.poll(async () => (await names()).length).toBe(4)
})

test('the drawer has its own address, shows everything, and Escape leads back to the row', async () => {
  await page.goto(list())
  await page.getByRole('link', { name: 'Olena Kovalenko' }).click()
  await page.waitForURL(/registration=/)
  await drawer('Olena Kovalenko').getByText('Dolmetschen: Ukrainisch').waitFor()
  await drawer('Olena Kovalenko').getByText('von der Person selbst').waitFor()
  await page.keyboard.press('Escape')
  await page.waitForURL(address => !address.search.includes('registration'))
  await expect.poll(focused).toBe('Olena Kovalenko')

  await page.goBack().catch(() => undefined)
  await page.goto(list())
  await page.getByRole('link', { name: 'Anna Weber' }).click()
  await page.waitForURL(/registration=/)
  const address = page.url()
  await page.goto('/admin/meetings')
  await page.goto(address)
  await drawer('Anna Weber').waitFor()
  await page.keyboard.press('Escape')
  await expect.poll(focused).toBe('Anna Weber')
})

test('the link is copied, and the mail is sent once more', async () => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('link', { name: 'Jörg Öztürk' }).click()
  await drawer('Jörg Öztürk').getByRole('button', { name: 'Link kopieren' }).click()
  await said('Link kopiert')
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(`${service.url}/registrations/`)
  await drawer('Jörg Öztürk').getByRole('button', { name: 'E-Mail noch einmal senden' }).click()
  await said('Die E-Mail ist noch einmal unterwegs.')
})

test('a registration is changed in place', async () => {
  await button('Angaben ändern').click()
  await drawer('Jörg Öztürk').getByLabel('Vorname').fill('')
  await button('Speichern').click()
  await drawer('Jörg Öztürk').getByRole('link', { name: 'Geben Sie den Vornamen ein' }).waitFor()
  await drawer('Jörg Öztürk').getByLabel('Vorname').fill('Jürgen')
  const [request] = await Promise.all([
    page.waitForRequest(sent => sent.method() === 'PATCH'),
    button('Speichern').click(),
  ])
  expect(request.postDataJSON()).toEqual({ firstName: 'Jürgen' })
  await drawer('Jürgen Öztürk').waitFor()
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
    .toBe('Angaben ändern')
})

test('when two change the same, both versions are shown', async () => {
  await button('Angaben ändern').click()
  await drawer('Jürgen Öztürk').getByLabel('Nachname').fill('Meiner')
  const address = `/api/v1/registrations/${new URL(page.url()).searchParams.get('registration')}`
  await office('PATCH', address, { lastName: 'Anderer' })
  await button('Speichern').click()
  await page.getByText('Jemand anderes hat dieselbe Angabe gerade geändert').waitFor()
  await page.getByRole('definition').filter({ hasText: 'Anderer' }).waitFor()
  await keepScreenshot(page, 'admin-registration-conflict-1280-light')
  await expectAccessible(page)
  await button('Andere Fassung übernehmen').click()
  await drawer('Jürgen Anderer').getByLabel('Nachname').fill('Öztürk')
  await button('Speichern').click()
  await drawer('Jürgen Öztürk').waitFor()
  await button('Angaben ändern').waitFor()
  await page.keyboard.press('Escape')
})

test('a typed organisation is settled for all who typed it', async () => {
  await page.getByRole('link', { name: 'Olena Kovalenko' }).click()
  const settle = page.getByRole('region', { name: 'Organisation klären' })
  await settle.getByText('Ihre Antwort gilt auch für 1 weitere Anmeldung mit derselben Angabe.').waitFor()
  await settle.getByRole('button', { name: 'Übernehmen' }).click()
  await settle.getByRole('link', { name: 'Wählen Sie aus, welche Organisation gemeint ist' }).waitFor()
  await settle.getByLabel('Neu anlegen').check()
  expect(await settle.getByLabel('Name').inputValue()).toBe('Caritas NMB')
  await expectAccessible(page)
  await settle.getByLabel('Ist dasselbe wie').check()
  await settle.getByLabel('Organisation im Verzeichnis').fill('caritas')
  await page.getByRole('option', { name: /Caritasverband Naumburg/ }).click()
  await settle.getByRole('button', { name: 'Übernehmen' }).click()
  await settle.waitFor({ state: 'hidden' })
  await drawer('Olena Kovalenko').getByRole('link', { name: 'Caritasverband Naumburg' }).waitFor()
  await page.keyboard.press('Escape')
  await row('Jürgen Öztürk').getByText('Caritasverband Naumburg').waitFor()
  await page.getByLabel('Organisation klären (1)').waitFor()
})

test('the office enters somebody; who is there already is not entered twice', async () => {
  await button('Person anmelden').click()
  const dialog = page.getByRole('dialog', { name: 'Person anmelden' })
  await dialog.getByRole('button', { name: 'Anmelden', exact: true }).click()
  await dialog.getByRole('link', { name: 'Geben Sie den Vornamen ein' }).waitFor()
  await dialog.getByLabel('Vorname').fill('Mehmet')
  await dialog.getByLabel('Nachname').fill('Aydın')
  await dialog.getByLabel('E-Mail-Adresse').fill('mehmet@example.org')
  await dialog.getByRole('combobox', { name: 'Organisation' }).fill('Caritas')
  await page.getByRole('option', { name: 'Caritasverband Naumburg' }).click()
  // several come one after the other, mostly from the same place
  await dialog.getByRole('button', { name: 'Anmelden und weitere Person' }).click()
  await dialog.getByRole('status').getByText('Mehmet Aydın ist angemeldet.').waitFor()
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('new-firstName')
  expect(await dialog.getByRole('combobox', { name: 'Organisation' }).inputValue()).toBe('Caritasverband Naumburg')
  await dialog.getByLabel('Vorname').fill('Mehmet')
  await dialog.getByLabel('Nachname').fill('Aydın')
  await dialog.getByLabel('E-Mail-Adresse').fill('mehmet@example.org')
  await dialog.getByRole('button', { name: 'Anmelden', exact: true }).click()
  await dialog.getByText('Diese Person ist für das Treffen schon angemeldet.').waitFor()
  await dialog.getByRole('button', { name: 'Abbrechen' }).click()
  await row('Mehmet Aydın').getByText('Bestätigt').waitFor()
  await page.getByText('4 bestätigt').waitFor()
  expect(await button(/neue Anmeldung anzeigen/).count()).toBe(0)
})

test('whoever is called like somebody on the list is shown who that is', async () => {
  await button('Person anmelden').click()
  const dialog = page.getByRole('dialog', { name: 'Person anmelden' })
  await dialog.getByLabel('Vorname').fill('mehmet')
  await dialog.getByLabel('Nachname').fill('Aydin')
  const hint = dialog.getByRole('status').filter({ hasText: 'Unter diesem Namen ist schon jemand angemeldet' })
  await hint.getByText('Mehmet Aydın, Caritasverband Naumburg').waitFor()
  await keepScreenshot(page, 'admin-namesake-1280-light')
  await expectAccessible(page)
  await dialog.getByLabel('Nachname').fill('Aydin-Schmidt')
  await hint.waitFor({ state: 'hidden' })
  // what was typed does not go by a slip
  await page.keyboard.press('Escape')
  const question = dialog.getByRole('status').filter({ hasText: 'ist noch nicht gespeichert' })
  await question.getByRole('button', { name: 'Weiter eingeben' }).click()
  expect(await dialog.getByLabel('Vorname').inputValue()).toBe('mehmet')
  await dialog.getByRole('button', { name: 'Schließen' }).click()
  await question.getByRole('button', { name: 'Verwerfen' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await button('Person anmelden').click()
  await dialog.getByLabel('Vorname').fill('mehmet')
  await dialog.getByLabel('Nachname').fill('Aydin')
  await hint.getByRole('button', { name: 'Ansehen' }).click()
  await drawer('Mehmet Aydın').waitFor()
  await page.keyboard.press('Escape')
})

test('who signs up meanwhile is counted and shown on demand; rows keep their place', async () => {
  const before = await names()
  await signUp(id, { firstName: 'Aaron', lastName: 'Adler' })
  await button('1 neue Anmeldung anzeigen').waitFor()
  await page.getByText('2 noch nicht bestätigt').waitFor()
  expect(await names()).toEqual(before)
  await page.locator('[aria-live=polite]').filter({ hasText: '1 neue Anmeldung' }).waitFor({ state: 'attached' })
  await keepScreenshot(page, 'admin-registrations-arrival-1280-light')
  await button('1 neue Anmeldung anzeigen').click()
  await row('Aaron Adler').waitFor()
  expect((await names())[0]).toBe('Aaron Adler')
  expect(await button(/neue Anmeldung anzeigen/).count()).toBe(0)
})

test('who comes after the last seat waits, with a place in the queue', async () => {
  await confirm(await signUp(id, { firstName: 'Viola', lastName: 'Wartner' }))
  await page.getByText('1 auf der Warteliste').waitFor()
  await button(/neue Anmeldung/).click()
  await row('Viola Wartner').getByText('Platz 1').waitFor()
})

test('with the keyboard alone: search, open, withdraw, undo', async () => {
  await page.goto(list())
  await row('Anna Weber').waitFor()
  const tabTo = async (name: string) => {
    for (let presses = 0; presses < 60 && (await focused()) !== name; presses++) await page.keyboard.press('Tab')
    expect(await focused()).toBe(name)
  }
  for (let presses = 0; presses < 40; presses++) {
    if ((await page.evaluate(() => document.activeElement?.id)) === 'q') break
    await page.keyboard.press('Tab')
  }
  await page.keyboard.type('weber')
  await expect.poll(names).toEqual(['Anna Weber'])
  await tabTo('Anna Weber')
  await page.keyboard.press('Enter')
  await drawer('Anna Weber').getByRole('button', { name: 'Person abmelden' }).waitFor()
  await tabTo('Person abmelden')
  await page.keyboard.press('Enter')
  // somebody waits for the place
  await page.getByRole('dialog', { name: 'Anna Weber abmelden?' }).waitFor()
  await expect.poll(focused).not.toBe('Person abmelden')
  await tabTo('Person abmelden')
  await page.keyboard.press('Enter')
  await said('Anna Weber ist abgemeldet.')
  await row('Anna Weber').getByText('Abgemeldet').waitFor()
  await expect.poll(focused).toBe('Anna Weber')
  await tabTo('Rückgängig')
  await page.keyboard.press('Enter')
  await said('Anna Weber steht auf der Warteliste.')
  await expect.poll(focused).toBe('Anna Weber')
  expect(faults).toEqual([])
})

test('the list on paper has names and organisations by last name, free rows, and signatures on demand', async () => {
  await page.goto(list())
  await page.getByRole('link', { name: 'Liste drucken' }).click()
  await page.getByRole('heading', { level: 1, name: 'Teilnehmerliste' }).waitFor()
  await page.getByRole('rowheader').first().waitFor()
  expect(await names()).toEqual(['Aydın, Mehmet', 'Kovalenko, Olena', 'Öztürk, Jürgen'])
  expect(await page.getByRole('row').count()).toBe(1 + 3 + 5)
  expect(await page.getByText('@').count()).toBe(0)
  expect(await page.getByRole('columnheader', { name: 'Unterschrift' }).count()).toBe(0)
  await page.getByLabel('Spalte für Unterschriften').check()
  await page.getByRole('columnheader', { name: 'Unterschrift' }).waitFor()
  await page.emulateMedia({ media: 'print' })
  expect(await button('Drucken').isVisible()).toBe(false)
  await keepScreenshot(page, 'admin-registrations-on-paper')
  await page.emulateMedia({ media: 'screen' })
  expect(faults).toEqual([])
})

describe.each(everyWorld)('$width px', world => {
  const look = (name: string, address: string, ready: (page: Page) => Promise<void>) =>
    lookAt(browser, service.url, { name, address, ...world, signedIn: page }, ready)

  test('the page', () => look('registrations', list(), at => at.getByRole('rowheader').first().waitFor()))
  test('the empty state', () =>
    look('registrations-empty', `/admin/meetings/${emptyId}/registrations`, at =>
      at.getByRole('heading', { name: 'Noch keine Anmeldung' }).waitFor(),
    ))
  test('the drawer', () =>
    look('registration', list(), async at => {
      await at.getByRole('link', { name: 'Olena Kovalenko' }).click()
      await at.getByText('Dolmetschen: Ukrainisch').waitFor()
    }))
  test('settling an organisation', () =>
    look('registration-settle', list(), async at => {
      await at.getByRole('link', { name: 'Birgit Zimmermann' }).click()
      await at.getByLabel('Neu anlegen').check()
      await at.getByRole('dialog').getByLabel('Bereich').waitFor()
    }))
  test('entering somebody', () =>
    look('registration-new', list(), async at => {
      await at.getByRole('button', { name: 'Person anmelden' }).click()
      await at.getByRole('dialog').getByLabel('Vorname').waitFor()
    }))
  test('the list to print', () =>
    look('registrations-print', `${list()}/print`, at => at.getByRole('rowheader').first().waitFor()))
})

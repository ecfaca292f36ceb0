import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible, expectNoSidewaysScroll, openBrowser, openPage, signIn } from './browser.ts'
import { mailTo, officeOf, openMeeting, type Office } from './office.ts'
import { everyWorld, lookAt } from './look.ts'
import { keepScreenshot } from './screenshots.ts'
import { startService, type RunningService } from './service.ts'
import { fillIn, heading, press } from './visitor.ts'

let service: RunningService
let browser: Browser
let office: Office
let meeting: string
/** Addresses of pages by the state they show, for the round at the end. */
const seen: Record<string, string> = {}

beforeAll(async () => {
  ;[service, browser] = await Promise.all([startService({ example: false }), openBrowser()])
  const { page } = await openPage(browser, service.url)
  await signIn(page, service.signInLink)
  office = officeOf(page)
  meeting = await openMeeting(office, 30)
  await office('POST', '/api/v1/organisations', { name: 'AWO Kreisverband Burgenland', sector: 'welfare_and_advice' })
})
afterAll(async () => {
  await browser.close()
  await service.stop()
})

test('from the dates to the ticket on a phone', async () => {
  const { page, context, faults } = await openPage(browser, service.url, { width: 375 })
  await page.goto('/', { waitUntil: 'networkidle' })
  await page.getByRole('link', { name: /^Anmelden: 1\. / }).waitFor()
  await page.getByRole('link', { name: /^1\. / }).click()
  await page.waitForURL('**/meetings/*')
  await keepScreenshot(page, 'public-meeting-sign-up-375-light')
  expect(await page.getByRole('link', { name: 'In Kalender speichern' }).getAttribute('href')).toBe(
    `/meetings/${meeting}/calendar.ics`,
  )
  const bar = await page.getByRole('link', { name: /^Anmelden: 1\. / }).boundingBox()
  expect((bar?.y ?? 0) + (bar?.height ?? 0)).toBeGreaterThan(740)
  await page.getByRole('link', { name: /^Anmelden: 1\. / }).click()
  await heading(page, 'Anmeldung')
  expect(await page.title()).toMatch(/^Anmeldung: 1\. .* – /)

  const email = await fillIn(page, 'Olena', 'Kovalenko')
  const organisation = page.getByRole('combobox', { name: /Organisation/ })
  await organisation.pressSequentially('kreisverband')
  await page.getByRole('option', { name: 'AWO Kreisverband Burgenland' }).click()
  expect(await organisation.inputValue()).toBe('AWO Kreisverband Burgenland')
  expect(await page.getByLabel('Zu welchem Bereich').isVisible()).toBe(false)
  await page.getByLabel('Ehrenamtlich oder privat').check()
  await page.getByText('Brauchen Sie Unterstützung?').click()
  await page.getByLabel('Dolmetschen in diese Sprache').fill('Arabisch')
  await page.getByLabel('Laden Sie mich').check()

  // What was typed is there again after a look at the privacy notice.
  await page.getByRole('link', { name: 'Zur Datenschutzerklärung' }).click()
  await heading(page, 'Datenschutz')
  await page.goBack()
  await expect.poll(() => page.getByLabel('Vorname').inputValue()).toBe('Olena')
  expect(await page.getByLabel('Laden Sie mich').isChecked()).toBe(true)

  const sent: string[] = []
  page.on('request', request => {
    if (request.method() === 'POST') sent.push(request.url())
  })
  await page.getByRole('button', { name: 'Jetzt anmelden' }).dblclick()
  await heading(page, 'Bestätigen Sie Ihre E-Mail-Adresse')
  expect(sent).toHaveLength(1)
  await page.getByText(email).waitFor()
  await page.getByText(/Ihr Platz ist bis .* Uhr vorgemerkt/).waitFor()
  await page.getByText('Nach 30 Sekunden').waitFor()
  seen['code'] = page.url()
  await keepScreenshot(page, 'confirm-code-375-light')
  // whoever mistyped the address types nothing else again
  await page.getByRole('link', { name: 'Mit anderer Adresse anmelden' }).click()
  await expect.poll(() => page.getByLabel('Vorname').inputValue()).toBe('Olena')
  expect(await page.getByLabel('E-Mail-Adresse', { exact: true }).inputValue()).toBe('')
  await page.goBack()
  await heading(page, 'Bestätigen Sie Ihre E-Mail-Adresse')
  await page.getByText(email).waitFor()

  await press(page, 'Bestätigen')
  await page.getByRole('alert').getByRole('link', { name: 'Geben Sie den Code aus der E-Mail ein' }).waitFor()
  const mail = await mailTo(office, email, 'confirm')
  await page.getByLabel('Code').fill(mail.code === '111111' ? '222222' : '111111')
  await press(page, 'Bestätigen')
  await page.getByRole('alert').getByRole('link', { name: 'Der Code stimmt nicht. Noch 4 Versuche' }).waitFor()
  await keepScreenshot(page, 'confirm-code-wrong-375-light')
  await expectAccessible(page)
  // The page comes again as it is after a reload.
  await page.reload()
  await page.getByText(email).waitFor()
  await page.getByLabel('Code').fill(`${mail.code.slice(0, 3)} ${mail.code.slice(3)}`)
  await press(page, 'Bestätigen')

  await heading(page, 'Sie sind angemeldet')
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1')
  await page.getByRole('img', { name: /^QR-Code für Ihr Ticket, Code / }).waitFor()
  seen['confirm-done'] = mail.link
  await page.getByRole('link', { name: 'Ticket öffnen' }).click()
  await heading(page, 'Olena Kovalenko')
  const qr = await page.getByRole('img', { name: /^QR-Code/ }).boundingBox()
  expect(qr?.width).toBeGreaterThanOrEqual(240)
  seen['ticket'] = page.url()
  expect(faults).toEqual([])
  await context.close()
})

test('mistakes are said at the top and at the fields, a likely slip is only a hint, and nothing is lost offline', async () => {
  const { page, context } = await openPage(browser, service.url, { width: 375 })
  await page.goto(`/meetings/${meeting}/sign-up`, { waitUntil: 'networkidle' })
  await page.getByLabel('Nachname').fill('Schmidt')
  await page.getByLabel('E-Mail-Adresse', { exact: true }).fill('ada.gmail.com')
  await press(page, 'Jetzt anmelden')
  const summary = page.getByRole('alert')
  expect(await summary.getByRole('link').allTextContents()).toEqual([
    'Geben Sie Ihren Vornamen ein',
    'Geben Sie die E-Mail-Adresse so ein: name@example.org',
  ])
  expect(await page.evaluate(() => document.activeElement?.className)).toContain('tp-summary')
  expect(await page.title()).toMatch(/^Fehler: /)
  await keepScreenshot(page, 'sign-up-mistakes-375-light')
  await expectAccessible(page)
  await summary.getByRole('link').first().click()
  await page.keyboard.type('Ada')
  await page.getByLabel('E-Mail-Adresse', { exact: true }).fill('ada@gmial.com')
  await page.keyboard.press('Tab')
  await page.getByText('Meinten Sie ada@gmail.com?').waitFor()
  await expectAccessible(page)
  await press(page, 'Übernehmen')
  expect(await page.getByLabel('E-Mail-Adresse', { exact: true }).inputValue()).toBe('ada@gmail.com')

  await context.setOffline(true)
  await press(page, 'Jetzt anmelden')
  await page.getByText('Keine Verbindung. Ihre Angaben bleiben auf dieser Seite.').waitFor()
  await keepScreenshot(page, 'sign-up-offline-375-light')
  await expectAccessible(page)
  await context.setOffline(false)
  await press(page, 'Noch einmal senden')
  await heading(page, 'Bestätigen Sie Ihre E-Mail-Adresse')
  seen['code-open'] = page.url()
  await context.close()
})

test('the mail can be asked for once more, after a while', async () => {
  const { page, context, faults } = await openPage(browser, service.url, { width: 375 })
  await page.clock.install()
  await page.goto(seen['code-open'] ?? '', { waitUntil: 'networkidle' })
  expect(await page.getByRole('button', { name: 'E-Mail noch einmal senden' }).count()).toBe(0)
  await page.clock.fastForward(31_000)
  await press(page, 'E-Mail noch einmal senden')
  await page.getByRole('status').filter({ hasText: 'Die E-Mail ist noch einmal unterwegs' }).waitFor()
  await keepScreenshot(page, 'confirm-code-resent-375-light')
  await expectAccessible(page)
  expect(faults).toEqual([])
  await context.close()
})

test('by keyboard alone', async () => {
  const { page, context } = await openPage(browser, service.url)
  await page.goto(`/meetings/${meeting}/sign-up`, { waitUntil: 'networkidle' })
  const focused = () =>
    page.evaluate(() => {
      const box = document.activeElement?.getBoundingClientRect()
      return box !== undefined && box.top >= 0 && box.bottom <= innerHeight ? document.activeElement?.id : 'hidden'
    })
  await page.getByRole('link', { name: 'Zum Treffen' }).focus()
  await page.keyboard.press('Tab')
  expect(await focused()).toBe('firstName')
  await page.keyboard.type('Bent')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Alvarez')
  await page.keyboard.press('Tab')
  await page.keyboard.type('bent.alvarez@example.org')
  await page.keyboard.press('Tab')
  expect(await focused()).toBe('organisationTyped')
  await page.keyboard.type('awo')
  await page.getByRole('option', { name: 'AWO Kreisverband Burgenland' }).waitFor()
  await page.keyboard.press('ArrowDown')
  await expectAccessible(page)
  await keepScreenshot(page, 'sign-up-suggestions-1280-light')
  await page.keyboard.press('Enter')
  expect(await page.getByRole('combobox', { name: /Organisation/ }).inputValue()).toBe('AWO Kreisverband Burgenland')
  // Something typed brings the question about the sector.
  await page.keyboard.type(' und Freunde')
  await page.getByText('Kein Vorschlag.').waitFor()
  await page.keyboard.press('Tab')
  expect(await focused()).toBe('sector')
  await page.keyboard.press('Tab')
  expect(await focused()).toBe('engagement')
  await page.keyboard.press('Space')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  expect(await focused()).toBe('stepFree')
  for (let i = 0; i < 5; i++) await page.keyboard.press('Tab')
  expect(await focused()).toBe('contactList')
  for (let i = 0; i < 4; i++) await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await heading(page, 'Bestätigen Sie Ihre E-Mail-Adresse')
  const mail = await mailTo(office, 'bent.alvarez@example.org', 'confirm')
  await page.keyboard.press('Tab')
  expect(await focused()).toBe('code')
  await page.keyboard.type(mail.code)
  await page.keyboard.press('Enter')
  await heading(page, 'Sie sind angemeldet')
  await context.close()
})

test('the whole way without JavaScript', async () => {
  const { page, context } = await openPage(browser, service.url, { width: 375, javaScript: false })
  await page.goto(`/meetings/${meeting}`)
  await page.getByRole('link', { name: /^Anmelden: 1\. / }).click()
  await page.getByLabel('Vorname').fill('Ines')
  await page.getByLabel('E-Mail-Adresse', { exact: true }).fill('ines.jung')
  await page.getByRole('textbox', { name: /^Organisation/ }).fill('Nachbarschaftshilfe Zeitz')
  await page.getByLabel('Zu welchem Bereich').selectOption('Zivilgesellschaft')
  await page.getByLabel('Beruflich', { exact: true }).check()
  await page.getByLabel('Ich darf auf Fotos').check()
  await press(page, 'Jetzt anmelden')
  expect(await page.getByRole('alert').getByRole('link').allTextContents()).toEqual([
    'Geben Sie Ihren Nachnamen ein',
    'Geben Sie die E-Mail-Adresse so ein: name@example.org',
  ])
  expect(await page.title()).toMatch(/^Fehler: /)
  expect(await page.getByLabel('Vorname').inputValue()).toBe('Ines')
  expect(await page.getByRole('textbox', { name: /^Organisation/ }).inputValue()).toBe('Nachbarschaftshilfe Zeitz')
  expect(await page.getByLabel('Zu welchem Bereich').inputValue()).toBe('civil_society')
  expect(await page.getByLabel('Beruflich', { exact: true }).isChecked()).toBe(true)
  expect(await page.getByLabel('Ich darf auf Fotos').isChecked()).toBe(true)
  await keepScreenshot(page, 'sign-up-without-script-375-light')
  await page.getByLabel('Nachname').fill('Jung')
  await page.getByLabel('E-Mail-Adresse', { exact: true }).fill('ines.jung@example.org')
  await press(page, 'Jetzt anmelden')

  await heading(page, 'Bestätigen Sie Ihre E-Mail-Adresse')
  await page.getByText('ines.jung@example.org').waitFor()
  const mail = await mailTo(office, 'ines.jung@example.org', 'confirm')
  await page.getByLabel('Code').fill(mail.code === '111111' ? '222222' : '111111')
  await press(page, 'Bestätigen')
  await page.getByRole('alert').getByRole('link', { name: 'Der Code stimmt nicht. Noch 4 Versuche' }).waitFor()

  // The link of the mail: opening it changes nothing, the button confirms.
  seen['confirm'] = (await mailTo(office, 'ada@gmail.com', 'confirm')).link
  await page.goto(mail.link)
  await heading(page, 'Bestätigen Sie Ihre Anmeldung')
  await page.getByText('Ines Jung').waitFor()
  await press(page, 'Anmeldung bestätigen')
  await heading(page, 'Sie sind angemeldet')
  await page.getByText('Nachbarschaftshilfe Zeitz').waitFor()
  await page.getByRole('img', { name: /^QR-Code/ }).waitFor()
  await changeWithoutProgram(page)
  await addWithoutProgram(page)
  await press(page, 'Absagen')
  await heading(page, 'Sie sind abgemeldet')
  await press(page, 'Rückgängig')
  await heading(page, 'Sie sind angemeldet')
  await page.getByRole('link', { name: 'Ticket öffnen' }).click()
  await heading(page, 'Ines Jung-Meier')
  await page.goto(mail.link)
  await heading(page, 'Ihre Anmeldung ist bestätigt')
  await press(page, 'Zu meiner Anmeldung')
  await heading(page, 'Sie sind angemeldet')

  await page.goto('/lost-link')
  await page.getByLabel('E-Mail-Adresse').fill('ines.jung@example.org')
  await press(page, 'Links schicken')
  await heading(page, 'Sehen Sie in Ihr Postfach')
  await context.close()
})

/** What was filled in is changed by a form on a page of its own; of two windows the second is asked. */
async function changeWithoutProgram(page: Page): Promise<void> {
  const own = page.url()
  await page.getByRole('link', { name: 'Ihre Angaben ändern' }).click()
  await heading(page, 'Ihre Angaben ändern')
  const other = await page.context().newPage()
  other.setDefaultTimeout(20_000)
  await other.goto(page.url())
  await page.getByLabel('Nachname').fill('')
  await page.getByLabel('Sprache unserer E-Mails').selectOption('English')
  await press(page, 'Speichern')
  await page.getByRole('alert').getByRole('link', { name: 'Geben Sie Ihren Nachnamen ein' }).waitFor()
  expect(await page.getByLabel('Sprache unserer E-Mails').inputValue()).toBe('en')
  await page.getByLabel('Nachname').fill('Jung-Meier')
  await press(page, 'Speichern')
  await page.getByText('Ines Jung-Meier').first().waitFor()
  expect(new URL(page.url()).pathname).toBe(new URL(own).pathname)
  await page.getByText('Nachbarschaftshilfe Zeitz').waitFor()
  await page.getByRole('definition').filter({ hasText: 'English' }).waitFor()

  await other.getByLabel('Ehrenamtlich oder privat').check()
  await press(other, 'Speichern')
  await other.getByText('Dieselbe Angabe wurde gerade anderswo geändert').waitFor()
  await other.getByText('Ines Jung-Meier').waitFor()
  expect(await other.getByLabel('Ehrenamtlich oder privat').isChecked()).toBe(true)
  await keepScreenshot(other, 'own-change-without-script-375-light')
  seen['own-change'] = other.url()
  await other.getByLabel('Nachname').fill('Jung-Meier')
  await press(other, 'Meine Fassung speichern')
  await other.getByText('Ehrenamtlich oder privat').waitFor()
  await other.close()
  await page.goto(own)
}

/** Two more are signed up: the form grows by one on the way through the service. */
async function addWithoutProgram(page: Page): Promise<void> {
  const own = page.url()
  await page.getByRole('link', { name: 'Weitere Person anmelden' }).click()
  await heading(page, 'Wer kommt noch?')
  await press(page, 'Anmelden')
  await page
    .getByRole('alert')
    .getByRole('link', { name: /Geben Sie den Vornamen ein/ })
    .waitFor()
  await page.getByLabel('Vorname').fill('Ada')
  await page.getByLabel('Nachname').fill('Ohnemail')
  await press(page, 'Weitere Person anmelden')
  const second = page.getByRole('group', { name: /2/ })
  await second.getByLabel('Vorname').fill('Bela')
  await second.getByLabel('Nachname').fill('Mitmail')
  await second.getByLabel('E-Mail-Adresse').fill('bela.mitmail@example.org')
  await press(page, 'Anmelden')
  await page.getByText('Bela Mitmail', { exact: true }).waitFor()
  await keepScreenshot(page, 'own-colleagues-without-script-375-light')
  seen['own-colleagues'] = page.url()
  // loaded again it is the same form, sent once
  await page.reload()
  await page.getByText('Bela Mitmail', { exact: true }).waitFor()
  await page.goto(own)
  seen['own-substitute'] = `${own}/substitute`
  await page.getByText('Ada Ohnemail').waitFor()
  expect((await mailTo(office, 'bela.mitmail@example.org', 'confirm')).text).toContain('Ines Jung-Meier')
}

test('a lost link: the same answer for every address', async () => {
  const { page, context, faults } = await openPage(browser, service.url, { width: 375 })
  await page.goto('/lost-link', { waitUntil: 'networkidle' })
  await press(page, 'Links schicken')
  await page.getByRole('alert').getByRole('link', { name: 'Geben Sie Ihre E-Mail-Adresse ein' }).waitFor()
  await page.getByLabel('E-Mail-Adresse').fill('nobody@example.org')
  await press(page, 'Links schicken')
  await heading(page, 'Sehen Sie in Ihr Postfach')
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1')
  await page.getByText('nobody@example.org').waitFor()
  await keepScreenshot(page, 'lost-link-sent-375-light')
  await expectAccessible(page)
  expect(faults).toEqual([])
  await context.close()
})

test('with letters twice as large nothing sticks out of a phone', async () => {
  const { page, context } = await openPage(browser, service.url, { width: 375 })
  await page.addInitScript(() =>
    document.addEventListener('DOMContentLoaded', () => (document.documentElement.style.fontSize = '200%')),
  )
  for (const address of ['/', `/meetings/${meeting}`, `/meetings/${meeting}/sign-up`, ...Object.values(seen)]) {
    await page.goto(address)
    await page.locator('h1').waitFor()
    await expectNoSidewaysScroll(page)
  }
  await context.close()
})

test.each(everyWorld)('every page at $width px', async world => {
  const pages: Record<string, string> = {
    ...seen,
    'sign-up': `/meetings/${meeting}/sign-up`,
    'public-meeting-sign-up': `/meetings/${meeting}`,
    upcoming: '/',
    'lost-link': '/lost-link',
  }
  for (const [name, address] of Object.entries(pages))
    await lookAt(browser, service.url, { name, address, ...world }, async page => {
      await page.waitForLoadState('networkidle')
      if (name === 'sign-up') await page.getByText('Brauchen Sie Unterstützung?').click()
      else await page.locator('h1').waitFor()
    })
})

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible, expectNoSidewaysScroll, openBrowser, openPage, signIn } from './browser.ts'
import { officeOf } from './office.ts'
import { keepScreenshot } from './screenshots.ts'
import { startService, type RunningService } from './service.ts'

let service: RunningService
let browser: Browser
let page: Page
let faults: string[]

beforeAll(async () => {
  ;[service, browser] = await Promise.all([startService({ example: false }), openBrowser()])
  ;({ page, faults } = await openPage(browser, service.url))
  await signIn(page, service.signInLink)
})
afterAll(async () => {
  await browser.close()
  await service.stop()
})

/** A day from now as people type it. */
function dayFromNow(days: number): string {
  const date = new Date(Date.now() + days * 86_400_000)
  return new Intl.DateTimeFormat('de-DE', {
    timeZone: 'Europe/Berlin',
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
  }).format(date)
}

const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name })
const button = (name: string | RegExp) => page.getByRole('button', { name })
const tab = (name: string) =>
  page.getByRole('navigation', { name: 'Teile des Treffens' }).getByRole('link', { name, exact: true })
const said = (text: string) => page.getByRole('status').filter({ hasText: text }).first().waitFor()

test('an empty office invites to plan the first meeting', async () => {
  await page.goto('/admin/meetings')
  await page.getByRole('heading', { name: 'Planen Sie Ihr erstes Treffen' }).waitFor()
  await keepScreenshot(page, 'admin-empty-1280-light')
  await expectAccessible(page)
})

test('a form that is sent with mistakes says so at the top and at the fields, and keeps what was typed', async () => {
  await page.goto('/admin/meetings/new')
  await page.getByLabel('Ende').fill('13:00')
  await page.getByLabel('Schwerpunkt').fill('Migration und Pflege')
  await button('Entwurf anlegen').click()

  const summary = page.getByRole('alert')
  await summary.getByText('Es gibt ein Problem').waitFor()
  expect(await page.evaluate(() => document.activeElement?.className)).toContain('tp-summary')
  expect(await summary.getByRole('link').allTextContents()).toEqual([
    'Geben Sie das Datum ein',
    'Das Ende muss am selben Tag nach dem Beginn liegen',
  ])
  expect(await page.title()).toMatch(/^Fehler: /)
  expect(await page.getByLabel('Datum').getAttribute('aria-invalid')).toBe('true')
  expect(await page.getByLabel('Schwerpunkt').inputValue()).toBe('Migration und Pflege')
  await keepScreenshot(page, 'admin-form-mistakes-1280-light')
  await expectAccessible(page)

  await summary.getByRole('link', { name: 'Geben Sie das Datum ein' }).click()
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('date')
  // the day that shows how one is typed is none that has gone by
  const hint = (await page.locator('#date-hint').textContent()) ?? ''
  const [, day, month, year] = /^(\d\d)\.(\d\d)\.(\d{4}) oder morgen$/.exec(hint.trim()) ?? []
  expect(Date.parse(`${year}-${month}-${day}`)).toBeGreaterThan(Date.now())
  await page.keyboard.type('bald')
  await page.keyboard.press('Enter')
  await summary.getByRole('link', { name: `Geben Sie „Datum“ so ein: ${day}.${month}.${year}` }).click()
  await page.getByLabel('Datum').fill('31.02.2027')
  await page.keyboard.press('Enter')
  await summary.getByRole('link', { name: 'Diesen Tag gibt es nicht. Prüfen Sie „Datum“' }).waitFor()
})

test('a venue that is not there yet is entered on the way', async () => {
  await page.goto('/admin/meetings/new')
  await button('Ort ist nicht dabei').click()
  const dialog = page.getByRole('dialog', { name: 'Neuer Veranstaltungsort' })
  await dialog.getByLabel('Name').fill('Bürgerhaus Hohenmölsen')
  await dialog.getByLabel('Gemeinde').fill('Hohenmölsen')
  await dialog.getByLabel('Plätze').fill('80')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Anlegen' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await page.getByText('80 Plätze, wie beim Veranstaltungsort angegeben').waitFor()
  expect(await page.getByLabel('Veranstaltungsort').inputValue()).toBe('Bürgerhaus Hohenmölsen')
})

test('a meeting goes its way: planned, announced, open, closed', async () => {
  await page.goto('/admin/meetings/new')
  await page.getByLabel('Datum').fill(dayFromNow(30))
  await page.getByLabel('Veranstaltungsort').click()
  await page.getByRole('option', { name: /Bürgerhaus/ }).click()
  await page.getByLabel('Schwerpunkt').fill('Migration und Pflege')
  await button('Entwurf anlegen').click()
  await page.waitForURL(/\/admin\/meetings\/[0-9a-f-]{36}$/)
  await page.getByText('Nur Sie und Ihr Team sehen diesen Entwurf').waitFor()
  await keepScreenshot(page, 'admin-meeting-draft-1280-light')

  await button('Veröffentlichen').click()
  const dialog = page.getByRole('dialog', { name: 'Treffen veröffentlichen' })
  await dialog.getByText('Bürgerhaus Hohenmölsen').waitFor()
  await dialog.getByText('80 Plätze').waitFor()
  await keepScreenshot(page, 'admin-publish-1280-light')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Veröffentlichen' }).click()
  await said('Das Treffen ist angekündigt.')

  await button('Anmeldung öffnen').click()
  await said('Die Anmeldung ist offen.')
  await button('Einladungstext').click()
  expect(await page.getByLabel('Text der Einladung').inputValue()).toContain('Bürgerhaus Hohenmölsen\n')
  await page.keyboard.press('Escape')

  await button('Anmeldung jetzt schließen').click()
  await said('Die Anmeldung ist geschlossen.')
  await button('Anmeldung wieder öffnen').click()
  await said('Die Anmeldung ist offen.')
  expect(await button('Rückgängig').count()).toBe(0)
  expect(faults).toEqual([])
})

test('the sign-up lies before the meeting, and keeps its end when it is closed by mistake', async () => {
  const details = page.getByRole('region', { name: 'Anmeldung', exact: true })
  const mistakes = page.getByRole('alert').getByRole('link')
  await tab('Anmeldung einrichten').click()
  await button('Anmeldung ändern').click()
  await page.getByLabel('Anmeldung öffnet am').fill('')
  await page.getByLabel('Uhrzeit der Öffnung').fill('10')
  await page.getByLabel('Anmeldung schließt am').fill(dayFromNow(31))
  await button('Speichern').click()
  await expect.poll(() => mistakes.allTextContents()).toEqual(['Geben Sie auch das Datum ein'])
  await page.getByLabel('Anmeldung öffnet am').fill(dayFromNow(32))
  await button('Speichern').click()
  await expect
    .poll(() => mistakes.allTextContents())
    .toEqual([
      'Die Anmeldung muss vor dem Beginn des Treffens öffnen',
      'Die Anmeldung schließt spätestens mit dem Beginn des Treffens',
    ])
  await keepScreenshot(page, 'admin-sign-up-window-1280-light')
  await page.getByLabel('Anmeldung öffnet am').fill('heute')
  await page.getByLabel('Uhrzeit der Öffnung').fill('0:00')
  // on the day of the meeting, where no time is given, with its beginning
  await page.getByLabel('Anmeldung schließt am').fill(dayFromNow(30))
  await button('Speichern').click()
  await details.getByText(/^\p{L}+, .* 14:00 Uhr$/u).waitFor()
  await tab('Überblick').click()
  await button('Anmeldung jetzt schließen').click()
  await button('Rückgängig').click()
  await page.getByText(/Die Anmeldung läuft. Sie schließt von selbst: .* 14:00 Uhr/).waitFor()
  expect(faults).toEqual([])
})

test('a word longer than a phone is wide breaks', async () => {
  const id = page.url().split('/').at(-1)
  const word = 'Donaudampfschifffahrtsgesellschaftskapitänsmützenverordnungsangelegenheiten'
  await officeOf(page)('PATCH', `/api/v1/meetings/${id}`, { focusTopic: word })
  const { page: phone, context } = await openPage(browser, service.url, { width: 375 })
  for (const address of ['/', `/meetings/${id}`]) {
    await phone.goto(address)
    await phone.getByText(word).first().waitFor()
    await expectNoSidewaysScroll(phone)
    await keepScreenshot(phone, `public-long-word-${address === '/' ? 'upcoming' : 'meeting'}-375-light`)
  }
  await officeOf(page)('PATCH', `/api/v1/meetings/${id}`, { focusTopic: 'Migration und Pflege' })
  await context.close()
})

test('the public sees it at once', async () => {
  const visitor = await openPage(browser, service.url, { width: 375 })
  await visitor.page.goto('/', { waitUntil: 'networkidle' })
  await visitor.page.getByRole('link', { name: /^1\. / }).first().click()
  await visitor.page.getByText('Schwerpunkt: Migration und Pflege').waitFor()
  await visitor.page.getByText('Bürgerhaus Hohenmölsen').first().waitFor()
  await expect.poll(() => visitor.page.evaluate(() => document.activeElement?.tagName)).toBe('H1')
  expect(visitor.faults).toEqual([])
  await visitor.context.close()
})

test('a part is changed in place; only what was changed is sent', async () => {
  await page.goto('/admin/meetings')
  await page.getByRole('link', { name: /Nächstes Treffen/ }).click()
  await tab('Inhalt').click()
  await button('Inhalt ändern').click()
  await page.getByLabel('Beschreibung').fill('Drei Häuser berichten.')
  const [request] = await Promise.all([
    page.waitForRequest(sent => sent.method() === 'PATCH'),
    button('Fertig').click(),
  ])
  expect(request.postDataJSON()).toEqual({ summary: 'Drei Häuser berichten.' })
  await page.getByText('Drei Häuser berichten.').waitFor()
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Inhalt ändern')
})

test('what it costs is free of charge until the office says otherwise', async () => {
  const visitor = await openPage(browser, service.url, { width: 375 })
  const cost = () =>
    visitor.page.locator('dt', { hasText: 'Kosten' }).locator('xpath=following-sibling::dd[1]').textContent()
  const address = page.url().replace('/admin', '').replace('/content', '')
  await visitor.page.goto(address)
  expect((await cost())?.trim()).toBe('Die Teilnahme ist kostenfrei.')
  await button('Inhalt ändern').click()
  await page.getByLabel('Kosten').fill('12 Euro, vor Ort')
  await button('Fertig').click()
  await page.getByText('12 Euro, vor Ort').waitFor()
  await visitor.page.goto(address)
  expect((await cost())?.trim()).toBe('12 Euro, vor Ort')
  await visitor.context.close()
})

test('a cancelled meeting keeps its page and says why', async () => {
  await tab('Überblick').click()
  await page.getByText('Absagen oder löschen').click()
  await button('Treffen absagen').click()
  const dialog = page.getByRole('dialog', { name: 'Treffen absagen' })
  await dialog.getByLabel('Grund').fill('Der Saal ist gesperrt.')
  await dialog.getByRole('button', { name: 'Jetzt absagen' }).click()
  await page.getByText('Dieses Treffen ist abgesagt').waitFor()
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Öffentliche Seite', exact: true }).click()
  await page.locator('.public-meeting').getByText('Der Saal ist gesperrt.').waitFor()
  await keepScreenshot(page, 'public-meeting-cancelled-1280-light')
  await expectAccessible(page)
})

test('an earlier meeting is entered with its head count', async () => {
  await page.goto('/admin/meetings/new')
  await page.getByLabel('Datum').fill('24.09.2025')
  await page.getByLabel('Schwerpunkt').fill('Migration und Pflege')
  await button('Entwurf anlegen').click()
  await button('Als stattgefunden eintragen').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Abschließen' }).click()
  await dialog.getByRole('link', { name: 'Geben Sie die Zahl der Teilnehmenden ein' }).waitFor()
  await dialog.getByLabel('Zahl der Teilnehmenden').fill('79')
  await dialog.getByRole('button', { name: 'Abschließen' }).click()
  await heading(/^1\. .*2025$/).waitFor()
  await page.getByText('79 Teilnehmende').waitFor()
})

test('a deleted draft comes back by one press', async () => {
  await page.goto('/admin/meetings/new')
  await page.getByLabel('Fachveranstaltung').check()
  await page.getByLabel('Name').fill('Pflege im Gespräch')
  await page.getByLabel('Datum').fill(dayFromNow(60))
  await button('Entwurf anlegen').click()
  await heading('Pflege im Gespräch').waitFor()
  await page.getByText('Absagen oder löschen').click()
  await button('Treffen löschen').click()
  await page.waitForURL(/\/admin\/meetings$/)
  await page.getByText('Pflege im Gespräch ist gelöscht.').waitFor()
  await keepScreenshot(page, 'admin-deleted-1280-light')
  await expectAccessible(page)
  await button('Rückgängig').click()
  await page.getByRole('link', { name: 'Pflege im Gespräch' }).click()
  await page.getByText('Absagen oder löschen').click()
  const address = page.url()
  expect(faults).toEqual([])
  // each of its pages says what happened; what is no id is not there
  await button('Treffen löschen').click()
  await page.waitForURL(/\/admin\/meetings$/)
  const parts = ['content', 'registrations', 'attendance', 'mailings', 'invitations', 'exports', 'next', 'preview']
  for (const part of ['', ...parts.map(one => `/${one}`)]) {
    await page.goto(address + part)
    await heading('Pflege im Gespräch ist gelöscht').waitFor()
    await button('Wiederherstellen').waitFor()
  }
  await page.goto('/admin/meetings/xyz/registrations')
  await heading('Diese Seite gibt es nicht').waitFor()
  faults.length = 0
})

test('after signing out the office is closed', async () => {
  await button('Abmelden').click()
  await page.waitForURL(service.url + '/')
  await page.goto('/admin/venues')
  await heading('Anmelden für die Koordination').waitFor()
  expect(page.url()).toContain('to=/admin/venues')
})

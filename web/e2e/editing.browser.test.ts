import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectAccessible, openBrowser, openPage, signIn } from './browser.ts'
import { lookAt, worlds } from './look.ts'
import { mailTo, officeOf, openMeeting, type Office } from './office.ts'
import { keepScreenshot } from './screenshots.ts'
import { startService, type RunningService } from './service.ts'
import { signUp } from './visitor.ts'

// What a meeting is about is edited by several at a time, saves by itself, and loses nothing; and a meeting goes online.

let service: RunningService
let browser: Browser
let page: Page
let faults: string[]
let office: Office
let colleague: Office
let id: string

beforeAll(async () => {
  ;[service, browser] = await Promise.all([startService({ example: false }), openBrowser()])
  ;({ page, faults } = await openPage(browser, service.url))
  await signIn(page, service.signInLink)
  office = officeOf(page)
  id = await openMeeting(office, 40)
  const other = await openPage(browser, service.url)
  await other.context.addCookies(await page.context().cookies())
  await other.page.goto('/admin/meetings')
  colleague = officeOf(other.page)
})
afterAll(async () => {
  await browser.close()
  await service.stop()
})

const button = (name: string) => page.getByRole('button', { name, exact: true })
const field = (name: string) => page.getByRole('textbox', { name })
const section = () => page.getByRole('region', { name: 'Inhalt', exact: true })
const said = (text: string | RegExp) => page.getByRole('status').filter({ hasText: text }).first().waitFor()
const stored = async (name: 'summary' | 'focusTopic' | 'costs') =>
  (await colleague<Record<string, string | null>>('GET', `/api/v1/meetings/${id}`))[name]
/** It takes the moment after the last key. */
const untilStored = (name: Parameters<typeof stored>[0], text: string) =>
  expect.poll(() => stored(name), { timeout: 20_000 }).toBe(text)
const writes = (body: object) => colleague('PATCH', `/api/v1/meetings/${id}`, body)
const conflict = () => page.getByText('Jemand anderes hat dieselbe Angabe gerade geändert')

test('what is typed saves by itself, beside what a colleague changes meanwhile', async () => {
  await page.goto(`/admin/meetings/${id}/content`)
  await button('Inhalt ändern').click()
  await field('Schwerpunkt').fill('Pflege zu Hause')
  await said(/^Gespeichert \d\d:\d\d$/)
  expect(await stored('focusTopic')).toBe('Pflege zu Hause')
  // the form stays, and what others do comes into it
  await writes({ costs: '7 Euro' })
  await expect.poll(() => field('Kosten').inputValue(), { timeout: 10_000 }).toBe('7 Euro')
  await said('hat „Kosten“ gerade eben geändert.')

  // what cannot be saved stays in its field with its sentence; the rest goes
  await field('Schwerpunkt').fill('x'.repeat(161))
  await field('Beschreibung').fill('Drei Häuser berichten.')
  await section()
    .getByText(/höchstens 160/)
    .first()
    .waitFor()
  await said('Nicht gespeichert: Prüfen Sie das markierte Feld.')
  await untilStored('summary', 'Drei Häuser berichten.')
  expect(await stored('focusTopic')).toBe('Pflege zu Hause')
  await keepScreenshot(page, 'admin-autosave-refused-1280-light')
  await expectAccessible(page)
  await field('Schwerpunkt').fill('Pflege')
  await said(/^Gespeichert/)
  await button('Änderungen zurücknehmen').click()
  await untilStored('focusTopic', 'Migration und Pflege')
  // what the colleague wrote is not theirs to take back
  expect(await stored('costs')).toBe('7 Euro')
  expect(faults).toEqual([])
})

test('what both have changed is decided field by field, after the connection was gone', async () => {
  await page.context().setOffline(true)
  await field('Beschreibung').fill('Meine Beschreibung.')
  await field('Kosten').fill('9 Euro')
  await said('Nicht gespeichert: Es gibt gerade keine Verbindung.')
  await button('Fertig').click()
  await said('Nicht gespeichert: Es gibt gerade keine Verbindung.')
  expect(await section().getByText('Das hat nicht geklappt').count()).toBe(0)
  await writes({ summary: 'Andere Beschreibung.', costs: '8 Euro' })
  await page.context().setOffline(false)
  await conflict().waitFor()
  await said('Noch nicht gespeichert: Entscheiden Sie oben')
  await page.getByText(/hat „Beschreibung“ gerade eben geändert\./).waitFor()
  await page.getByText('Andere Beschreibung.').waitFor()
  expect(await field('Beschreibung').inputValue()).toBe('Meine Beschreibung.')
  await keepScreenshot(page, 'admin-conflict-1280-light')
  await expectAccessible(page)
  // nothing goes over the other version before it is decided; all else goes on
  await field('Schwerpunkt').fill('Wohnen')
  await untilStored('focusTopic', 'Wohnen')
  await said('Noch nicht gespeichert: Entscheiden Sie oben')
  expect([await stored('summary'), await stored('costs')]).toEqual(['Andere Beschreibung.', '8 Euro'])

  await button('Meine Fassung behalten: Beschreibung').click()
  await untilStored('summary', 'Meine Beschreibung.')
  await button('Andere Fassung übernehmen').click()
  expect(await field('Kosten').inputValue()).toBe('8 Euro')
  await conflict().waitFor({ state: 'detached' })
  await button('Fertig').click()
  await section().getByText('Meine Beschreibung.').waitFor()
  expect(await stored('costs')).toBe('8 Euro')
  expect(faults).toEqual([])
})

test('what was not saved is there again after the page was loaded anew', async () => {
  await button('Inhalt ändern').click()
  await page.route('**/api/v1/meetings/*', (route, request) =>
    request.method() === 'PATCH' ? route.abort() : route.fallback(),
  )
  await field('Beschreibung').fill('Lange daran geschrieben.')
  await said('Nicht gespeichert: Es gibt gerade keine Verbindung.')
  await page.reload()
  await expect.poll(() => field('Beschreibung').inputValue(), { timeout: 20_000 }).toBe('Lange daran geschrieben.')
  expect(await stored('summary')).toBe('Meine Beschreibung.')
  await page.unroute('**/api/v1/meetings/*')
  await untilStored('summary', 'Lange daran geschrieben.')
  faults.length = 0
})

test('a session that ends elsewhere loses nothing that was typed, and goes on by itself', async () => {
  await said(/^Gespeichert/)
  const cookies = await page.context().cookies()
  // typed first: whatever is asked next without the session opens the dialog, above the fields
  await field('Beschreibung').fill('Noch länger daran geschrieben.')
  await page.context().clearCookies()
  const dialog = page.getByRole('dialog', { name: 'Sie sind nicht mehr angemeldet' })
  await dialog.getByRole('link', { name: 'In neuem Fenster anmelden' }).waitFor()
  await keepScreenshot(page, 'admin-session-ended-1280-light')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Hier weitermachen' }).click()
  await dialog.getByText('Sie sind noch nicht wieder angemeldet.').waitFor()
  await page.context().addCookies(cookies)
  await dialog.getByRole('button', { name: 'Hier weitermachen' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await said('Sie sind wieder angemeldet. Ihre Eingaben sind noch da.')
  expect(await field('Beschreibung').inputValue()).toBe('Noch länger daran geschrieben.')
  await untilStored('summary', 'Noch länger daran geschrieben.')
  await button('Fertig').click()
  await section().getByText('Noch länger daran geschrieben.').waitFor()
})

test('when and where are saved by a press alone, and two versions of them are decided then', async () => {
  await button('Zeit und Ort: Berichtigen').click()
  await page.getByLabel('Ende').fill('18:00')
  const { endsAt } = await colleague<{ endsAt: string }>('GET', `/api/v1/meetings/${id}`)
  await writes({ endsAt: endsAt.replace(/T\d\d/, 'T15') })
  await button('Speichern').click()
  await conflict().waitFor()
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.textContent))
    .toContain('Jemand anderes hat dieselbe Angabe gerade geändert')
  await button('Andere Fassung übernehmen').click()
  await button('Speichern').click()
  await button('Zeit und Ort: Berichtigen').waitFor()
})

test('a meeting that goes online tells its room to who has a seat', async () => {
  const address = `/admin/meetings/${id}`
  await button('Verlegen').click()
  const form = page.getByRole('dialog', { name: 'Treffen verlegen' })
  await form.getByLabel('Online', { exact: true }).check()
  expect(await form.getByLabel('Veranstaltungsort').count()).toBe(0)
  await form.getByLabel('Link zum Online-Raum').fill('konferenz.example.org')
  await form.getByRole('button', { name: 'Jetzt verlegen' }).click()
  await form.getByRole('link', { name: 'Geben Sie den ganzen Link ein, mit https:// am Anfang' }).waitFor()
  await expectAccessible(page)
  await form.getByLabel('Link zum Online-Raum').fill('')
  await form.getByRole('button', { name: 'Jetzt verlegen' }).click()
  await said('Das Treffen ist verlegt.')
  await page.getByRole('link', { name: 'Überblick' }).click()
  await page.getByText('Der Link zum Online-Raum fehlt noch').waitFor()

  const { page: visitor } = await openPage(browser, service.url, { width: 375 })
  await visitor.goto(`/meetings/${id}`)
  await visitor.getByText('Den Link zum Online-Raum bekommt, wer online teilnimmt.').waitFor()
  await signUp(visitor, office, { meeting: id, name: ['Ada', 'Adler'] })
  await visitor.getByText('Den Link zum Online-Raum finden Sie hier vor dem Treffen.').waitFor()

  // whoever follows the hint finds the field open
  await page.getByRole('link', { name: 'Link eintragen' }).click()
  await page.waitForURL(`**${address}/content`)
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('when-onlineUrl')
  await page.keyboard.type('https://konferenz.example.org/raum-4711')
  await page.getByLabel('Einwahl und Hinweise').fill('Telefon 0345 000000, Code 8042')
  await button('Speichern').click()
  await page.getByRole('link', { name: 'https://konferenz.example.org/raum-4711' }).waitFor()
  await visitor.reload()
  const join = visitor.getByRole('link', { name: 'Online teilnehmen' })
  expect(await join.getAttribute('href')).toBe('https://konferenz.example.org/raum-4711')
  await visitor.getByText('Code 8042').waitFor()
  await expectAccessible(visitor)
  await keepScreenshot(visitor, 'visitor-own-online-375-light')
  const { text } = await mailTo(office, 'ada.adler@example.org', 'confirmed')
  expect(text).toContain('Online teilnehmen:\nhttps://konferenz.example.org/raum-4711')
})

describe.each(worlds)('$width px', world => {
  const look = (name: string, address: string, ready: (there: Page) => Promise<void>, isOffice = true) =>
    lookAt(browser, service.url, { name, address, ...world, ...(isOffice ? { signedIn: page } : {}) }, ready)

  test('every part of a meeting has its own address', async () => {
    for (const [name, part, there] of [
      ['meeting-overview', '', 'Absagen oder löschen'],
      ['meeting-content', '/content', 'In anderen Sprachen'],
      ['meeting-sign-up', '/sign-up', 'Erinnerungen'],
    ] as const)
      await look(name, `/admin/meetings/${id}${part}`, at => at.getByText(there).first().waitFor())
    await look('meeting-online-edit', `/admin/meetings/${id}?edit=onlineUrl`, async at => {
      await at.waitForURL(/\/content$/)
      await at.getByLabel('Link zum Online-Raum').waitFor()
    })
    await look('meeting-autosave', `/admin/meetings/${id}?edit=summary`, at =>
      at.getByText('Änderungen werden von selbst gespeichert.').waitFor(),
    )
    await look('preview-arabic', `/admin/meetings/${id}/preview?language=ar`, at =>
      // its labels and its date speak Arabic, the page around it German
      at.getByText('الموعد').waitFor(),
    )
    await look('meeting-online', `/meetings/${id}`, at => at.getByText('Den Link zum Online-Raum').waitFor(), false)
  })
})

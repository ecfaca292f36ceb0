import { languageKeys, prefixOf, type Language } from '@treffpunkt/shared/languages'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectAccessible, openBrowser, openPage, signIn } from './browser.ts'
import { inspect, lookAt, worlds } from './look.ts'
import { mailTo, officeOf, type Office } from './office.ts'
import { startService, type RunningService } from './service.ts'

let service: RunningService
let browser: Browser
let desk: Page
let faults: string[]
let office: Office
beforeAll(async () => {
  ;[service, browser] = await Promise.all([startService(), openBrowser()])
  ;({ page: desk, faults } = await openPage(browser, service.url))
  await signIn(desk, service.signInLink)
  office = officeOf(desk)
})
afterAll(async () => {
  await browser.close()
  await service.stop()
})

const said = (text: string) => desk.getByRole('status').filter({ hasText: text }).first().waitFor()
const report = (body: object) =>
  office<{ reference: string; token: string }>('POST', '/api/v1/public/barrier-reports', body)
const idOf = async (reference: string) => {
  const { items } = await office<{ items: { id: string; reference: string }[] }>('GET', '/api/v1/barrier-reports')
  return items.find(one => one.reference === reference)?.id ?? ''
}

describe('from the foot of a page to the answer', () => {
  let reference = ''
  test('somebody reports what is in the way, and the office sees it at once', async () => {
    await desk.goto('/admin/barrier-reports')
    await desk.getByText('Noch hat niemand eine Barriere gemeldet').waitFor()
    const { page, context, faults: visitorFaults } = await openPage(browser, service.url, { width: 375 })
    await page.goto('/privacy')
    await page.getByRole('contentinfo').getByRole('link', { name: 'Barriere melden' }).click()
    expect(await page.getByLabel('Auf welcher Seite?').inputValue()).toBe(`${service.url}/privacy`)
    await page.getByLabel('E-Mail-Adresse', { exact: false }).first().fill('olena')
    await page.getByRole('button', { name: 'Meldung senden' }).click()
    await page.getByRole('link', { name: 'Beschreiben Sie das Problem' }).waitFor()
    await inspect(page, 'visitor-report-barrier-mistakes-375', ['light'])
    await page.getByLabel('Was ist das Problem?').fill('Mein Screenreader liest die Tabelle nicht vor.')
    // another language keeps what was typed
    await page.getByRole('button', { name: 'Sprache: Deutsch' }).click()
    await page.getByRole('link', { name: 'Українська' }).click()
    await page.waitForURL('**/uk/report-barrier')
    await expect.poll(() => page.locator('#barrier').inputValue()).toContain('Screenreader')
    expect(await page.locator('#page').inputValue()).toBe(`${service.url}/privacy`)
    await page.locator('#email').fill('olena@example.org')
    await page.locator('form button[type=submit]').click()
    await page.waitForURL('**/uk/report-barrier/**')
    reference = (await page.getByText(/^B-\w{3}-\w{3}$/).textContent()) ?? ''
    await page.reload()
    await page.getByText(reference).waitFor()
    expect((await mailTo(office, 'olena@example.org', 'barrier_received')).link).toContain('/uk/report-barrier/')
    expect(visitorFaults).toEqual([])
    await context.close()
    // the open list and the count in the navigation follow by themselves
    await desk.getByRole('link', { name: 'Mein Screenreader liest die Tabelle nicht vor.' }).waitFor()
    await desk.getByRole('navigation', { name: 'Verwaltung' }).getByText('1 offen').waitFor()
  })

  test('the office notes, answers, takes the answer back, and answers better', async () => {
    await desk.getByRole('link', { name: 'Mein Screenreader liest die Tabelle nicht vor.' }).click()
    await desk.getByRole('heading', { level: 1, name: `Meldung ${reference}` }).waitFor()
    await desk
      .getByRole('region', { name: 'Interne Notiz' })
      .getByRole('button', { name: /ändern/i })
      .click()
    await desk.getByRole('textbox', { name: 'Interne Notiz' }).fill('IT hat es am Montag.')
    await desk.getByRole('button', { name: 'Speichern' }).click()
    await desk.getByText('IT hat es am Montag.').waitFor()
    await desk.getByRole('button', { name: 'Antwort senden' }).click()
    await desk.getByRole('link', { name: 'Schreiben Sie eine Antwort' }).waitFor()
    await expectAccessible(desk)
    await desk.getByLabel('Ihre Antwort').fill('Die Tabelle ist jetz vorlesbar.')
    await desk.getByRole('button', { name: 'Antwort senden' }).click()
    await said('Die Antwort wird in einer Minute gesendet.')
    await desk.getByText('Gleich wird die Antwort gesendet').waitFor()
    await inspect(desk, 'admin-barrier-report-waiting-1280', ['light'])
    await desk.getByRole('button', { name: 'Nicht senden' }).click()
    await said('Die Meldung ist wieder offen.')
    const text = desk.getByLabel('Ihre Antwort')
    await expect.poll(() => text.inputValue()).toBe('Die Tabelle ist jetz vorlesbar.')
    await text.fill('Die Tabelle ist jetzt vorlesbar.')
    await desk.getByRole('button', { name: 'Antwort senden' }).click()
    await desk.getByText('Beantwortet').first().waitFor()
    const mail = await mailTo(office, 'olena@example.org', 'barrier_answered')
    expect(mail.text).toMatch(/[Ѐ-ӿ]{4}/)
    expect(faults).toEqual([])
  })

  test('what is no barrier is closed with a reason, and that is undone', async () => {
    const { reference: spam } = await report({ barrier: 'Kaufen Sie jetzt' })
    await desk.goto(`/admin/barrier-reports/${await idOf(spam)}`)
    await desk.getByText('Die Person hat nicht angegeben, wie sie zu erreichen ist.').waitFor()
    await desk.getByRole('button', { name: 'Ohne Antwort abschließen' }).click()
    const dialog = desk.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Jetzt abschließen' }).click()
    await dialog.getByRole('link', { name: 'Geben Sie den Grund ein' }).waitFor()
    await dialog.getByLabel('Grund').fill('Werbung')
    await dialog.getByRole('button', { name: 'Jetzt abschließen' }).click()
    await desk.getByText('Ohne Antwort abgeschlossen: Werbung').waitFor()
    await desk.getByRole('button', { name: 'Rückgängig' }).click()
    await desk.getByRole('button', { name: 'Antwort festhalten' }).waitFor()
    await desk.getByText('Verlauf: 3 Einträge').waitFor()
    expect(faults).toEqual([])
  })
})

test('the office fills the slots of other languages, and reviews its statement', async () => {
  const { page, context } = await openPage(browser, service.url, { width: 375 })
  await page.goto('/')
  const foot = page.getByRole('contentinfo')
  expect(await foot.getByRole('link', { name: /Leichte Sprache|Gebärdensprache/ }).count()).toBe(0)
  expect((await page.request.get('/easy-language')).status()).toBe(404)

  await desk.goto('/admin/settings/texts')
  await desk.getByText('Überprüfen Sie die Erklärung zur Barrierefreiheit').waitFor()
  await inspect(desk, 'admin-settings-accessibility-1280', ['light'])
  await desk.getByRole('button', { name: 'Heute überprüft' }).click()
  await said('Die Überprüfung ist festgehalten.')
  await desk.getByText('Überprüfen Sie die Erklärung').waitFor({ state: 'detached' })
  const film = desk.getByRole('region', { name: 'Überprüfung und Gebärdensprache' })
  await film.getByRole('button', { name: /ändern/i }).click()
  await film.getByLabel('Film in Deutscher Gebärdensprache').fill('http://example.org/film')
  await film.getByRole('button', { name: 'Speichern' }).click()
  await film.getByRole('link', { name: /Geben Sie die Adresse so ein/ }).waitFor()
  await film.getByLabel('Film in Deutscher Gebärdensprache').fill('https://example.org/film')
  await film.getByRole('button', { name: 'Speichern' }).click()
  await said('Gespeichert')
  const easy = desk.getByRole('region', { name: 'Leichte Sprache' })
  await easy.getByText('Noch nichts eingetragen').waitFor()
  await easy.getByRole('button', { name: /ändern/i }).click()
  await easy.getByRole('textbox').fill('Diese Internet-Seite ist vom Land-Kreis.\n\nHier finden Sie Treffen.')
  await easy.getByRole('button', { name: 'Speichern' }).click()
  await easy.getByText(/Fassung 2/).waitFor()

  await page.reload()
  await foot.getByRole('link', { name: 'Gebärdensprache' }).click()
  await page.getByRole('link', { name: 'Film in Deutscher Gebärdensprache ansehen' }).waitFor()
  await foot.getByRole('link', { name: 'Leichte Sprache' }).click()
  await page.getByText('Hier finden Sie Treffen.').waitFor()
  // the shapes of the icons come from a file of their own
  expect(
    await foot
      .locator('use')
      .first()
      .evaluate((one: SVGUseElement) => one.getBoundingClientRect().width),
  ).toBeGreaterThan(0)
  await page.goto('/en/accessibility')
  await page.getByText('Last reviewed on').waitFor()
  await page.getByRole('main').getByRole('link', { name: 'Report a barrier' }).click()
  await page.waitForURL('**/en/report-barrier')
  await context.close()
})

test('nothing is further than two presses from what the law asks for', async () => {
  // without the program, so that it holds for everybody: these stand on every public page, in its language
  const { page, context } = await openPage(browser, service.url, { width: 375, javaScript: false })
  await page.goto('/')
  const meeting = (await page.locator('main a[href^="/meetings/"]').first().getAttribute('href')) ?? ''
  const { token } = await report({ barrier: 'x' })
  const addresses = [
    '/',
    meeting,
    `${meeting}/sign-up`,
    '/lost-link',
    '/imprint',
    '/privacy',
    '/accessibility',
    '/report-barrier',
  ]
  addresses.push(`/report-barrier/${token}`, '/easy-language', '/sign-language', '/problems/not_found', '/nothing-here')
  for (const key of languageKeys)
    for (const address of addresses) {
      if (address.startsWith('/problems') && key !== 'de') continue
      await page.goto(prefixOf(key) + address)
      const links = await page
        .locator('footer a')
        .evaluateAll(all => all.map(one => new URL((one as HTMLAnchorElement).href).pathname))
      for (const wanted of ['/imprint', '/privacy', '/accessibility', '/report-barrier'])
        expect(links, `${prefixOf(key)}${address}`).toContain(prefixOf(key) + wanted)
    }
  await context.close()
  // the program makes the other pages; from the administration the public page is one press away
  for (const address of ['/sign-in', '/door']) {
    const window = await openPage(browser, service.url, { width: 375 })
    await window.page.goto(address)
    await window.page.getByRole('contentinfo').getByRole('link', { name: 'Barriere melden' }).waitFor()
    await window.context.close()
  }
  await desk.goto('/admin/meetings')
  await desk.getByRole('link', { name: /^Öffentliche Seite/ }).click()
  await desk.getByRole('contentinfo').getByRole('link', { name: 'Barriere melden' }).waitFor()
})

// all languages in the audit, otherwise German and the one whose pages run the other way
const looked: readonly Language[] = process.env.AUDIT === 'all' ? languageKeys : ['de', 'ar']
describe.each(worlds)('$width px', world => {
  const look = (name: string, address: string, ready: (page: Page) => Promise<void>, signedIn?: Page) =>
    lookAt(browser, service.url, { name, address, ...world, ...(signedIn ? { signedIn } : {}) }, ready)
  const there = (page: Page) => page.locator('main h1').waitFor()

  test.each(looked)('the form and the receipt in %s', async key => {
    await look(`report-barrier-${key}`, `${prefixOf(key)}/report-barrier`, there)
    const { token } = await report({ barrier: 'x', email: 'ada@example.org' })
    await look(`barrier-receipt-${key}`, `${prefixOf(key)}/report-barrier/${token}`, there)
  })
  test('the statement and the slots', async () => {
    await look('accessibility', '/accessibility', there)
    await look('sign-language', '/sign-language', there)
  })
  test('the inbox and a report', async () => {
    const { reference } = await report({
      barrier: 'Der Kontrast der grauen Schrift reicht mir nicht.\n\nIch benutze ein Handy.',
      page: `${service.url}/imprint`,
      name: 'Ada Adler',
      otherContact: 'Telefon 03445 1234',
    })
    await look('barrier-reports', '/admin/barrier-reports', page => page.getByText(reference).waitFor(), desk)
    await look(
      'barrier-report',
      `/admin/barrier-reports/${await idOf(reference)}`,
      page =>
        page
          .getByText(/^Verlauf: /)
          .first()
          .waitFor(),
      desk,
    )
  })
})

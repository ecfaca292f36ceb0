import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectAccessible, openBrowser, openPage, signIn } from './browser.ts'
import { officeOf, type Office } from './office.ts'
import { lookAt, worlds } from './look.ts'
import { keepScreenshot } from './screenshots.ts'
import { startService, type RunningService } from './service.ts'

let service: RunningService
let browser: Browser
let page: Page
let faults: string[]
let office: Office
/** Ids of the meetings of the example network by their names. */
let meetings: Map<string, string>

beforeAll(async () => {
  ;[service, browser] = await Promise.all([startService(), openBrowser()])
  ;({ page, faults } = await openPage(browser, service.url))
  await signIn(page, service.signInLink)
  office = officeOf(page)
  const { items } = await office<{ items: { id: string; name: string }[] }>('GET', '/api/v1/meetings')
  meetings = new Map(items.map(({ id, name }) => [name, id]))
})
afterAll(async () => {
  await browser.close()
  await service.stop()
})

const third = '3. Integrationsnetzwerk 2025'
const address = (name: string) => `/admin/meetings/${meetings.get(name)}`
const visited = () => {
  const name = [...meetings.keys()].find(one => /^1\. Integrationsnetzwerk (?!2025)/.test(one))
  expect(name, 'a meeting of the example whose door was used').toBeDefined()
  return name ?? ''
}
const row = (name: string) => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) })

test('the page of numbers begins with what matters: the record, and what it was before', async () => {
  await page.goto('/admin/meetings')
  await page.getByRole('navigation').getByRole('link', { name: 'Zahlen' }).click()
  await page.getByRole('heading', { level: 1, name: 'Zahlen' }).waitFor()
  const finding = page.getByRole('region', { name: 'Das Wichtigste' })
  await finding.getByText('79 kamen am 24. September 2025, so viele wie nie zuvor. Davor waren es 40 bis 70.').waitFor()
  expect((await row(third).innerText()).replaceAll(/\s+/g, ' ')).toContain('79 Rekord davor 70 am 18.06.2025')
  expect(await row('4. Integrationsnetzwerk 2025').innerText()).not.toContain('Rekord')
  await page.getByRole('img', { name: /^Balken für \d+ Treffen/ }).waitFor()
})

test('kind and year stand in the address; a year says nothing else than the whole', async () => {
  await page.goto('/admin/statistics')
  await page.getByLabel('Jahr').selectOption('2025')
  await page.waitForURL(/year=2025/)
  await page.getByRole('heading', { name: 'Alle Treffen 2025' }).waitFor()
  await expect
    .poll(() => page.getByRole('rowheader').allTextContents())
    .toEqual([
      '4. Integrationsnetzwerk 2025',
      '3. Integrationsnetzwerk 2025',
      '2. Integrationsnetzwerk 2025',
      '1. Integrationsnetzwerk 2025',
    ])
  await page.getByText('Zuletzt waren es 66 am 26. November 2025, im üblichen Rahmen von 40 bis 79.').waitFor()

  await page.getByLabel('Art').selectOption('Fachveranstaltung')
  await page.getByText('In diesem Jahr ist kein Treffen abgeschlossen').waitFor()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Alle Jahre zeigen' }).click()
  await page.getByRole('heading', { name: 'Hier stehen die Zahlen Ihrer Treffen' }).waitFor()
  expect(page.url()).toMatch(/\?kind=specialist$/)
  await keepScreenshot(page, 'admin-statistics-empty-1280-light')
  await expectAccessible(page)
  await page.reload()
  await page.getByRole('heading', { name: 'Hier stehen die Zahlen Ihrer Treffen' }).waitFor()
})

test('by keyboard alone: from the numbers to the meeting that was the record', async () => {
  await page.goto('/admin/statistics')
  await row(third).waitFor()
  await page.getByLabel('Jahr').focus()
  for (let presses = 0; presses < 12; presses++) {
    await page.keyboard.press('Tab')
    if ((await page.evaluate(() => document.activeElement?.textContent?.trim())) === third) break
  }
  await page.keyboard.press('Enter')
  await page.waitForURL(address(third))
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1')
})

test('a meeting of which only the number is known says its record, and what is not known', async () => {
  await page.goto(address(third))
  const figures = page.getByRole('region', { name: 'Zahlen' })
  await figures.getByText('79 Teilnehmende').waitFor()
  await figures
    .getByText('So viele wie nie zuvor. Der Rekord davor: 70 am 18. Juni 2025. Üblich waren 40 bis 70.')
    .waitFor()
  await figures.getByText('Bekannt ist nur die Zahl.').waitFor()
})

test('the numbers are copied as a text for the press', async () => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto(address(third))
  await page.getByRole('button', { name: 'Zahlen kopieren' }).click()
  await page.getByRole('status').filter({ hasText: 'Kopiert' }).waitFor()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    [
      '3. Integrationsnetzwerk 2025, 24. September 2025, Kulturhaus Weißenfels',
      'Schwerpunkt: Migration und Pflege',
      '79 Teilnehmende, so viele wie nie zuvor. Der Rekord davor: 70 am 18. Juni 2025. Üblich waren 40 bis 70.',
    ].join('\n'),
  )
})

test('a meeting whose door was used says who was new, from where, and who did not come', async () => {
  await page.goto(address(visited()))
  const figures = page.getByRole('region', { name: 'Zahlen' })
  await figures.getByText('Im üblichen Rahmen: 40 bis 79.').waitFor()
  await figures.getByText('41 von 46 sind gekommen, 2 entschuldigt, 3 nicht gekommen').waitFor()
  const named = async (term: string) =>
    (await figures.getByRole('term').filter({ hasText: term }).locator('xpath=../*').allInnerTexts())[1]
  expect(await named('Zum ersten Mal dabei')).toBe('37')
  expect(await named('Schon früher dabei')).toBe('8')
  expect(await named('Ohne Anmeldung gekommen')).toBe('4')
  expect(await figures.getByRole('listitem').first().innerText()).toMatch(/Zivilgesellschaft\s+11/)

  // a count that is lower than the list is pointed out
  await page.getByRole('button', { name: 'Zahl der Teilnehmenden ändern' }).click()
  await page.getByRole('textbox', { name: 'Zahl der Teilnehmenden' }).fill('43')
  await page.getByRole('button', { name: 'Speichern' }).click()
  await figures.getByText('Die Zahl ist kleiner als die Liste').waitFor()
  await figures.getByText('43 Teilnehmende').waitFor()
  await keepScreenshot(page, 'admin-figures-lower-1280-light')
  await expectAccessible(page)
  // what is known of the names does not pass for what is known of those who were counted
  await page.goto(`/meetings/${meetings.get(visited())}`)
  await page.getByText('mit 43 Teilnehmenden.').waitFor()
  await page.goto('/admin/statistics')
  expect((await row(visited()).innerText()).replaceAll(/\s+/g, ' ')).toContain('43 namentlich 45 40–79 37 / 8')
  await page.goto(address(visited()))
  await page.getByRole('button', { name: 'Zahl der Teilnehmenden ändern' }).click()
  await page.getByRole('textbox', { name: 'Zahl der Teilnehmenden' }).fill('')
  await page.getByRole('button', { name: 'Speichern' }).click()
  await figures.getByText('45 Teilnehmende').waitFor()
})

test('the list of meetings marks the record, and the public page tells how many came', async () => {
  await page.goto('/admin/meetings')
  await expect.poll(() => row(third).innerText()).toMatch(/Rekord\s+79/)
  await page.goto(`/meetings/${meetings.get(visited())}`)
  await page.getByText('mit 45 Teilnehmenden aus 17 Organisationen').waitFor()
  await page.goto(`/meetings/${meetings.get(third)}`)
  await page.getByText('mit 79 Teilnehmenden.').waitFor()
  expect(faults).toEqual([])
})

describe.each(worlds)('$width px', world => {
  test.each([
    ['statistics', () => '/admin/statistics'],
    ['figures', () => address(visited())],
    ['figures-record', () => address(third)],
    ['meetings-record', () => '/admin/meetings'],
  ])('%s has no fault', (name, at) =>
    lookAt(browser, service.url, { name, address: at(), ...world, signedIn: page }, other =>
      other.locator('main h2').first().waitFor(),
    ),
  )
})

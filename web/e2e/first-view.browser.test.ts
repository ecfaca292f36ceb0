import { gzipSync } from 'node:zlib'
import type { Browser, Response } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectNoSidewaysScroll, openBrowser, openPage } from './browser.ts'
import { enlargeLetters } from './look.ts'
import { startService, type RunningService } from './service.ts'

let service: RunningService
let browser: Browser
let meeting: string

beforeAll(async () => {
  ;[service, browser] = await Promise.all([startService(), openBrowser()])
  const { page, context } = await openPage(browser, service.url)
  await page.goto('/')
  meeting = (await page.locator('main a[href^="/meetings/"]').first().getAttribute('href')) ?? ''
  await context.close()
})
afterAll(async () => {
  await browser.close()
  await service.stop()
})

const pages: Record<string, () => string> = {
  start: () => '/',
  meeting: () => meeting,
  'sign-up': () => `${meeting}/sign-up`,
  imprint: () => '/imprint',
}

/** What a first visit loads, by kind, in bytes as they go over the line with gzip. */
async function firstView(address: string) {
  const { page, context, faults } = await openPage(browser, service.url, { width: 375 })
  const responses: Response[] = []
  page.on('response', response => responses.push(response))
  await page.goto(address, { waitUntil: 'networkidle' })
  const loaded = await Promise.all(
    responses.map(async response => ({
      url: response.url(),
      type: response.request().resourceType(),
      body: await response.body(),
    })),
  )
  await context.close()
  const weigh = (type: string) =>
    loaded
      .filter(one => one.type === type)
      .reduce((sum, { body }) => sum + (type === 'font' ? body.length : gzipSync(body, { level: 9 }).length), 0)
  return { loaded, faults, scripts: weigh('script'), styles: weigh('stylesheet'), fonts: weigh('font') }
}

test.each(Object.keys(pages))('%s: a first visit stays light and loads nothing of the administration', async name => {
  const { loaded, faults, scripts, styles, fonts } = await firstView(pages[name]?.() ?? '')
  expect(faults).toEqual([])
  expect(scripts).toBeLessThanOrEqual(65_000)
  expect(styles).toBeLessThanOrEqual(16_000)
  expect(fonts).toBeLessThanOrEqual(50_000)
  // twelve with the icon, which not every browser asks for
  expect(loaded.map(({ url }) => url).filter(url => !url.endsWith('/favicon.svg')).length).toBeLessThanOrEqual(11)
  const code = loaded.filter(({ type }) => type === 'script').map(({ body }) => body.toString())
  // A text of the administration, the stores' library, the cache of server data, the schemas.
  for (const sign of ['Entwurf anlegen', 'Neues Treffen planen', 'storeToRefs', '_pc_', 'additionalProperties'])
    expect(
      code.filter(one => one.includes(sign)),
      sign,
    ).toEqual([])
})

test.each(Object.keys(pages))('%s: heading and content are there without JavaScript', async name => {
  const { page, context } = await openPage(browser, service.url, { width: 375, javaScript: false })
  await page.goto(pages[name]?.() ?? '')
  expect(await page.locator('main h1').count()).toBe(1)
  expect((await page.locator('main').innerText()).length).toBeGreaterThan(100)
  expect(await page.title()).toMatch(/ – Integrationsnetzwerk Burgenlandkreis$/)
  await context.close()
})

test.each(Object.keys(pages))('%s: fits 320 px, also with text twice as large', async name => {
  const { page, context } = await openPage(browser, service.url, { width: 320 })
  await page.goto(pages[name]?.() ?? '', { waitUntil: 'networkidle' })
  await expectNoSidewaysScroll(page)
  await page.setViewportSize({ width: 640, height: 900 })
  await enlargeLetters(page)
  await expectNoSidewaysScroll(page)
  await context.close()
})

test('the page can be used by keyboard alone', async () => {
  const { page, context } = await openPage(browser, service.url)
  await page.goto('/', { waitUntil: 'networkidle' })
  await page.keyboard.press('Tab')
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Zum Inhalt springen')
  await page.keyboard.press('Enter')
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('main')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/meetings/**')
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1')
  await page.goBack()
  await page.getByRole('heading', { level: 1, name: 'Termine' }).waitFor()
  await context.close()
})

test('the theme that was chosen stays, and stands before the program runs', async () => {
  const { page, context } = await openPage(browser, service.url)
  await page.goto('/', { waitUntil: 'networkidle' })
  await page.getByLabel('Darstellung').selectOption('dark')
  await expect.poll(() => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('dark')
  await page.goto('/imprint', { waitUntil: 'domcontentloaded' })
  expect(await page.locator('html').getAttribute('data-kern-theme')).toBe('dark')
  expect(await context.cookies()).toEqual([])
  await context.close()
})

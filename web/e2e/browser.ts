import core from 'axe-core'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { expect } from 'vitest'

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

export type Theme = 'light' | 'dark'
export const themes: Theme[] = ['light', 'dark']
export const widths = [375, 1280]

/**
 * The Chromium of the system, or the one that CHROMIUM names.
 * @param film what its camera sees (YUV4MPEG2), read whenever a page asks for the camera; without it there is none.
 */
export function openBrowser({ film }: { film?: string } = {}): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...(film
        ? [
            '--use-fake-device-for-media-stream',
            '--use-fake-ui-for-media-stream',
            `--use-file-for-fake-video-capture=${film}`,
          ]
        : []),
    ],
  })
}

/** A window of its own, with faults of the page collected: errors, refused contents, foreign hosts. */
export async function openPage(
  browser: Browser,
  url: string,
  { width = 1280, theme = 'light' as Theme, javaScript = true } = {},
): Promise<{ page: Page; context: BrowserContext; faults: string[] }> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width, height: width < 600 ? 812 : 900 },
    colorScheme: theme,
    reducedMotion: 'reduce',
    locale: 'de-DE',
    timezoneId: 'America/New_York',
    javaScriptEnabled: javaScript,
    hasTouch: width < 600,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const faults: string[] = []
  page.on('pageerror', error => faults.push(error.message))
  page.on('console', message => {
    // A 4xx answer is also written to the console; whether it is right is for the test to say.
    const isAnswer = message.text().startsWith('Failed to load resource')
    if ((message.type() === 'error' || message.type() === 'warning') && !isAnswer) faults.push(message.text())
  })
  page.on('request', request => {
    if (!request.url().startsWith(url) && !request.url().startsWith('data:'))
      faults.push(`asks a foreign host: ${request.url()}`)
  })
  return { page, context, faults }
}

/** No violation of WCAG 2.2 A and AA, nor of axe's best practices, on the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(core.source)
  const violations = await page.evaluate(async runOnly => {
    const { axe } = window as unknown as { axe: typeof core }
    const { violations } = await axe.run(document, { runOnly, resultTypes: ['violations'] })
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join('\n')}`)
  }, rules)
  expect(violations).toEqual([])
}

/** Nothing sticks out of the window. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const { inner, outer } = await page.evaluate(() => ({
    inner: document.documentElement.scrollWidth,
    outer: document.documentElement.clientWidth,
  }))
  expect(inner, `width of ${page.url()}`).toBeLessThanOrEqual(outer)
}

/** Signs in by the link that the service printed, as a person would: open it, press the button. */
export async function signIn(page: Page, link: string): Promise<void> {
  await page.goto(link)
  await page.getByRole('button', { name: 'Jetzt anmelden' }).click()
  await page.waitForURL('**/admin/**')
}

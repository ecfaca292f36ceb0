import type { Browser, Page } from 'playwright-core'
import { expect } from 'vitest'
import { expectAccessible, expectNoSidewaysScroll, openPage, themes, widths, type Theme } from './browser.ts'
import { keepScreenshot } from './screenshots.ts'

type World = { theme: Theme; width: number }

/** Every theme at every width: what visitors see, and the office's lists and mails. */
export const everyWorld: readonly World[] = themes.flatMap(theme => widths.map(width => ({ theme, width })))

/**
 * The themes and widths to look at pages in: light at 375 px, and one other that changes with the day; every one in
 * `npm run audit`, which sets AUDIT.
 */
export const worlds: readonly World[] =
  process.env.AUDIT === 'all'
    ? everyWorld
    : [...everyWorld.slice(0, 1), ...everyWorld.slice(1).filter((_, index) => index === today())]

function today(): number {
  return Math.floor(Date.now() / 86_400_000) % (everyWorld.length - 1)
}

/**
 * Opens a place of the administration in a window of its own, as whoever is signed in on `page`, waits until it is there,
 * and looks at it: a screenshot, nothing out of the window, no violation, no fault.
 */
export async function lookAt(
  browser: Browser,
  url: string,
  page: Page,
  { name, address, theme, width }: { name: string; address: string; theme: Theme; width: number },
  ready: (page: Page) => Promise<void>,
): Promise<void> {
  const window = await openPage(browser, url, { theme, width })
  await window.context.addCookies(await page.context().cookies())
  await window.page.goto(address)
  await ready(window.page)
  await window.page.waitForLoadState('networkidle').catch(() => undefined)
  await keepScreenshot(window.page, `admin-${name}-${width}-${theme}`)
  await expectNoSidewaysScroll(window.page)
  await expectAccessible(window.page)
  expect(window.faults).toEqual([])
  await window.context.close()
}

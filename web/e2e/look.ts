import type { Browser, Page } from 'playwright-core'
import { expect } from 'vitest'
import { expectAccessible, expectNoSidewaysScroll, openPage, themes, widths, type Theme } from './browser.ts'
import { keepScreenshot } from './screenshots.ts'

/** Every theme at every width. */
export const worlds = themes.flatMap(theme => widths.map(width => ({ theme, width })))

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

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

type Window = Awaited<ReturnType<typeof openPage>>

/** Windows stay open from one look to the next: a window of its own loads and compiles every script again. */
const windows = new WeakMap<Browser, Map<string, Window>>()

async function windowOf(browser: Browser, url: string, width: number, signedIn?: Page): Promise<Window> {
  const open = windows.get(browser) ?? new Map<string, Window>()
  windows.set(browser, open)
  const key = `${width} ${signedIn ? 'signed in' : 'visitor'}`
  const window = open.get(key) ?? (await openPage(browser, url, { width }))
  open.set(key, window)
  await window.context.clearCookies()
  if (signedIn) await window.context.addCookies(await signedIn.context().cookies())
  return window
}

/**
 * Opens a place in a window apart, waits until it is there, and looks at it: a screenshot, nothing out of the window, no
 * violation, no fault.
 * @param signedIn the page of whoever is signed in; without it a visitor looks.
 * @param ready waits until the place is there, and may press what opens a part of it.
 */
export async function lookAt(
  browser: Browser,
  url: string,
  { name, address, theme, width, signedIn }: World & { name: string; address: string; signedIn?: Page },
  ready: (page: Page) => Promise<void>,
): Promise<void> {
  const { page, faults } = await windowOf(browser, url, width, signedIn)
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
  faults.length = 0
  await page.goto(address)
  await ready(page)
  await page.waitForLoadState('networkidle')
  await inspect(page, `${signedIn ? 'admin' : 'visitor'}-${name}-${width}-${theme}`)
  expect(faults).toEqual([])
}

/** Keeps a screenshot of a page as it stands; nothing sticks out of the window, and no rule of accessibility is broken. */
export async function inspect(page: Page, screenshot: string): Promise<void> {
  await keepScreenshot(page, screenshot)
  await expectNoSidewaysScroll(page)
  await expectAccessible(page)
}

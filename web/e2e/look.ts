import type { Browser, Page } from 'playwright-core'
import { expect } from 'vitest'
import { expectAccessible, expectNoSidewaysScroll, openPage, themes, widths, type Theme } from './browser.ts'
import { keepScreenshot } from './screenshots.ts'

/** A width of the window, and the themes that pages are looked at in there. */
type World = { width: number; themes: readonly Theme[] }

/** Every width in every theme: what visitors see, and the office's lists and mails. */
export const everyWorld: readonly World[] = widths.map(width => ({ width, themes }))

/**
 * The widths and themes to look at pages in: light at 375 px, and one other that changes with the day; every one in
 * `npm run audit`, which sets AUDIT.
 */
export const worlds: readonly World[] = process.env.AUDIT === 'all' ? everyWorld : worldsOfToday()

function worldsOfToday(): World[] {
  const wide = (...those: Theme[]) => [
    { width: 375, themes: ['light' as const] },
    { width: 1280, themes: those },
  ]
  const turns = [[{ width: 375, themes }], wide('light'), wide('dark')]
  return turns[Math.floor(Date.now() / 86_400_000) % turns.length] ?? []
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
 * Opens a place in a window apart, waits until it is there, and inspects it; the page has had no fault.
 * @param signedIn the page of whoever is signed in; without it a visitor looks.
 * @param ready waits until the place is there, and may press what opens a part of it.
 */
export async function lookAt(
  browser: Browser,
  url: string,
  { name, address, width, themes: inThemes, signedIn }: World & { name: string; address: string; signedIn?: Page },
  ready: (page: Page) => Promise<void>,
): Promise<void> {
  const { page, faults } = await windowOf(browser, url, width, signedIn)
  await page.emulateMedia({ colorScheme: inThemes[0] ?? null })
  faults.length = 0
  await page.goto(address)
  await ready(page)
  await page.waitForLoadState('networkidle')
  await inspect(page, `${signedIn ? 'admin' : 'visitor'}-${name}-${width}`, inThemes)
  expect(faults).toEqual([])
}

/**
 * Looks at a page as it stands, in each theme: keeps a screenshot; nothing sticks out of the window, and no rule of
 * accessibility is broken. Nothing is loaded again: a theme is a matter of style sheets only.
 */
export async function inspect(page: Page, screenshot: string, inThemes: readonly Theme[]): Promise<void> {
  for (const theme of inThemes) {
    await page.emulateMedia({ colorScheme: theme })
    await stillColours(page)
    await keepScreenshot(page, `${screenshot}-${theme}`)
    await expectNoSidewaysScroll(page)
    await expectAccessible(page)
  }
}

/**
 * Makes the letters of a page twice as large, as somebody does who reads with difficulty, and waits until they are: the
 * styles let even this change take a frame.
 */
export async function enlargeLetters(page: Page): Promise<void> {
  await page.evaluate(() => (document.documentElement.style.fontSize = '200%'))
  await page.waitForFunction(() => getComputedStyle(document.documentElement).fontSize === '32px')
}

/** Waits until no colour is on its way any more: one that arrives sets off those that follow it, a frame later. */
const stillColours = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const frame = () => new Promise(resolve => requestAnimationFrame(resolve))
    const moving = () => document.getAnimations().filter(one => one instanceof CSSTransition)
    await frame()
    for (let found = moving(); found.length > 0; found = moving()) {
      await Promise.allSettled(found.map(one => one.finished))
      await frame()
    }
  })

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectAccessible, expectNoSidewaysScroll, openBrowser, openPage, signIn } from './browser.ts'
import { worlds } from './look.ts'
import { keepScreenshot } from './screenshots.ts'
import { startService, type RunningService } from './service.ts'

let service: RunningService
let browser: Browser
/** Cookies of the signed-in coordinator, for windows that open later. */
let cookies: Awaited<ReturnType<Awaited<ReturnType<typeof openPage>>['context']['cookies']>>
const ids: Record<string, string> = {}

/** Reads the API with the coordinator's session. */
const readApi = (page: Page, address: string) =>
  page.evaluate(
    async at =>
      (await (await fetch(at)).json()) as { items: { id: string; state?: string; cancelledAt?: string | null }[] },
    address,
  )

beforeAll(async () => {
  ;[service, browser] = await Promise.all([startService(), openBrowser()])
  const { page, context } = await openPage(browser, service.url)
  await signIn(page, service.signInLink)
  cookies = await context.cookies()
  for (const noun of ['venues', 'organisations', 'people', 'working-groups']) {
    ids[noun] = (await readApi(page, `/api/v1/${noun}`)).items[0]?.id ?? ''
  }
  for (const { id, state, cancelledAt } of (await readApi(page, '/api/v1/meetings')).items)
    ids[cancelledAt ? 'cancelled' : (state ?? '')] = id
  await context.close()
})
afterAll(async () => {
  await browser.close()
  await service.stop()
})

const publicPages: Record<string, () => string> = {
  upcoming: () => '/',
  'public-meeting-open': () => `/meetings/${ids.open}`,
  'public-meeting-held': () => `/meetings/${ids.held}`,
  imprint: () => '/imprint',
  privacy: () => '/privacy',
  accessibility: () => '/accessibility',
  'sign-in': () => '/sign-in',
  'sign-in-link': () => '/sign-in/no-such-token',
  'not-found': () => '/nothing-here',
}
const officePages: Record<string, () => string> = {
  meetings: () => '/admin/meetings',
  'new-meeting': () => '/admin/meetings/new',
  'meeting-open': () => `/admin/meetings/${ids.open}`,
  'meeting-held': () => `/admin/meetings/${ids.held}`,
  venues: () => '/admin/venues',
  'new-venue': () => '/admin/venues/new',
  venue: () => `/admin/venues/${ids.venues}`,
  organisations: () => '/admin/organisations',
  'new-organisation': () => '/admin/organisations/new',
  organisation: () => `/admin/organisations/${ids.organisations}`,
  people: () => '/admin/people',
  'new-person': () => '/admin/people/new',
  person: () => `/admin/people/${ids.people}`,
  'working-groups': () => '/admin/working-groups',
  'new-working-group': () => '/admin/working-groups/new',
  'working-group': () => `/admin/working-groups/${ids['working-groups']}`,
  settings: () => '/admin/settings',
  accounts: () => '/admin/accounts',
  'own-account': () => '/admin/account',
}

async function look(page: Page, faults: string[], name: string): Promise<void> {
  await page.waitForLoadState('networkidle')
  await page.locator('main h1').waitFor()
  await keepScreenshot(page, name)
  expect(await page.locator('main h1').count()).toBe(1)
  expect(await page.title()).toMatch(/ – Integrationsnetzwerk Burgenlandkreis$/)
  await expectNoSidewaysScroll(page)
  await expectAccessible(page)
  expect(faults).toEqual([])
}

describe.each(worlds)('$theme, $width px', ({ theme, width }) => {
  test.each(Object.keys(publicPages))('%s has no fault', async name => {
    const { page, context, faults } = await openPage(browser, service.url, { theme, width })
    await page.goto(publicPages[name]?.() ?? '')
    await look(page, faults, `${name}-${width}-${theme}`)
    await context.close()
  })
  test.each(Object.keys(officePages))('%s has no fault', async name => {
    const { page, context, faults } = await openPage(browser, service.url, { theme, width })
    await context.addCookies(cookies)
    await page.goto(officePages[name]?.() ?? '')
    await look(page, faults, `admin-${name}-${width}-${theme}`)
    await context.close()
  })
})

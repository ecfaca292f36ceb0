import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser, openPage, signIn } from './browser.ts'
import { lookAt, worlds } from './look.ts'
import { startService, type RunningService } from './service.ts'

let service: RunningService
let browser: Browser
/** The page of the signed-in coordinator. */
let desk: Page
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
  ;({ page: desk } = await openPage(browser, service.url))
  await signIn(desk, service.signInLink)
  for (const noun of ['venues', 'organisations', 'people', 'working-groups']) {
    ids[noun] = (await readApi(desk, `/api/v1/${noun}`)).items[0]?.id ?? ''
  }
  for (const { id, state, cancelledAt } of (await readApi(desk, '/api/v1/meetings')).items)
    ids[cancelledAt ? 'cancelled' : (state ?? '')] = id
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
  'problem-type': () => '/problems/meeting_not_open',
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

/** One heading, and a title that says where one is. */
async function hasNames(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  await page.locator('main h1').waitFor()
  expect(await page.locator('main h1').count()).toBe(1)
  expect(await page.title()).toMatch(/ – Integrationsnetzwerk Burgenlandkreis$/)
}

describe.each(worlds)('$width px', world => {
  test.each(Object.entries(publicPages))('%s has no fault', (name, address) =>
    lookAt(browser, service.url, { name, address: address(), ...world }, hasNames),
  )
  test.each(Object.entries(officePages))('%s has no fault', (name, address) =>
    lookAt(browser, service.url, { name, address: address(), ...world, signedIn: desk }, hasNames),
  )
})

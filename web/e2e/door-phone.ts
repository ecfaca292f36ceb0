import type { DoorLink } from '@treffpunkt/shared/attendance'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'
import { openPage, type Theme } from './browser.ts'
import type { Office } from './office.ts'

/** What goes to the service and back takes a moment. */
export const soon = { timeout: 10_000 }

/** Who is registered: first name, last name, organisation. */
export const people: [string, string, string][] = [
  ['Mehmet', 'Aydın', 'Bürgerverein Zeitz-Ost'],
  ['Olena', 'Kovalenko', 'AWO'],
  ['Jörg', 'Müller', 'Jobcenter Burgenlandkreis'],
  ['Alice', 'Nguyen', ''],
  ['Tom', 'Richter', 'Diakonie'],
  ['Anna', 'Weber', 'Landkreis'],
  ['Bernd', 'Weber', ''],
  ['Birgit', 'Zimmermann-Hohenstein', 'Bundesagentur für Arbeit, Agentur Weißenfels'],
  ['Александра', 'Шевченко', ''],
]

export type Phone = { page: Page; context: BrowserContext; faults: string[] }

/**
 * A phone with a door link open, on the start screen with its list loaded.
 * @param autoContinue false lets a welcome stand until it is closed: a slow machine may look too late.
 */
export async function openDoor(
  browser: Browser,
  url: string,
  link: DoorLink,
  { width = 375, theme = 'light' as Theme, autoContinue = false } = {},
): Promise<Phone> {
  const phone = await openPage(browser, url, { width, theme })
  await phone.page.goto(link.url ?? '')
  await phone.page.getByText(/ geladen um /).waitFor()
  if (autoContinue) return phone
  await phone.page.getByRole('button', { name: 'Protokoll' }).click()
  await phone.page.getByLabel('Nach „Willkommen“ von selbst weiter').uncheck()
  await phone.page.keyboard.press('Escape')
  await phone.page.getByRole('dialog').waitFor({ state: 'hidden' })
  return phone
}

/** Leaves the start screen. */
export const begin = (page: Page) => page.getByRole('button', { name: 'Einlass beginnen' }).click()
/** The id of what has the focus. */
export const focused = (page: Page) => page.evaluate(() => document.activeElement?.id)

/** Goes to a mode as a thumb does, by the bar at the bottom. */
export const goTo = (page: Page, mode: 'Scannen' | 'Suchen' | 'Neu') =>
  page.getByRole('navigation', { name: 'Arten des Einlasses' }).getByRole('link', { name: mode }).click()

/** The answer with this heading, as a region of the page. */
export const answer = (page: Page, word: string) => page.getByRole('region', { name: word })

/** Waits for the sentence that a screen reader reads out. */
export const says = (page: Page, text: string | RegExp) =>
  page.getByRole('status').filter({ hasText: text }).first().waitFor({ state: 'attached' })

/** The field of the search; only its row of the list is a list item. */
export const field = (page: Page) => page.getByLabel('Name oder Organisation')
export const row = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name })
export const shownNames = async (page: Page) =>
  (await page.locator('.door-guest__name').allTextContents()).map(name => name.trim())

/** Lets somebody in by searching for them. */
export async function letIn(page: Page, name: string): Promise<void> {
  await field(page).fill(name)
  await page.getByRole('button', { name: `Da, ${name}` }).click()
  await answer(page, 'Willkommen').getByText(name, { exact: true }).waitFor()
  await page.keyboard.press('Escape')
  await answer(page, 'Willkommen').waitFor({ state: 'hidden' })
}

/** Takes somebody in who stands on no list, without an organisation. */
export async function takeIn(page: Page, name: string): Promise<void> {
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByRole('button', { name: 'Aufnehmen', exact: true }).click()
}

/** What the office knows of who came. */
export async function cameTo(office: Office, meeting: string) {
  const { items } = await office<{
    items: { id: string; name: string; state: string | null; arrivedAt: string | null; by: string | null }[]
  }>('GET', `/api/v1/meetings/${meeting}/attendance?limit=200`)
  return items.filter(({ arrivedAt }) => arrivedAt !== null)
}

/** Names on the lists that the device holds. */
export const heldNames = (page: Page) =>
  page.evaluate(async () => {
    const opening = indexedDB.open('treffpunkt-door')
    await new Promise(resolve => opening.addEventListener('success', resolve))
    const reading = opening.result.transaction('meetings').objectStore('meetings').getAll()
    await new Promise(resolve => reading.addEventListener('success', resolve))
    opening.result.close()
    return (reading.result as { guests: { name: string }[] }[]).flatMap(({ guests }) => guests.map(({ name }) => name))
  })

/** The address that the QR code of somebody's ticket holds. */
export async function ticketOf(office: Office, url: string, registration: string): Promise<string> {
  const { url: link } = await office<{ url: string }>('GET', `/api/v1/registrations/${registration}/link`)
  const answer = await fetch(`${url}/api/v1/own-registration`, {
    headers: { authorization: `Link ${link.split('/').at(-1)}` },
  })
  expect(answer.status).toBe(200)
  const { ticketToken } = (await answer.json()) as { ticketToken: string }
  return `${url}/tickets/${ticketToken}`
}

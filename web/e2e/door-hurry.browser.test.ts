// Hurried fingers and eyes at the door: what comes under a thumb, who waits before the camera, where the focus stays.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { filmCodes } from './door-camera.ts'
import {
  answer,
  begin,
  field,
  focused,
  goTo,
  letIn,
  openDoor,
  row,
  says,
  shownNames,
  soon,
  takeIn,
  ticketOf,
} from './door-phone.ts'
import { startDoor, type Door } from './door-service.ts'
import { keepScreenshot } from './screenshots.ts'

let door: Door
beforeAll(async () => {
  door = await startDoor()
})
afterAll(() => door.stop())

const sent = (page: Page) => page.getByText('Alles gesendet').waitFor()
const last = (page: Page) => page.getByRole('region', { name: 'Letzter Eintrag' })
const kindsOf = async (meeting: string) => (await door.list(meeting)).entries.map(({ kind }) => kind)

/** A phone that searches, with everything sent. */
async function searching(...open: Parameters<Door['open']>) {
  const phone = await door.open(...open)
  await begin(phone.page)
  await goTo(phone.page, 'Suchen')
  await sent(phone.page)
  return phone
}

/** Waits until the camera has shown so many seconds of its film. */
async function watchFilm(page: Page, seconds: number): Promise<void> {
  const from = await page.evaluate(() => document.querySelector('video')?.currentTime ?? 0)
  await page.waitForFunction(until => (document.querySelector('video')?.currentTime ?? 0) > until, from + seconds)
}

/** What the office enters of somebody. */
async function enter(meeting: string, attendeeId: string, kind: 'present' | 'excused' | 'no_show'): Promise<void> {
  const at = new Date().toISOString()
  const entry = { id: crypto.randomUUID(), kind, how: 'search', attendeeId, at }
  await door.office('POST', `/api/v1/meetings/${meeting}/attendance`, { sentAt: at, entries: [entry] })
}

test('the second tap of two takes nobody back', async () => {
  const { meeting, link } = await door.meetingWithLink()
  const { page, context, faults } = await searching(link)
  await letIn(page, 'Anna Weber')
  await field(page).fill('olena')
  await page.getByRole('button', { name: 'Da, Olena Kovalenko' }).click()
  await answer(page, 'Willkommen').getByRole('button', { name: 'Weiter' }).dblclick()
  await last(page).getByText('Olena Kovalenko').waitFor()
  await keepScreenshot(page, 'door-last-375-light')
  await last(page).getByRole('button', { name: 'Rückgängig' }).dblclick()
  await says(page, 'Olena Kovalenko, AWO: zurückgenommen. 1 von 9')
  await last(page).getByText('Anna Weber').waitFor()
  await sent(page)
  expect(await kindsOf(meeting)).toEqual(['present', 'present', 'undone'])
  // nor does that of two slow ones, which falls on an answer that has come to stand there
  await door.office('POST', `/api/v1/registrations/${await idOf(meeting, 'Tom Richter')}/withdraw`)
  await page.getByText('1 von 8 da').waitFor()
  await goTo(page, 'Scannen')
  await page.getByLabel('Code eingeben').fill(await codeOf(meeting, 'Tom Richter'))
  await page.keyboard.press('Enter')
  const anyway = answer(page, 'Hat sich abgemeldet').getByRole('button', { name: 'Trotzdem aufnehmen' })
  const box = await anyway.boundingBox()
  const tap = () => page.mouse.click((box?.x ?? 0) + 40, (box?.y ?? 0) + 20)
  await page.clock.install()
  await page.clock.pauseAt(Date.now() + 60_000)
  await tap()
  await answer(page, 'Willkommen').getByText('Tom Richter', { exact: true }).waitFor()
  await tap()
  await page.clock.resume()
  await sent(page)
  expect(await kindsOf(meeting)).toEqual(['present', 'present', 'undone', 'present'])
  expect(faults).toEqual([])
  await context.close()
})

test('a slow second tap lets in nobody who slid under the finger, and a tap on another row does', async () => {
  const { meeting, link } = await door.meetingWithLink()
  const { page, context, faults } = await searching(link)
  const here = (name: string) => page.getByRole('button', { name: `Da, ${name}` })
  const tapAt = async (name: string) => {
    const box = await here(name).boundingBox()
    return () => page.mouse.click((box?.x ?? 0) + 40, (box?.y ?? 0) + 20)
  }
  const came = (count: number) => page.getByText(`${count} von 9 da`).waitFor()
  await page.clock.install()
  await page.clock.pauseAt(Date.now() + 60_000)
  const [mehmet, olena] = [await tapAt('Mehmet Aydın'), await tapAt('Olena Kovalenko')]
  await mehmet()
  await came(1)
  await row(page, 'Mehmet Aydın').getByText('da', { exact: true }).waitFor()
  await page.clock.runFor(820)
  await mehmet()
  // whoever comes next is not kept waiting
  await olena()
  await came(2)
  expect((await shownNames(page)).slice(0, 3)).toEqual(['Mehmet Aydın', 'Olena Kovalenko', 'Jörg Müller'])
  expect(await focused(page)).toBe('search')
  // the list moves when nobody has tapped for a while, and a finger that was on its way lets in nobody
  await page.clock.runFor(1_500)
  await expect.poll(() => shownNames(page)).not.toContain('Olena Kovalenko')
  const [jörg, alice] = await Promise.all(['Jörg Müller', 'Alice Nguyen'].map(tapAt))
  await jörg?.()
  await page.clock.runFor(400)
  await alice?.()
  await came(3)
  // nor does the second tap on the one who was found, when the whole list comes back
  await page.clock.runFor(2_000)
  await field(page).fill('weber')
  const anna = await tapAt('Anna Weber')
  await anna()
  await came(4)
  await expect.poll(async () => (await shownNames(page)).length).toBe(5)
  await page.clock.runFor(820)
  await anna()
  await page.clock.resume()
  await sent(page)
  const { entries, guests } = await door.list(meeting)
  const names = entries.map(({ attendeeId }) => guests.find(({ id }) => id === attendeeId)?.name)
  expect(names).toEqual(['Mehmet Aydın', 'Olena Kovalenko', 'Alice Nguyen', 'Anna Weber'])
  expect(faults).toEqual([])
  await context.close()
})

test('what a search shows is not called by another name', async () => {
  const { link, idOf } = await door.meetingWithLink()
  await door.office('POST', `/api/v1/registrations/${idOf('Tom Richter')}/withdraw`)
  const { page, context } = await door.open(link)
  // those who are expected, as the number above counts them
  await page.getByText('0 von 8 da').waitFor()
  await page.getByText('8 Personen geladen um').waitFor()
  await begin(page)
  await goTo(page, 'Suchen')
  await sent(page)
  const choice = page.getByRole('radio', { name: 'Noch nicht da' })
  await letIn(page, 'Anna Weber')
  await choice.waitFor()
  expect((await shownNames(page)).length).toBe(7)
  // a search goes through everybody
  await field(page).fill('anna')
  await row(page, 'Anna Weber')
    .getByText(/^da seit/)
    .waitFor()
  await choice.waitFor({ state: 'hidden' })
  // punctuation is no search yet
  await field(page).fill(' - ')
  await choice.waitFor()
  expect((await shownNames(page)).length).toBe(7)
  await context.close()
})

const guestOf = async (meeting: string, wanted: string) =>
  (await door.list(meeting)).guests.find(({ name }) => name === wanted)
const idOf = async (meeting: string, name: string) => (await guestOf(meeting, name))?.id ?? ''
const codeOf = async (meeting: string, name: string) => (await guestOf(meeting, name))?.shortCode ?? ''

test('a ticket before the camera waits while an answer asks, and while the log is open', async () => {
  const { meeting, link, idOf } = await door.meetingWithLink()
  const tickets = ['Tom Richter', 'Anna Weber'].map(name => ticketOf(door.office, door.service.url, idOf(name)))
  filmCodes(door.film, await Promise.all(tickets))
  await door.office('POST', `/api/v1/registrations/${idOf('Tom Richter')}/withdraw`)
  const { page, context } = await door.open(link)
  await begin(page)
  const withdrawn = answer(page, 'Hat sich abgemeldet')
  await withdrawn.getByText('Tom Richter', { exact: true }).waitFor()
  // both codes come by
  await watchFilm(page, 9)
  await withdrawn.getByText('Tom Richter', { exact: true }).waitFor()
  await page.getByText('0 von 8 da').waitFor()
  await withdrawn.getByRole('button', { name: 'Trotzdem aufnehmen' }).click()
  // who has waited comes next
  await answer(page, 'Willkommen').getByText('Anna Weber', { exact: true }).waitFor()
  await page.getByText('2 von 9 da').waitFor()

  await goTo(page, 'Neu')
  filmCodes(door.film, [await ticketOf(door.office, door.service.url, idOf('Olena Kovalenko'))])
  await page.getByRole('button', { name: 'Protokoll' }).click()
  await page.evaluate(() => (location.hash = 'scan'))
  await page.getByText('Halten Sie den Code des Tickets vor die Kamera.').waitFor()
  await watchFilm(page, 4)
  await page.getByText('2 von 9 da').waitFor()
  expect(await kindsOf(meeting)).toEqual(['present', 'present'])
  await page.keyboard.press('Escape')
  await answer(page, 'Willkommen').getByText('Olena Kovalenko', { exact: true }).waitFor()
  await context.close()
})

test('a welcome that goes by itself leaves the focus where somebody types', async () => {
  const { link } = await door.meetingWithLink()
  const { page, context } = await searching(link, { autoContinue: true })
  await page.getByRole('button', { name: 'Da, Mehmet Aydın' }).click()
  await answer(page, 'Willkommen').waitFor()
  await page.getByLabel('Alle').focus()
  await answer(page, 'Willkommen').waitFor({ state: 'hidden' })
  expect(await page.getByLabel('Alle').evaluate(radio => radio === document.activeElement)).toBe(true)
  await goTo(page, 'Neu')
  await takeIn(page, 'Ibrahim Haddad')
  await answer(page, 'Willkommen').getByText('Ibrahim Haddad', { exact: true }).waitFor()
  await page.getByLabel('Organisation').focus()
  await answer(page, 'Willkommen').waitFor({ state: 'hidden' })
  expect(await focused(page)).toBe('walk-in-organisation')
  await context.close()
})

test('the focus goes on from a button that has gone, and what happens is said where it is heard', async () => {
  const { link } = await door.meetingWithLink()
  const { page, context } = await searching(link)
  await letIn(page, 'Anna Weber')
  await last(page).getByRole('button', { name: 'Rückgängig' }).click()
  await last(page).waitFor({ state: 'hidden' })
  await expect.poll(() => focused(page)).toBe('search')

  await letIn(page, 'Olena Kovalenko')
  await page.getByRole('button', { name: 'Protokoll' }).click()
  const log = page.getByRole('dialog')
  await log.getByRole('button', { name: 'Rückgängig: Olena Kovalenko' }).press('Enter')
  // the page behind the dialog is silent
  await log
    .getByRole('status')
    .filter({ hasText: 'Olena Kovalenko, AWO: zurückgenommen. 0 von 9' })
    .waitFor({ state: 'attached' })
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.textContent))
    .toBe('Die letzten 50 auf diesem Gerät')
  await page.keyboard.press('Escape')

  await goTo(page, 'Neu')
  await page.getByLabel('Name', { exact: true }).fill('Weber')
  await page.getByRole('button', { name: 'Da, Anna Weber' }).click()
  await answer(page, 'Willkommen').waitFor()
  await page.keyboard.press('Escape')
  await answer(page, 'Willkommen').waitFor({ state: 'hidden' })
  await page.getByLabel('Name', { exact: true }).fill('Weber')
  await page.getByRole('button', { name: 'Mehr zu Anna Weber' }).click()
  await row(page, 'Anna Weber').getByRole('button', { name: 'Gegangen' }).click()
  await says(page, 'Anna Weber, Landkreis ist gegangen. 1 von 9')
  await expect.poll(() => focused(page)).toBe('walk-in-name')

  await context.setOffline(true)
  await says(page, 'Keine Verbindung. Der Einlass geht trotzdem.')
  await context.setOffline(false)
  await says(page, 'Die Verbindung ist wieder da.')
  await context.close()
})

test('trying the camera again does not lose the focus', async () => {
  const { link } = await door.meetingWithLink()
  const blind = await openBrowser()
  const { page, context } = await openDoor(blind, door.service.url, link)
  await begin(page)
  await page.getByRole('button', { name: 'Noch einmal versuchen' }).press('Enter')
  await expect.poll(() => page.evaluate(() => document.activeElement?.ariaLabel)).toBe('Scannen')
  await context.close()
  await blind.close()
})

test('what another phone has taken back is nothing to take back any more', async () => {
  const { meeting, link } = await door.meetingWithLink()
  const second = await door.newLink(meeting, 'Eingang rechts')
  const [left, right] = [await searching(link), await searching(second)]
  await letIn(left.page, 'Anna Weber')
  await last(left.page).getByText('Anna Weber').waitFor()
  await right.page.getByText('1 von 9 da').waitFor()
  await field(right.page).fill('anna')
  await right.page.getByRole('button', { name: 'Mehr zu Anna Weber' }).click()
  await row(right.page, 'Anna Weber').getByRole('button', { name: 'Rückgängig' }).click()
  await left.page.getByText('0 von 9 da').waitFor()
  await last(left.page).waitFor({ state: 'hidden' })
  await left.page.getByRole('button', { name: 'Protokoll' }).click()
  await left.page.getByRole('dialog').getByText('Anna Weber').waitFor()
  expect(await left.page.getByRole('button', { name: 'Rückgängig: Anna Weber' }).count()).toBe(0)
  await Promise.all([left.context.close(), right.context.close()])
})

test('who is excused or has left is not waited for, and says so in the list', async () => {
  const { meeting, link, idOf } = await door.meetingWithLink()
  await enter(meeting, idOf('Tom Richter'), 'excused')
  await enter(meeting, idOf('Jörg Müller'), 'no_show')
  const { page, context } = await searching(link)
  await page.getByLabel('Alle').check()
  await row(page, 'Tom Richter').getByText('entschuldigt').waitFor()
  await row(page, 'Jörg Müller').getByText('nicht gekommen').waitFor()
  await letIn(page, 'Anna Weber')
  await row(page, 'Anna Weber').getByRole('button', { name: 'Mehr zu Anna Weber' }).click()
  await row(page, 'Anna Weber').getByRole('button', { name: 'Gegangen' }).click()
  await row(page, 'Anna Weber').getByText('gegangen').waitFor()
  await keepScreenshot(page, 'door-notes-375-light')
  await page.getByLabel('Noch nicht da').check()
  await expect.poll(() => shownNames(page), soon).not.toContain('Anna Weber')
  expect(await shownNames(page)).not.toContain('Tom Richter')
  // whoever did not come so far may still come
  expect(await shownNames(page)).toContain('Jörg Müller')
  // the count is said to whoever asks, not with everybody who comes in by another door
  const counted = page.getByRole('search').getByRole('status')
  await expect.poll(() => counted.textContent()).toBe('7 Personen')
  await enter(meeting, idOf('Olena Kovalenko'), 'present')
  await page.getByText('6 Personen', { exact: true }).waitFor()
  expect(await counted.textContent()).toBe('7 Personen')
  await context.close()
})

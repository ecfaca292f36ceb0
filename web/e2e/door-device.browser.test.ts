// What a phone at the door holds: that nothing of it is lost, and that what must go goes.
import type { DoorLink, DoorList } from '@treffpunkt/shared/attendance'
import type { Browser, Page, Route } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible, openBrowser, openPage, signIn } from './browser.ts'
import { answer, cameTo, goTo, heldNames, letIn, openDoor, row } from './door-phone.ts'
import { officeOf, openMeeting, type Office } from './office.ts'
import { startService, type RunningService } from './service.ts'

/** What goes to the service and back takes a moment; what failed is tried again after one, two, four seconds. */
const soon = { timeout: 20_000 }

let service: RunningService
let browser: Browser
let office: Office
let desk: Page

beforeAll(async () => {
  ;[service, browser] = await Promise.all([startService({ example: false }), openBrowser()])
  const { page } = await openPage(browser, service.url)
  desk = page
  await signIn(page, service.signInLink)
  office = officeOf(page)
})
afterAll(async () => {
  await browser.close()
  await service.stop()
})

const register = (meeting: string, firstName: string, lastName: string) =>
  office('POST', `/api/v1/meetings/${meeting}/registrations`, { firstName, lastName })

async function meetingWithLink() {
  const meeting = await openMeeting(office, 80)
  await register(meeting, 'Olena', 'Kovalenko')
  await register(meeting, 'Tom', 'Richter')
  return {
    meeting,
    link: await office<DoorLink>('POST', `/api/v1/meetings/${meeting}/door-links`, { name: 'Eingang' }),
  }
}
const names = async (meeting: string) => (await cameTo(office, meeting)).map(({ name }) => name).toSorted()
const doorList = (meeting: string) => office<DoorList>('GET', `/api/v1/meetings/${meeting}/door`)

/** A phone that searches, with everything sent and the list loaded. */
async function searching(link: DoorLink) {
  const phone = await openDoor(browser, service.url, link)
  await phone.page.goto(`${link.url}#search`)
  await phone.page.getByText('Alles gesendet').waitFor()
  return phone
}

/** Moves a meeting that the device holds into January, as if the phone had lain in a drawer since. */
const makeOld = (page: Page, meeting: string) =>
  page.evaluate(async id => {
    const opening = indexedDB.open('treffpunkt-door')
    await new Promise(resolve => opening.addEventListener('success', resolve))
    const write = opening.result.transaction('meetings', 'readwrite')
    const store = write.objectStore('meetings')
    const reading = store.get(id)
    reading.addEventListener('success', () => {
      const held = reading.result as { meeting: object }
      const times = { startsAt: '2026-01-24T10:00:00Z', endsAt: '2026-01-24T12:00:00Z' }
      store.put({ ...held, meeting: { ...held.meeting, ...times } })
    })
    await new Promise(resolve => write.addEventListener('complete', resolve))
    opening.result.close()
  }, meeting)

const takeUp = (page: Page) => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
const isList = (route: Route) => route.request().resourceType() === 'fetch'
const isPost = (route: Route) => route.request().method() === 'POST'

async function askToEmpty(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Protokoll' }).click()
  await page.getByRole('button', { name: 'Gerät leeren' }).click()
}
async function emptyDevice(page: Page): Promise<void> {
  await askToEmpty(page)
  await page.getByRole('button', { name: 'Jetzt leeren' }).click()
  await page.getByRole('heading', { name: 'Das Gerät ist leer' }).waitFor()
}

test('a storage whose connection the phone has cut keeps the next entry all the same', async () => {
  const { meeting, link } = await meetingWithLink()
  const { page, context, faults } = await searching(link)
  const session = await context.newCDPSession(page)
  for (const name of ['Tom Richter', 'Olena Kovalenko']) {
    await session.send('Storage.clearDataForOrigin', { origin: service.url, storageTypes: 'indexeddb' })
    await letIn(page, name)
  }
  await expect.poll(() => names(meeting), soon).toEqual(['Olena Kovalenko', 'Tom Richter'])
  expect(faults).toEqual([])
  await context.close()
})

test('whoever tries again while the door opens slowly gets a desk that sends and hears', async () => {
  const { meeting, link } = await meetingWithLink()
  const { page, context, faults } = await openPage(browser, service.url, { width: 375 })
  let second: (() => void) | undefined
  const held = new Promise<void>(resolve => (second = resolve))
  const waits: Promise<unknown>[] = []
  let requests = 0
  await page.route('**/meetings/*/door', async route => {
    requests++
    // both attempts are answered at once, late
    const fetched = await route.fetch().catch(() => undefined)
    // the page has gone by then
    if (!fetched) return
    if (requests === 2) second?.()
    if (requests <= 2) waits.push(held)
    await held
    await route.fulfill({ response: fetched }).catch(() => undefined)
  })
  await page.goto(`${link.url}#search`)
  await page.getByRole('button', { name: 'Noch einmal versuchen' }).click()
  await page.getByText('0 von 2 da').waitFor()
  await letIn(page, 'Tom Richter')
  await page.getByText('1 von 2 da').waitFor()
  await expect.poll(() => names(meeting), soon).toEqual(['Tom Richter'])
  expect(waits.length).toBe(2)
  expect(faults).toEqual([])
  // lists that are still being fetched for the page must not fail after the test
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await context.close()
})

test('an account that failed to send offline sends when the network is back, without being signed in anew', async () => {
  const meeting = (await meetingWithLink()).meeting
  const page = await desk.context().newPage()
  await page.goto(`/door?meeting=${meeting}#search`)
  await page.getByText('Alles gesendet').waitFor()
  let isCut = true
  await page.route('**/api/v1/**', route => (isCut ? route.abort('internetdisconnected') : route.continue()))
  await page.reload()
  await page.getByRole('button', { name: 'Da, Tom Richter' }).click()
  await page.getByText('Keine Verbindung, 1 wartet').waitFor()
  isCut = false
  await expect.poll(() => names(meeting), soon).toEqual(['Tom Richter'])
  await page.getByText('Alles gesendet').waitFor()
  await page.close()
})

test('after signing out nothing that waits is lost, and it is sent after signing in again', async () => {
  const meeting = (await meetingWithLink()).meeting
  const { page, context } = await openPage(browser, service.url, { width: 375 })
  const cookies = await desk.context().cookies()
  await context.addCookies(cookies)
  await page.goto(`/door?meeting=${meeting}#search`)
  await page.getByText('Alles gesendet').waitFor()
  await page.route('**/attendance', route => (isPost(route) ? route.abort() : route.continue()))
  await page.getByRole('button', { name: 'Da, Tom Richter' }).click()
  await page.getByText('Keine Verbindung, 1 wartet').waitFor()
  await context.clearCookies()
  await page.unroute('**/attendance')
  await takeUp(page)
  await page.getByText('Nicht mehr angemeldet, 1 wartet').waitFor()
  await page.goto('/door')
  await page.getByRole('heading', { name: 'Der Einlass braucht einen Link oder ein Konto' }).waitFor()
  await page.getByText('1 Eintrag wartet auf diesem Gerät').waitFor()
  // somebody else must not read the list
  await context.addCookies(cookies)
  await page.goto(`/door?meeting=${meeting}#search`)
  await expect.poll(() => names(meeting), soon).toEqual(['Tom Richter'])
  await page.getByText('Alles gesendet').waitFor()
  // nothing waits any more: the list goes with whoever signs out
  await context.clearCookies()
  await page.goto('/door')
  await page.getByRole('heading', { name: 'Der Einlass braucht einen Link oder ein Konto' }).waitFor()
  await expect.poll(() => heldNames(page), soon).toEqual([])
  await context.close()
})

test('a session that ended and began again in another window is taken up without a reload', async () => {
  const meeting = (await meetingWithLink()).meeting
  const { page, context } = await openPage(browser, service.url, { width: 375 })
  const cookies = await desk.context().cookies()
  await context.addCookies(cookies)
  await page.goto(`/door?meeting=${meeting}#search`)
  await page.getByText('Alles gesendet').waitFor()
  await context.clearCookies()
  await page.getByRole('button', { name: 'Da, Tom Richter' }).click()
  await page.getByText('Nicht mehr angemeldet, 1 wartet').waitFor()
  await context.addCookies(cookies)
  await page.evaluate(() => window.dispatchEvent(new Event('focus')))
  await expect.poll(() => names(meeting), soon).toEqual(['Tom Richter'])
  await page.getByText('Alles gesendet').waitFor()
  await context.close()
})

test('while the list hangs in a dead line the others are heard', async () => {
  const { meeting, link } = await meetingWithLink()
  const { page, context } = await searching(link)
  await page.route('**/meetings/*/door', route => (isList(route) ? undefined : route.continue()))
  await page.route('**/attendance/live*', async route => {
    await new Promise(resolve => setTimeout(resolve, 1_000))
    await route.continue()
  })
  await page.reload()
  // nobody has answered yet, whatever the phone thinks of its network
  await page.getByText('Verbindung wird aufgebaut').waitFor()
  const tom = (await doorList(meeting)).guests.find(({ name }) => name === 'Tom Richter')
  const entry = { id: crypto.randomUUID(), kind: 'present', how: 'search', attendeeId: tom?.id }
  const at = new Date().toISOString()
  await office('POST', `/api/v1/meetings/${meeting}/attendance`, { sentAt: at, entries: [{ ...entry, at }] })
  await page.getByText('1 von 2 da').waitFor()
  await page.getByText('Alles gesendet').waitFor()
  await context.close()
})

test('a list that is answered after the device was emptied does not come back', async () => {
  const { meeting, link } = await meetingWithLink()
  const { page, context, faults } = await searching(link)
  let release: (() => void) | undefined
  const late = new Promise<void>(resolve => (release = resolve))
  await page.route('**/meetings/*/door', async route => {
    if (!isList(route)) return route.continue()
    const response = await route.fetch().catch(() => undefined)
    await late
    if (response) await route.fulfill({ response }).catch(() => undefined)
  })
  await Promise.all([page.waitForRequest('**/meetings/*/door'), register(meeting, 'Viola', 'Neumann')])
  await emptyDevice(page)
  release?.()
  await page.waitForTimeout(1_000)
  expect(await heldNames(page)).toEqual([])
  expect(faults).toEqual([])
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await context.close()
})

test('a device is emptied in all of its windows', async () => {
  const { meeting, link } = await meetingWithLink()
  const { page, context } = await searching(link)
  const other = await context.newPage()
  await other.goto(`${link.url}#search`)
  await other.getByText('Alles gesendet').waitFor()
  await emptyDevice(page)
  await other.getByRole('heading', { name: 'Das Gerät ist leer' }).waitFor()
  await register(meeting, 'Viola', 'Neumann')
  await page.waitForTimeout(2_000)
  expect(await heldNames(page)).toEqual([])
  await context.close()
})

test('what came to wait for another meeting since the page was opened is counted before the device is emptied', async () => {
  const [one, two] = [await meetingWithLink(), await meetingWithLink()]
  const { page, context } = await searching(one.link)
  const other = await context.newPage()
  await other.goto(`${two.link.url}#search`)
  await other.getByText('Alles gesendet').waitFor()
  await askToEmpty(page)
  await page.getByRole('button', { name: 'Jetzt leeren' }).waitFor()
  await other.route('**/attendance', route => (isPost(route) ? route.abort() : route.continue()))
  await other.getByRole('button', { name: 'Da, Tom Richter' }).click()
  await other.getByText('Keine Verbindung, 1 wartet').waitFor()
  // it was entered after the question was asked
  await page.getByRole('button', { name: 'Jetzt leeren' }).click()
  await page.getByText('1 Eintrag ist noch nicht gesendet und ginge verloren.').waitFor()
  expect((await heldNames(page)).length).toBe(4)
  await page.getByRole('button', { name: 'Trotzdem leeren' }).click()
  await page.getByRole('heading', { name: 'Das Gerät ist leer' }).waitFor()
  await context.close()
})

test('a day after a meeting only what was never sent is left, with words on what to do with it', async () => {
  const [old, now] = [await meetingWithLink(), await meetingWithLink()]
  const { page, context, faults } = await searching(old.link)
  await page.route('**/attendance', route => (isPost(route) ? route.abort() : route.continue()))
  await page.getByRole('button', { name: 'Da, Tom Richter' }).click()
  await page.getByText('Keine Verbindung, 1 wartet').waitFor()
  await page.goto(now.link.url ?? '')
  await page.getByText('wartet 1 Eintrag vom Treffen').waitFor()
  await page.getByText(/ geladen um /).waitFor()
  expect((await heldNames(page)).length).toBe(4)
  // it becomes old while the page is open
  await makeOld(page, old.meeting)
  await takeUp(page)
  const left = page.getByRole('region', { name: 'Nicht gesendete Einträge' })
  await left.getByText('1 Eintrag vom 24.01.2026 konnte nicht gesendet werden').waitFor()
  await left.getByText('Tom Richter').waitFor()
  expect(await heldNames(page)).toEqual(['Olena Kovalenko', 'Tom Richter'])
  await expectAccessible(page)
  // also where no door is open
  await page.goto('/door/no-such-link')
  await left.getByText('Tom Richter').waitFor()
  await expectAccessible(page)
  await left.getByRole('button', { name: 'Vom Gerät löschen' }).click()
  await left.waitFor({ state: 'hidden' })
  expect(faults).toEqual([])
  await context.close()
})

test('a full storage is no lost connection', async () => {
  const { meeting, link } = await meetingWithLink()
  const { page, context, faults } = await searching(link)
  await page.evaluate(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
  })
  // heard, read and noted as sent, though nothing of it can be kept
  await register(meeting, 'Viola', 'Neumann')
  await page.getByText('0 von 3 da').waitFor()
  await letIn(page, 'Tom Richter')
  await expect.poll(() => names(meeting), soon).toEqual(['Tom Richter'])
  await page.getByText('Alles gesendet').waitFor()
  await expect
    .poll(async () => (await doorList(meeting)).entries.filter(({ kind }) => kind === 'present').length, soon)
    .toBe(1)
  expect(await page.getByText(/Keine Verbindung/).count()).toBe(0)
  expect(faults).toEqual([])
  await context.close()
})

test('a name with signs that nobody sees is taken in as the service takes it', async () => {
  const { meeting, link } = await meetingWithLink()
  const { page, context } = await searching(link)
  await page.getByLabel('Name oder Organisation').fill('Ibrahim\u0007\u2028Haddad')
  await page.getByRole('button', { name: 'Als neu aufnehmen' }).click()
  await page.getByRole('button', { name: 'Aufnehmen', exact: true }).click()
  // nobody has asked them about photographs
  await answer(page, 'Willkommen').getByText('Kein Foto').waitFor()
  await expect.poll(() => names(meeting), soon).toEqual(['Ibrahim Haddad'])
  await page.keyboard.press('Escape')
  await goTo(page, 'Suchen')
  expect(await page.getByText('1 prüfen').count()).toBe(0)
  await page.getByLabel('Alle').check()
  await row(page, 'Ibrahim Haddad').getByText('ohne Anmeldung').waitFor()
  await context.close()
})

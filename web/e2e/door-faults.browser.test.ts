// What goes wrong around the door without anybody's fault: networks that answer for the service, storage that refuses,
// windows that are closed.
import type { DoorLink } from '@treffpunkt/shared/attendance'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible, openPage } from './browser.ts'
import { answer, begin, cameTo, goTo, heldNames, letIn, says, soon } from './door-phone.ts'
import { startDoor, type Door } from './door-service.ts'
import { keepScreenshot } from './screenshots.ts'

let door: Door
beforeAll(async () => {
  door = await startDoor()
})
afterAll(() => door.stop())

const names = async (meeting: string) => (await cameTo(door.office, meeting)).map(({ name }) => name).toSorted()

async function searching(link: DoorLink) {
  const phone = await door.open(link)
  await begin(phone.page)
  await goTo(phone.page, 'Suchen')
  await phone.page.getByText('Alles gesendet').waitFor()
  return phone
}

/** Everything that is written from now on is refused, as by a phone without space. */
const fill = (page: Page) =>
  page.evaluate(() => {
    const refuse = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
    Object.assign(IDBObjectStore.prototype, { add: refuse, put: refuse })
  })

test.each([200, 403, 404, 413])(
  'a page that the network of the hall puts in place of the answer (%i) empties no phone',
  async status => {
    const { meeting, link } = await door.meetingWithLink()
    const { page, context } = await searching(link)
    const asked = new Set<string>()
    await page.route('**/api/v1/**', route => {
      asked.add(new URL(route.request().url()).pathname.replace(meeting, ''))
      return route.fulfill({ status, contentType: 'text/html', body: '<h1>Nicht erlaubt</h1>' })
    })
    await letIn(page, 'Anna Weber')
    // the line breaks: the list and the others are asked for as well
    await context.setOffline(true)
    await context.setOffline(false)
    const all = ['/api/v1/meetings//attendance', '/api/v1/meetings//attendance/live']
    await expect.poll(() => all.filter(one => asked.has(one)), soon).toEqual(all)
    await page.getByText('Keine Verbindung, 1 wartet').waitFor()
    await page.reload()
    await expect.poll(() => asked.has('/api/v1/meetings//door'), soon).toBe(true)
    await page.getByText('Keine Verbindung, 1 wartet').waitFor()
    expect((await heldNames(page)).length).toBe(9)
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
    await expect.poll(() => names(meeting), soon).toEqual(['Anna Weber'])
    await context.close()
  },
)

test('an account opens what the device holds when the service fails, or says nothing', async () => {
  const { meeting } = await door.meetingWithLink()
  const { page, context } = await openPage(door.browser, door.service.url, { width: 375 })
  await context.addCookies(await door.desk.context().cookies())
  await page.goto(`/door?meeting=${meeting}`)
  await page.getByText('9 Personen geladen um').waitFor()
  for (const address of [`/door?meeting=${meeting}`, '/door']) {
    await page.route('**/api/v1/**', route =>
      route.fulfill({ status: 502, contentType: 'text/html', body: 'Bad gateway' }),
    )
    await page.goto(address)
    await page
      .getByText('0 von 9 da')
      .or(page.getByRole('heading', { name: 'Welches Treffen?' }))
      .waitFor()
    await page.unrouteAll({ behavior: 'ignoreErrors' })
  }
  // what the page before still waits for ends with it
  await page.goto('about:blank')
  let isGivenUp = false
  page.on('requestfailed', request => (isGivenUp ||= request.url().endsWith('/session')))
  await page.route('**/api/v1/session', () => undefined)
  await page.goto(`/door?meeting=${meeting}`)
  await page.getByText('0 von 9 da').waitFor()
  expect(isGivenUp).toBe(false)
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await context.close()
})

test('a phone without space sends at once, and says that it keeps nothing', async () => {
  const { meeting, link } = await door.meetingWithLink()
  const { page, context, faults } = await searching(link)
  await fill(page)
  await letIn(page, 'Anna Weber')
  await page.getByText('Dieses Gerät kann gerade nichts speichern').waitFor()
  await expect.poll(() => names(meeting), soon).toEqual(['Anna Weber'])
  await page.getByText('Alles gesendet', { exact: true }).waitFor()
  // and takes back what stands in memory alone
  await page.getByRole('button', { name: 'Rückgängig' }).click()
  await says(page, 'Anna Weber, Landkreis: zurückgenommen. 0 von 9')
  await expect.poll(() => names(meeting), soon).toEqual([])
  await context.setOffline(true)
  await letIn(page, 'Tom Richter')
  await page.getByText('1 Eintrag ist nur auf dieser Seite und noch nicht gesendet.').waitFor()
  await keepScreenshot(page, 'door-unkept-375-light')
  await page.emulateMedia({ colorScheme: 'dark' })
  await keepScreenshot(page, 'door-unkept-375-dark')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Protokoll' }).click()
  await page.getByRole('button', { name: 'Gerät leeren' }).click()
  await page.getByText('1 Eintrag ist noch nicht gesendet und ginge verloren.').waitFor()
  await page.keyboard.press('Escape')
  await context.setOffline(false)
  await expect.poll(() => names(meeting), soon).toEqual(['Tom Richter'])
  await page.getByText('1 Eintrag ist nur auf dieser Seite').waitFor({ state: 'hidden' })
  expect(faults.filter(fault => !fault.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([])
  await context.close()
})

test.each(['nothing is kept', 'nothing can be opened'])('the door opens and sends where %s', async how => {
  const { meeting, link } = await door.meetingWithLink()
  const { page, context, faults } = await openPage(door.browser, door.service.url, { width: 375 })
  await page.addInitScript(way => {
    const refuse = () => {
      throw new DOMException('no', 'QuotaExceededError')
    }
    if (way === 'nothing is kept') Object.assign(IDBObjectStore.prototype, { add: refuse, put: refuse })
    else Object.assign(IDBFactory.prototype, { open: refuse })
  }, how)
  await page.goto(`${link.url}#search`)
  await page.getByText('Dieses Gerät kann gerade nichts speichern').waitFor()
  await letIn(page, 'Anna Weber')
  await expect.poll(() => names(meeting), soon).toEqual(['Anna Weber'])
  await page.reload()
  await page.getByText('1 von 9 da').waitFor()
  expect(faults).toEqual([])
  await context.close()
})

test('a device that could not be emptied says so, and is emptied by the next press', async () => {
  const { link } = await door.meetingWithLink()
  const { page, context } = await searching(link)
  await page.evaluate(() => {
    const real = Object.getOwnPropertyDescriptor(IDBObjectStore.prototype, 'clear') ?? {}
    // once
    IDBObjectStore.prototype.clear = () => {
      Object.defineProperty(IDBObjectStore.prototype, 'clear', real)
      throw new DOMException('no', 'ReadOnlyError')
    }
  })
  await page.getByRole('button', { name: 'Protokoll' }).click()
  await page.getByRole('button', { name: 'Gerät leeren' }).click()
  await page.getByRole('button', { name: 'Jetzt leeren' }).click()
  await page.getByRole('heading', { name: 'Das Gerät ist noch nicht leer' }).waitFor()
  await keepScreenshot(page, 'door-not-wiped-375-light')
  await expectAccessible(page)
  expect((await heldNames(page)).length).toBe(9)
  await page.getByRole('button', { name: 'Gerät leeren' }).click()
  await page.getByRole('heading', { name: 'Das Gerät ist leer' }).waitFor()
  expect(await heldNames(page)).toEqual([])
  await context.close()
})

test('what one window has entered and cannot send, another sends', async () => {
  const { meeting, link } = await door.meetingWithLink()
  const { page, context } = await searching(link)
  const other = await context.newPage()
  await other.goto(`${link.url}#search`)
  await other.getByText('Alles gesendet').waitFor()
  // the network of the first window alone is dead
  await page.route('**/attendance', () => undefined)
  await letIn(page, 'Anna Weber')
  await expect.poll(() => names(meeting), soon).toEqual(['Anna Weber'])
  await other.getByText('Alles gesendet').waitFor()
  await context.close()
})

test('an entry that is made after another window has let the meeting go is among what was not sent', async () => {
  const { meeting, link } = await door.meetingWithLink()
  const { page, context } = await searching(link)
  await context.setOffline(true)
  await page.evaluate(async id => {
    const opening = indexedDB.open('treffpunkt-door')
    await new Promise(resolve => opening.addEventListener('success', resolve))
    const write = opening.result.transaction('meetings', 'readwrite')
    write.objectStore('meetings').delete(id)
    await new Promise(resolve => write.addEventListener('complete', resolve))
    opening.result.close()
  }, meeting)
  await letIn(page, 'Anna Weber')
  await page.getByText('Keine Verbindung, 1 wartet').waitFor()
  await page.close()
  await context.setOffline(false)
  const again = await context.newPage()
  await again.goto('/door/no-such-link')
  const left = again.getByRole('region', { name: 'Nicht gesendete Einträge' })
  await left.getByText('Anna Weber').waitFor()
  expect(await heldNames(again)).toEqual([])
  await context.close()
})

test('what the service refused is not lost by a change of mind, a reload, or emptying the device', async () => {
  const { meeting, link } = await door.meetingWithLink()
  const { page, context } = await door.open(link)
  await page.evaluate(async meetingId => {
    const opening = indexedDB.open('treffpunkt-door')
    await new Promise(resolve => opening.addEventListener('success', resolve))
    const id = crypto.randomUUID()
    const entry = { id, kind: 'present', how: 'search', attendeeId: crypto.randomUUID(), at: new Date().toISOString() }
    const own = { id, meetingId, entry, name: 'Gela Erased', organisation: null, state: 'waiting', reason: null }
    const write = opening.result.transaction('own', 'readwrite')
    write.objectStore('own').add(own)
    await new Promise(resolve => write.addEventListener('complete', resolve))
    opening.result.close()
  }, meeting)
  await page.reload()
  await begin(page)
  const protocol = page.getByRole('button', { name: /^Protokoll/ })
  await protocol.getByText('1 prüfen').waitFor()
  await protocol.click()
  await page.getByRole('button', { name: 'Noch einmal aufnehmen' }).click()
  await page.getByLabel('Name', { exact: true }).waitFor()
  await page.reload()
  await protocol.getByText('1 prüfen').waitFor()
  await protocol.click()
  await page.getByRole('button', { name: 'Noch einmal aufnehmen' }).click()
  // somebody else has pushed in
  await page.getByLabel('Name', { exact: true }).fill('')
  await page.getByLabel('Name', { exact: true }).fill('Ibrahim Haddad')
  await page.getByRole('button', { name: 'Aufnehmen', exact: true }).click()
  await answer(page, 'Willkommen').getByText('Ibrahim Haddad', { exact: true }).waitFor()
  await page.keyboard.press('Escape')
  await protocol.getByText('1 prüfen').waitFor()
  await protocol.click()
  const log = page.getByRole('dialog')
  await log.getByText('nicht angenommen', { exact: true }).waitFor()
  await log.getByRole('button', { name: 'Gerät leeren' }).click()
  await log.getByText('1 Eintrag hat der Dienst nicht angenommen.').waitFor()
  await keepScreenshot(page, 'door-wipe-refused-375-light')
  await expectAccessible(page)
  await log.getByRole('button', { name: 'Abbrechen' }).click()
  await log.getByRole('button', { name: 'Erledigt' }).press('Enter')
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.textContent))
    .toBe('Die letzten 50 auf diesem Gerät')
  await context.close()
})

test('the camera is off while no code can be read, and the screen may sleep when the desk has gone', async () => {
  const { link } = await door.meetingWithLink()
  const { page, context } = await openPage(door.browser, door.service.url, { width: 375 })
  await page.addInitScript(() => {
    const locks = { granted: [] as (() => void)[], released: 0 }
    const lock = { release: () => Promise.resolve(locks.released++) }
    const request = () => new Promise(resolve => locks.granted.push(() => resolve(lock)))
    Object.defineProperty(navigator, 'wakeLock', { value: { request } })
    Object.assign(window, { locks })
  })
  await page.route('**/*.wasm', route => route.abort())
  await page.goto(`${link.url}#scan`)
  await page.getByText('Codes lassen sich noch nicht lesen').waitFor()
  expect(await page.evaluate(() => document.querySelector('video')?.srcObject)).toBe(null)
  await page.getByRole('button', { name: 'Protokoll' }).click()
  await page.getByRole('button', { name: 'Gerät leeren' }).click()
  await page.getByRole('button', { name: 'Jetzt leeren' }).click()
  await page.getByRole('heading', { name: 'Das Gerät ist leer' }).waitFor()
  const released = () =>
    page.evaluate(() => {
      const { locks } = window as unknown as { locks: { granted: (() => void)[]; released: number } }
      locks.granted.forEach(grant => grant())
      return locks.granted.length > 0 && locks.released === locks.granted.length
    })
  await expect.poll(released).toBe(true)
  await context.close()
})

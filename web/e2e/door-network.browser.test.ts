// Several phones at the door, lines that break, and what a phone keeps until it is sent.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible } from './browser.ts'
import { answer, begin, cameTo, field, goTo, heldNames, letIn, people, row, soon, takeIn } from './door-phone.ts'
import { startDoor, type Door } from './door-service.ts'
import { keepScreenshot } from './screenshots.ts'

let door: Door
beforeAll(async () => {
  door = await startDoor()
})
afterAll(() => door.stop())

/** When the entries of this device were made, by its own clock. */
const ownEntries = (page: Page) =>
  page.evaluate(async () => {
    const opening = indexedDB.open('treffpunkt-door')
    await new Promise(resolve => opening.addEventListener('success', resolve))
    const reading = opening.result.transaction('own').objectStore('own').getAll()
    await new Promise(resolve => reading.addEventListener('success', resolve))
    opening.result.close()
    return (reading.result as { entry: { at: string } }[]).map(({ entry }) => entry.at)
  })

test('two phones see each other at once, walk-ins and undo included', async () => {
  const { meeting, link } = await door.meetingWithLink()
  const second = await door.newLink(meeting, 'Eingang rechts')
  const [left, right] = await Promise.all([door.open(link), door.open(second)])
  for (const { page } of [left, right]) {
    await begin(page)
    await goTo(page, 'Suchen')
    await page.getByText('Alles gesendet').waitFor()
  }
  await letIn(left.page, 'Anna Weber')
  await right.page.getByText('1 von 9 da').waitFor()
  await field(right.page).fill('anna')
  await row(right.page, 'Anna Weber')
    .getByText(/^da seit/)
    .waitFor()
  await goTo(right.page, 'Neu')
  await takeIn(right.page, 'Ibrahim Haddad')
  await left.page.getByText('2 von 10 da').waitFor()
  await left.page.getByLabel('Alle').check()
  await row(left.page, 'Ibrahim Haddad').getByText('ohne Anmeldung').waitFor()
  await right.page.getByRole('button', { name: 'Rückgängig' }).first().click()
  await left.page.getByText('1 von 9 da').waitFor()
  await Promise.all([left.context.close(), right.context.close()])
})

test('without a network everything answers the same; killed in mid-queue, all of it is sent once, with its times', async () => {
  const { meeting, link, idOf } = await door.meetingWithLink()
  const { page, context } = await door.open(link)
  await begin(page)
  await goTo(page, 'Suchen')
  await page.getByText('Alles gesendet').waitFor()
  await context.setOffline(true)
  for (const [firstName, lastName] of people) await letIn(page, `${firstName} ${lastName}`)
  await goTo(page, 'Neu')
  await takeIn(page, 'Ibrahim Haddad')
  await page.getByText('Keine Verbindung, 10 warten').waitFor()
  await page.getByText('10 von 10 da').waitFor()
  expect((await door.list(meeting)).entries).toEqual([])
  const pressed = await ownEntries(page)
  await page.close()
  await context.setOffline(false)

  const again = await context.newPage()
  await again.goto(link.url ?? '')
  await again.getByText('Alles gesendet').waitFor()
  await expect.poll(async () => (await cameTo(door.office, meeting)).length, soon).toBe(10)
  const { entries } = await door.list(meeting)
  expect(entries.map(({ kind, how }) => `${kind} ${how}`)).toEqual([
    ...people.map(() => 'present search'),
    'present walk_in',
  ])
  expect(entries.map(({ attendeeId }) => attendeeId).slice(0, 9)).toEqual(
    people.map(([firstName, lastName]) => idOf(`${firstName} ${lastName}`)),
  )
  // when each happened, not when they were sent; the clock may have been set right for all of them alike
  const distances = (ats: readonly string[]) => ats.map(at => Date.parse(at) - Date.parse(ats[0] ?? ''))
  expect(new Set(distances(pressed)).size).toBe(10)
  expect(distances(entries.map(({ at }) => at))).toEqual(distances(pressed))
  await context.close()
})

test('what arrives while its answer is lost is entered once', async () => {
  const { meeting, link } = await door.meetingWithLink()
  const { page, context } = await door.open(link)
  let lost = 0
  await page.route('**/attendance', async route => {
    if (route.request().method() !== 'POST' || lost >= 2) return route.continue()
    lost++
    await route.fetch().catch(() => undefined)
    await route.abort('connectionreset')
  })
  await begin(page)
  await goTo(page, 'Suchen')
  await letIn(page, 'Anna Weber')
  await letIn(page, 'Olena Kovalenko')
  await page.getByText('Alles gesendet').waitFor()
  await page.getByText('2 von 9 da').waitFor()
  expect(lost).toBe(2)
  expect((await door.list(meeting)).entries.length).toBe(2)
  await context.close()
})

test('a closed link takes the names off the phone and keeps what waits; a new link to the same meeting sends it', async () => {
  const { meeting, link } = await door.meetingWithLink()
  const { page, context } = await door.open(link)
  await begin(page)
  await goTo(page, 'Suchen')
  await page.getByText('Alles gesendet').waitFor()
  await context.setOffline(true)
  await letIn(page, 'Anna Weber')
  await letIn(page, 'Olena Kovalenko')
  await door.office('POST', `/api/v1/door-links/${link.id}/revoke`)
  await context.setOffline(false)
  for (const opened of ['at once', 'after a reload']) {
    await page.getByRole('heading', { name: 'Dieser Link gilt nicht mehr' }).waitFor()
    await page.getByText(/^2 Einträge vom/).waitFor()
    await page.getByText('Anna Weber').waitFor()
    expect(await page.getByText('Birgit Zimmermann').count(), opened).toBe(0)
    expect(await heldNames(page), opened).toEqual([])
    await keepScreenshot(page, 'door-link-closed-375-light')
    await page.reload()
  }
  expect((await door.list(meeting)).entries).toEqual([])
  await page.goto((await door.newLink(meeting, 'Neuer Link')).url ?? '')
  await page.getByText('2 von 9 da').waitFor()
  await page.getByText('Alles gesendet').waitFor()
  expect((await cameTo(door.office, meeting)).map(({ name }) => name)).toEqual(['Olena Kovalenko', 'Anna Weber'])
  await context.close()
})

test('what the service refuses is shown until somebody has looked after it', async () => {
  const { meeting, link } = await door.meetingWithLink()
  const { page, context } = await door.open(link)
  // an entry about somebody whose registration was erased meanwhile
  await page.evaluate(async meetingId => {
    const opening = indexedDB.open('treffpunkt-door')
    await new Promise(resolve => opening.addEventListener('success', resolve))
    const id = crypto.randomUUID()
    const entry = { id, kind: 'present', how: 'search', attendeeId: crypto.randomUUID(), at: new Date().toISOString() }
    const own = { id, meetingId, entry, name: 'Gela Erased', organisation: null, state: 'waiting', reason: null }
    const write = opening.result.transaction('own', 'readwrite')
    write.objectStore('own').add(own)
    await new Promise(resolve => write.addEventListener('complete', resolve))
  }, meeting)
  await page.reload()
  await begin(page)
  await page
    .getByRole('button', { name: /^Protokoll/ })
    .getByText('1 prüfen')
    .waitFor()
  await page.getByText('Alles gesendet').waitFor()
  await page.getByRole('button', { name: /^Protokoll/ }).click()
  await page.getByText('Die Anmeldung gibt es nicht mehr.').waitFor()
  await keepScreenshot(page, 'door-refused-375-light')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Noch einmal aufnehmen' }).click()
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Gela Erased')
  await page.getByRole('button', { name: 'Aufnehmen', exact: true }).click()
  await answer(page, 'Willkommen').waitFor()
  await page.getByText('1 prüfen').waitFor({ state: 'hidden' })
  await expect
    .poll(async () => (await cameTo(door.office, meeting)).map(({ name }) => name), soon)
    .toEqual(['Gela Erased'])
  await context.close()
})

test('the device is emptied; what was not sent is offered to be sent first', async () => {
  const { meeting, link } = await door.meetingWithLink()
  const { page, context } = await door.open(link)
  await begin(page)
  await goTo(page, 'Suchen')
  await page.getByText('Alles gesendet').waitFor()
  await context.setOffline(true)
  await letIn(page, 'Anna Weber')
  await page.getByRole('button', { name: 'Protokoll' }).click()
  await page.getByRole('button', { name: 'Gerät leeren' }).click()
  await page.getByText('1 Eintrag ist noch nicht gesendet und ginge verloren.').waitFor()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Erst senden' }).click()
  await context.setOffline(false)
  await page.getByRole('button', { name: 'Jetzt leeren' }).click()
  await page.getByRole('heading', { name: 'Das Gerät ist leer' }).waitFor()
  expect((await cameTo(door.office, meeting)).map(({ name }) => name)).toEqual(['Anna Weber'])
  const left = await page.evaluate(async () => {
    const opening = indexedDB.open('treffpunkt-door')
    await new Promise(resolve => opening.addEventListener('success', resolve))
    const counts = ['meetings', 'entries', 'own'].map(
      name =>
        new Promise<number>(resolve => {
          const counting = opening.result.transaction(name).objectStore(name).count()
          counting.addEventListener('success', () => resolve(counting.result))
        }),
    )
    return Promise.all(counts)
  })
  expect(left).toEqual([0, 0, 0])
  await context.close()
})

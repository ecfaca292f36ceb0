// Presses at the door as hurried people make them: twice, with texts that are too long, with Enter; and taking back.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible, openPage } from './browser.ts'
import { answer, begin, cameTo, field, focused, goTo, letIn, row, says, soon, takeIn, ticketOf } from './door-phone.ts'
import { startDoor, type Door } from './door-service.ts'

let door: Door
beforeAll(async () => {
  door = await startDoor()
})
afterAll(() => door.stop())

const sent = (page: Page) => page.getByText('Alles gesendet').waitFor()
const name = (page: Page) => page.getByLabel('Name', { exact: true })
const organisation = (page: Page) => page.getByLabel('Organisation')
const kindsOf = async (meeting: string) => (await door.list(meeting)).entries.map(({ kind }) => kind)
const walkIns = async (meeting: string) =>
  (await door.list(meeting)).guests.filter(({ place }) => place === null).map(guest => guest.name)

test('whoever is taken in by two presses is one person', async () => {
  const { meeting, link } = await door.meetingWithLink()
  const other = await door.meetingWithLink()
  const { page, context, faults } = await door.open(link)
  await begin(page)
  await goTo(page, 'Neu')
  await name(page).fill('Ibrahim Haddad')
  await page.getByRole('button', { name: 'Aufnehmen', exact: true }).dblclick()
  await answer(page, 'Willkommen').getByText('Ibrahim Haddad', { exact: true }).waitFor()
  await page.getByText('1 von 10 da').waitFor()
  expect(await page.getByText('Geben Sie den Namen ein').count()).toBe(0)
  await name(page).fill('Fatima Haddad')
  await organisation(page).fill('Moscheeverein')
  await Promise.all([page.keyboard.press('Enter'), page.keyboard.press('Enter')])
  await answer(page, 'Willkommen').getByText('Fatima Haddad', { exact: true }).waitFor()
  await page.keyboard.press('Escape')
  // the form stands ready for somebody else of the same name
  await takeIn(page, 'Fatima Haddad')
  await page.getByText('3 von 12 da').waitFor()

  await goTo(page, 'Scannen')
  await page.getByLabel('Code eingeben').fill(await ticketOf(door.office, door.service.url, other.idOf('Alice Nguyen')))
  await page.keyboard.press('Enter')
  await answer(page, 'Ticket eines anderen Treffens').getByRole('button', { name: 'Trotzdem aufnehmen' }).dblclick()
  await page.getByText('4 von 13 da').waitFor()
  await sent(page)
  expect((await walkIns(meeting)).toSorted()).toEqual([
    'Alice Nguyen',
    'Fatima Haddad',
    'Fatima Haddad',
    'Ibrahim Haddad',
  ])
  expect(await kindsOf(meeting)).toEqual(['present', 'present', 'present', 'present'])
  expect(faults).toEqual([])
  await context.close()
})

test('"Da" pressed twice is one entry about one person, and is taken back by one press', async () => {
  const { meeting, link } = await door.meetingWithLink()
  const { page, context } = await door.open(link)
  await begin(page)
  await goTo(page, 'Suchen')
  await sent(page)
  await field(page).fill('kovalenko')
  await page.getByRole('button', { name: 'Da, Olena Kovalenko' }).dblclick()
  await says(page, 'Olena Kovalenko, AWO ist da. 1 von 9')
  await page.keyboard.press('Escape')
  await expect.poll(() => kindsOf(meeting), soon).toEqual(['present'])
  // without a search the row goes, and the next one comes below the finger
  await page.getByRole('button', { name: 'Da, Mehmet Aydın' }).dblclick()
  await says(page, /^Mehmet Aydın, .* ist da\. 2 von 9/)
  await sent(page)
  await expect.poll(() => kindsOf(meeting), soon).toEqual(['present', 'present'])
  await answer(page, 'Willkommen').getByRole('button', { name: 'Rückgängig' }).click()
  await says(page, /^Mehmet Aydın, .*: zurückgenommen\. 1 von 9/)
  await sent(page)
  expect((await cameTo(door.office, meeting)).map(one => one.name)).toEqual(['Olena Kovalenko'])
  await context.close()
})

test('who was let in by two phones is taken back by one; who came before and left has left again', async () => {
  const { meeting, link } = await door.meetingWithLink()
  const second = await door.newLink(meeting, 'Eingang rechts')
  const phones = await Promise.all([door.open(link), door.open(second)])
  for (const { page, context } of phones) {
    await begin(page)
    await goTo(page, 'Suchen')
    await sent(page)
    await context.setOffline(true)
  }
  for (const { page } of phones) await letIn(page, 'Anna Weber')
  for (const { context } of phones) await context.setOffline(false)
  const [{ page }, { page: right }] = phones
  await expect.poll(() => kindsOf(meeting), soon).toEqual(['present', 'present'])
  // both phones know of both: what another phone enters now comes after them
  await letIn(right, 'Tom Richter')
  await page.getByText('2 von 9 da').waitFor()
  await page.getByRole('button', { name: 'Rückgängig' }).click()
  await says(page, 'Anna Weber, Landkreis: zurückgenommen. 1 von 9')
  await right.getByText('1 von 9 da').waitFor()
  // the log shows the press, not the entries that it took
  await page.getByRole('button', { name: 'Protokoll' }).click()
  await expect.poll(() => page.getByRole('dialog').getByText('zurückgenommen', { exact: true }).count()).toBe(1)
  await page.keyboard.press('Escape')
  await sent(page)
  expect((await cameTo(door.office, meeting)).map(one => one.name)).toEqual(['Tom Richter'])

  await page.getByLabel('Alle').check()
  await row(page, 'Tom Richter').getByRole('button', { name: 'Mehr zu Tom Richter' }).click()
  await row(page, 'Tom Richter').getByRole('button', { name: 'Gegangen' }).click()
  await says(page, 'Tom Richter, Diakonie ist gegangen. 1 von 9')
  await letIn(page, 'Tom Richter')
  await page.getByRole('button', { name: 'Rückgängig' }).click()
  await says(page, 'Tom Richter, Diakonie ist gegangen. 1 von 9')
  await row(page, 'Tom Richter').getByText('gegangen').waitFor()
  // and of having left
  await page.getByRole('button', { name: 'Rückgängig' }).click()
  await says(page, 'Tom Richter, Diakonie ist da. 1 von 9')
  for (const { context } of phones) await context.close()
})

test('a name that is too long is shortened by whoever knows it, and never refused', async () => {
  const { meeting, link } = await door.meetingWithLink()
  const other = await door.meetingWithLink()
  const { id: foreign } = await door.office<{ id: string }>('POST', `/api/v1/meetings/${other.meeting}/registrations`, {
    firstName: 'A'.repeat(80),
    lastName: 'B'.repeat(80),
  })
  const { page, context } = await door.open(link)
  await begin(page)
  await goTo(page, 'Suchen')
  await field(page).fill('Abc '.repeat(40))
  await page.getByRole('button', { name: 'Als neu aufnehmen' }).click()
  await page.getByText('Kürzen Sie den Namen auf höchstens 120 Zeichen').waitFor()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Aufnehmen', exact: true }).click()
  await expect.poll(() => focused(page)).toBe('walk-in-name')
  await page.getByText('0 von 9 da').waitFor()
  await takeIn(page, 'Abc')
  await answer(page, 'Willkommen').getByText('Abc', { exact: true }).waitFor()
  await goTo(page, 'Scannen')
  await page.getByLabel('Code eingeben').fill(await ticketOf(door.office, door.service.url, foreign))
  await page.keyboard.press('Enter')
  await answer(page, 'Ticket eines anderen Treffens').getByRole('button', { name: 'Trotzdem aufnehmen' }).click()
  await page.getByText('2 von 11 da').waitFor()
  await sent(page)
  expect((await walkIns(meeting)).toSorted()).toEqual([`${'A'.repeat(80)} ${'B'.repeat(39)}`, 'Abc'])
  // in the log it stands beside its button, not under it
  await page.getByRole('button', { name: 'Protokoll' }).click()
  await page.getByRole('dialog').locator('strong', { hasText: 'BBB' }).waitFor()
  expect(
    await page
      .locator('.door-log__text')
      .evaluateAll(texts => texts.filter(text => text.scrollWidth > text.clientWidth).length),
  ).toBe(0)
  await page.keyboard.press('Escape')

  // one that an older page entered is refused, and is taken in again under a name that fits
  await page.evaluate(async meetingId => {
    const opening = indexedDB.open('treffpunkt-door')
    await new Promise(resolve => opening.addEventListener('success', resolve))
    const id = crypto.randomUUID()
    const who = { name: 'Name '.repeat(25).trim(), organisation: 'Verein '.repeat(20).trim() }
    const about = { attendeeId: crypto.randomUUID(), walkIn: who, at: new Date().toISOString() }
    const entry = { id, kind: 'present', how: 'walk_in', ...about }
    const write = opening.result.transaction('own', 'readwrite')
    write.objectStore('own').add({ id, meetingId, entry, ...who, state: 'waiting', reason: null })
    await new Promise(resolve => write.addEventListener('complete', resolve))
    opening.result.close()
  }, meeting)
  await page.reload()
  await page
    .getByRole('button', { name: /^Protokoll/ })
    .getByText('1 prüfen')
    .waitFor()
  await page.getByRole('button', { name: /^Protokoll/ }).click()
  await page.getByRole('button', { name: 'Noch einmal aufnehmen' }).click()
  await page.getByText('Kürzen Sie den Namen auf höchstens 120 Zeichen').waitFor()
  await page.getByText('Kürzen Sie die Organisation auf höchstens 120 Zeichen').waitFor()
  expect((await name(page).inputValue()).length).toBeGreaterThan(120)
  await name(page).fill('Name')
  await page.keyboard.press('Enter')
  await expect.poll(() => focused(page)).toBe('walk-in-organisation')
  await organisation(page).fill('Verein')
  await page.keyboard.press('Enter')
  await page.getByText('3 von 12 da').waitFor()
  await sent(page)
  expect(await walkIns(meeting)).toContain('Name')
  await context.close()
})

test('Enter does what its key on the screen says', async () => {
  const { link } = await door.meetingWithLink()
  const { page, context } = await door.open(link)
  await begin(page)
  await goTo(page, 'Neu')
  await expect.poll(() => focused(page)).toBe('walk-in-name')
  await page.keyboard.type('Ibrahim Haddad')
  expect(await name(page).getAttribute('enterkeyhint')).toBe('next')
  await page.keyboard.press('Enter')
  await expect.poll(() => focused(page)).toBe('walk-in-organisation')
  await page.getByText('0 von 9 da').waitFor()
  expect(await organisation(page).getAttribute('enterkeyhint')).toBe('done')
  await page.keyboard.press('Enter')
  await page.getByText('1 von 10 da').waitFor()
  await expect.poll(() => focused(page)).toBe('walk-in-name')
  // nothing is left to fill in: the key of the name lets in as well
  await organisation(page).fill('Moscheeverein')
  await name(page).fill('Fatima Haddad')
  expect(await name(page).getAttribute('enterkeyhint')).toBe('done')
  await page.keyboard.press('Enter')
  await page.getByText('2 von 11 da').waitFor()
  await context.close()
})

test('signing in leads back to the door of the same meeting', async () => {
  const { meeting } = await door.meetingWithLink()
  const { page, context } = await openPage(door.browser, door.service.url, { width: 375 })
  const signIn = page.getByRole('link', { name: 'Mit Konto anmelden' })
  const wanted = `/sign-in?to=${encodeURIComponent(`/door?meeting=${meeting}`)}`
  await page.goto(`/door?meeting=${meeting}`)
  expect(await signIn.getAttribute('href')).toBe(wanted)
  await context.addCookies(await door.desk.context().cookies())
  await page.reload()
  await begin(page)
  await goTo(page, 'Suchen')
  await sent(page)
  // the session ends while the door is open
  await context.clearCookies()
  await letIn(page, 'Anna Weber')
  await page.getByText('Nicht mehr angemeldet, 1 wartet').waitFor()
  expect(await signIn.getAttribute('href')).toBe(wanted)
  await context.close()
})

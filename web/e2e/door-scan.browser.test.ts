// Tickets and codes at the door, and what is said where the camera fails.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible, openBrowser } from './browser.ts'
import { filmCodes } from './door-camera.ts'
import {
  answer,
  begin,
  cameTo,
  focused,
  goTo,
  letIn,
  openDoor,
  people,
  says,
  soon,
  ticketOf,
  takeIn,
  type Phone,
} from './door-phone.ts'
import { startDoor, type Door } from './door-service.ts'
import { keepScreenshot } from './screenshots.ts'

let door: Door
beforeAll(async () => {
  door = await startDoor()
})
afterAll(() => door.stop())

test('a ticket before the camera is let in once; the same ticket again is told so and let in all the same', async () => {
  const { meeting, link, idOf } = await door.meetingWithLink()
  filmCodes(door.film, [await ticketOf(door.office, door.service.url, idOf('Olena Kovalenko'))])
  const { page, context, faults } = await door.open(link, { autoContinue: true })
  await page.getByText('9 Personen geladen um').waitFor()
  await page.getByText('Sie sind hier als „Eingang links“.').waitFor()
  await begin(page)
  await answer(page, 'Willkommen').getByText('Olena Kovalenko', { exact: true }).waitFor()
  await says(page, 'Olena Kovalenko, AWO ist da. 1 von 9')
  await answer(page, 'Willkommen').getByText('Kein Foto').waitFor()
  // goes on by itself, and the code that is still there does not fire again
  await answer(page, 'Willkommen').waitFor({ state: 'hidden' })
  await page.getByRole('region', { name: 'Letzter Eintrag' }).getByText('Olena Kovalenko').waitFor()
  await page.getByText('Alles gesendet').waitFor()
  expect((await cameTo(door.office, meeting)).map(({ name, by }) => [name, by])).toEqual([
    ['Olena Kovalenko', 'Eingang links'],
  ])

  // the mode stands in the address: a reload goes on where it was
  await page.reload()
  await answer(page, 'Schon da').getByText('Olena Kovalenko', { exact: true }).waitFor()
  await answer(page, 'Schon da')
    .getByText(/^seit \d\d:\d\d Uhr, dieses Gerät$/)
    .waitFor()
  expect((await door.list(meeting)).entries.length).toBe(1)
  await answer(page, 'Schon da').getByRole('button', { name: 'Doch nicht da' }).click()
  await page.getByText('0 von 9 da').waitFor()
  await expect.poll(async () => (await cameTo(door.office, meeting)).length, soon).toBe(0)
  expect(faults).toEqual([])
  await context.close()
})

test('who has withdrawn, who is of another meeting and who is on no list are all let in', async () => {
  const { meeting, link, idOf } = await door.meetingWithLink()
  const other = await door.meetingWithLink()
  const foreign = await ticketOf(door.office, door.service.url, other.idOf('Alice Nguyen'))
  filmCodes(door.film, [await ticketOf(door.office, door.service.url, idOf('Tom Richter')), foreign])
  await door.office('POST', `/api/v1/registrations/${idOf('Tom Richter')}/withdraw`)
  const { page, context, faults } = await door.open(link)
  await begin(page)
  const withdrawn = answer(page, 'Hat sich abgemeldet')
  await withdrawn.getByText('Tom Richter', { exact: true }).waitFor()
  await withdrawn.getByRole('button', { name: 'Trotzdem aufnehmen' }).click()
  await answer(page, 'Willkommen').getByText('Tom Richter', { exact: true }).waitFor()
  const elsewhere = answer(page, 'Ticket eines anderen Treffens')
  await elsewhere.getByText('Alice Nguyen').waitFor()
  await elsewhere.getByRole('button', { name: 'Trotzdem aufnehmen' }).click()
  await answer(page, 'Willkommen').getByText('Alice Nguyen', { exact: true }).waitFor()

  await goTo(page, 'Neu')
  filmCodes(door.film, ['https://example.org/something-else'])
  await goTo(page, 'Scannen')
  const unknown = answer(page, 'Nicht auf der Liste')
  await unknown.getByText('Dieser Code ist kein Ticket von hier').waitFor()
  await unknown.getByRole('button', { name: 'Trotzdem aufnehmen' }).click()
  await expect.poll(() => focused(page)).toBe('walk-in-name')
  await page.keyboard.press('Enter')
  await page.getByText('Geben Sie den Namen ein').waitFor()
  await page.keyboard.type('Ibrahim Haddad')
  await page.getByLabel('Organisation').fill('Moscheeverein Weißenfels')
  await page.keyboard.press('Enter')
  await answer(page, 'Willkommen').getByText('Ibrahim Haddad', { exact: true }).waitFor()
  await page.getByText('3 von 11 da').waitFor()
  await expect
    .poll(async () => (await cameTo(door.office, meeting)).map(({ name }) => name).toSorted(), soon)
    .toEqual(['Alice Nguyen', 'Ibrahim Haddad', 'Tom Richter'])
  expect(faults).toEqual([])
  await context.close()
})

test('whoever has a ticket of another meeting is one person, however often and wherever it is scanned', async () => {
  const { meeting, link } = await door.meetingWithLink()
  const other = await door.meetingWithLink()
  filmCodes(door.film, [])
  const [left, right] = [await door.open(link), await door.open(await door.newLink(meeting, 'Eingang rechts'))]
  const ticket = await ticketOf(door.office, door.service.url, other.idOf('Alice Nguyen'))
  const type = async ({ page }: Phone) => {
    await page.getByLabel('Code eingeben').fill(ticket)
    await page.keyboard.press('Enter')
  }
  const again = async (phone: Phone, since: RegExp) => {
    await type(phone)
    const already = answer(phone.page, 'Schon da')
    await already.getByText('Alice Nguyen', { exact: true }).waitFor()
    await already.getByText(since).waitFor()
  }
  const takeAnyway = ({ page }: Phone, word: string) =>
    answer(page, word).getByRole('button', { name: 'Trotzdem aufnehmen' }).click()
  for (const { page } of [left, right]) {
    await begin(page)
    await page.getByText('Alles gesendet').waitFor()
  }
  // one of the phones cannot ask whose ticket it is
  await right.context.setOffline(true)
  await type(left)
  await takeAnyway(left, 'Ticket eines anderen Treffens')
  await left.page.getByText('1 von 10 da').waitFor()
  await again(left, /^seit \d\d:\d\d Uhr, dieses Gerät$/)
  await type(right)
  await takeAnyway(right, 'Nicht auf der Liste')
  // who turns away from the form, and comes back to it for somebody else, has not taken in the ticket
  await goTo(right.page, 'Suchen')
  await goTo(right.page, 'Neu')
  await takeIn(right.page, 'Ibrahim Haddad')
  await right.page.getByText('1 von 10 da').waitFor()
  await goTo(right.page, 'Scannen')
  await type(right)
  await takeAnyway(right, 'Nicht auf der Liste')
  await takeIn(right.page, 'Alice Nguyen')
  await right.page.getByText('2 von 11 da').waitFor()
  await goTo(right.page, 'Scannen')
  await again(right, /^seit \d\d:\d\d Uhr, dieses Gerät$/)
  await right.context.setOffline(false)
  await left.page.getByText('2 von 11 da').waitFor()
  await right.page.getByText('Alles gesendet').waitFor()
  const third = await door.open(await door.newLink(meeting, 'Seiteneingang'))
  await begin(third.page)
  await again(third, /^seit \d\d:\d\d Uhr, Eingang links$/)
  const walkIns = async () => (await door.list(meeting)).guests.filter(({ place }) => place === null)
  expect((await walkIns()).map(({ name }) => name).toSorted()).toEqual(['Alice Nguyen', 'Ibrahim Haddad'])
  // taken back, they are asked about anew, and are the same person again
  await answer(third.page, 'Schon da').getByRole('button', { name: 'Doch nicht da' }).click()
  await third.page.getByText('1 von 10 da').waitFor()
  await left.page.getByText('1 von 10 da').waitFor()
  await left.page.keyboard.press('Escape')
  await type(left)
  await takeAnyway(left, 'Ticket eines anderen Treffens')
  await third.page.getByText('2 von 11 da').waitFor()
  expect((await walkIns()).length).toBe(2)
  await expect.poll(async () => (await cameTo(door.office, meeting)).length, soon).toBe(2)
  for (const { faults } of [left, third]) expect(faults).toEqual([])
  for (const { context } of [left, right, third]) await context.close()
})

test('a code is typed as people type, or by a hand scanner that aims at nothing', async () => {
  const { meeting, link, idOf } = await door.meetingWithLink()
  filmCodes(door.film, [])
  const { page, context } = await door.open(link)
  const list = await door.list(meeting)
  const code = list.guests.find(({ name }) => name === 'Anna Weber')?.shortCode ?? ''
  await begin(page)
  await page.getByRole('button', { name: 'Prüfen' }).click()
  await page.getByText('Geben Sie den Code ein, der auf dem Ticket steht').waitFor()
  await page.getByLabel('Code eingeben').fill(` ${code.toLowerCase().replace('-', ' ')}`)
  await page.keyboard.press('Enter')
  await answer(page, 'Willkommen').getByText('Anna Weber', { exact: true }).waitFor()
  await page.getByLabel('Code eingeben').fill('999-999')
  await page.keyboard.press('Enter')
  await answer(page, 'Nicht auf der Liste').waitFor()
  // the sheet is in front; the scanner goes on without it being closed
  await page.keyboard.type(await ticketOf(door.office, door.service.url, idOf('Bernd Weber')))
  await page.keyboard.press('Enter')
  await answer(page, 'Willkommen').getByText('Bernd Weber', { exact: true }).waitFor()
  await context.close()
})

test('who signs up while they stand at the door appears, and one press lets them in', async () => {
  const { meeting, link } = await door.meetingWithLink()
  filmCodes(door.film, [])
  const { page, context } = await door.open(link)
  await begin(page)
  await page.getByLabel('Code eingeben').waitFor()
  await context.setOffline(true)
  const { id } = await door.office<{ id: string }>('POST', `/api/v1/meetings/${meeting}/registrations`, {
    firstName: 'Viola',
    lastName: 'Neumann',
  })
  const ticket = await ticketOf(door.office, door.service.url, id)
  // the phone has not heard of her when the code comes, and hears while the answer stands
  await context.setOffline(false)
  await page.getByLabel('Code eingeben').fill(ticket)
  await page.keyboard.press('Enter')
  const sheet = page.getByRole('region', { name: /Nicht auf der Liste|Willkommen/ })
  await sheet.waitFor()
  const letInNow = page.getByRole('button', { name: 'Einlassen' })
  await letInNow.or(answer(page, 'Willkommen')).first().waitFor()
  if (await letInNow.isVisible()) await letInNow.click()
  await answer(page, 'Willkommen').getByText('Viola Neumann', { exact: true }).waitFor()
  await context.close()
})

test('without a camera the words say how to go on; at the last seat the door is warned', async () => {
  const { link } = await door.meetingWithLink(9)
  const blind = await openBrowser()
  const { page, context, faults } = await openDoor(blind, door.service.url, link)
  await begin(page)
  await page.getByText('Keine Kamera gefunden').waitFor()
  await keepScreenshot(page, 'door-no-camera-375-light')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Nach dem Namen suchen' }).click()
  for (const [firstName, lastName] of people) await letIn(page, `${firstName} ${lastName}`)
  await page.getByText('Der Raum ist voll: 9 Personen auf 9 Plätzen.').waitFor()
  await page.getByRole('heading', { name: 'Alle sind da' }).waitFor()
  await goTo(page, 'Neu')
  await takeIn(page, 'Ibrahim Haddad')
  await page.getByText('Der Raum ist voll: 10 Personen auf 9 Plätzen.').waitFor()
  expect(faults).toEqual([])
  await context.close()
  await blind.close()
})

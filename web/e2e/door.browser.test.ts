// The door as a page: search, keyboard, the choice of the meeting, and every state in both themes.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectAccessible, expectNoSidewaysScroll, openPage } from './browser.ts'
import { filmCodes } from './door-camera.ts'
import { answer, begin, cameTo, field, focused, goTo, letIn, row, says, shownNames, soon } from './door-phone.ts'
import { startDoor, type Door } from './door-service.ts'
import { enlargeLetters, inspect, worlds } from './look.ts'
import { hour, moveMeeting } from './office.ts'
import { keepScreenshot } from './screenshots.ts'

let door: Door
beforeAll(async () => {
  door = await startDoor()
})
afterAll(() => door.stop())

test('search finds from one letter, without regard to umlauts and script, and works by arrows and Enter', async () => {
  const { meeting, link } = await door.meetingWithLink()
  const { page, context, faults } = await door.open(link)
  await begin(page)
  await goTo(page, 'Suchen')
  await expect.poll(() => focused(page)).toBe('search')
  expect(await shownNames(page)).toEqual([
    'Mehmet Aydın',
    'Olena Kovalenko',
    'Jörg Müller',
    'Alice Nguyen',
    'Tom Richter',
    'Anna Weber',
    'Bernd Weber',
    'Birgit Zimmermann-Hohenstein',
    'Александра Шевченко',
  ])
  const finds = async (typed: string, names: string[]) => {
    await field(page).fill(typed)
    await expect.poll(() => shownNames(page), { message: typed }).toEqual(names)
  }
  await finds('k', ['Olena Kovalenko'])
  for (const typed of ['mü', 'mue', 'mul', 'MÜLLER', 'mueller', 'muller j']) await finds(typed, ['Jörg Müller'])
  await finds('aleks', ['Александра Шевченко'])
  await finds('шев', ['Александра Шевченко'])
  await finds('jobcenter', ['Jörg Müller'])
  await finds('web', ['Anna Weber', 'Bernd Weber'])
  // the second of two, by arrows
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await answer(page, 'Willkommen').getByText('Bernd Weber', { exact: true }).waitFor()
  await expect.poll(() => focused(page)).toBe('search')
  expect(await field(page).inputValue()).toBe('')
  // the next name is typed while the answer still stands
  await page.keyboard.type('nguy')
  await answer(page, 'Willkommen').waitFor({ state: 'hidden' })
  await page.keyboard.press('Enter')
  await answer(page, 'Willkommen').getByText('Alice Nguyen', { exact: true }).waitFor()
  await page.keyboard.press('Escape')
  await answer(page, 'Willkommen').waitFor({ state: 'hidden' })
  expect(await shownNames(page)).not.toContain('Alice Nguyen')

  await page.getByLabel('Alle').check()
  await row(page, 'Alice Nguyen')
    .getByText(/^da seit \d\d:\d\d$/)
    .waitFor()
  await row(page, 'Alice Nguyen').getByRole('button', { name: 'Mehr zu Alice Nguyen' }).click()
  await row(page, 'Alice Nguyen').getByRole('button', { name: 'Gegangen' }).click()
  await says(page, 'Alice Nguyen ist gegangen. 2 von 9')
  await row(page, 'Alice Nguyen').getByText('gegangen').waitFor()
  await page.getByRole('button', { name: 'Rückgängig' }).click()
  await row(page, 'Alice Nguyen')
    .getByText(/^da seit/)
    .waitFor()
  await page.getByRole('button', { name: 'Rückgängig' }).click()
  await page.getByText('1 von 9 da').waitFor()
  await page.getByRole('button', { name: 'Protokoll' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Rückgängig: Bernd Weber' }).click()
  await page.keyboard.press('Escape')
  await page.getByText('0 von 9 da').waitFor()
  await expect.poll(async () => (await cameTo(door.office, meeting)).length, soon).toBe(0)
  await field(page).fill('Niemandsland')
  await page.getByRole('button', { name: 'Als neu aufnehmen' }).click()
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Niemandsland')
  // who is on the list is offered, so that nobody is entered twice
  await page.getByLabel('Name', { exact: true }).fill('Kovalenk')
  await page.getByRole('region', { name: 'Steht schon auf der Liste' }).getByRole('button', { name: /^Da/ }).click()
  await answer(page, 'Willkommen').getByText('Olena Kovalenko', { exact: true }).waitFor()
  expect(faults).toEqual([])
  await context.close()
})

test('an account chooses the meeting, unless there is one today; without either the page says what to do', async () => {
  const first = await door.meetingWithLink()
  const later = await door.meetingWithLink()
  await moveMeeting(door.office, first.meeting, 72 * hour, 75 * hour)
  await moveMeeting(door.office, later.meeting, 96 * hour, 99 * hour)
  const { page, context } = await openPage(door.browser, door.service.url, { width: 375 })
  await page.goto('/door')
  await page.getByRole('heading', { name: 'Der Einlass braucht einen Link oder ein Konto' }).waitFor()
  await expectAccessible(page)
  await context.addCookies(await door.desk.context().cookies())
  await page.goto('/door')
  await page.getByRole('heading', { name: 'Welches Treffen?' }).waitFor()
  await keepScreenshot(page, 'door-choose-375-light')
  await expectAccessible(page)
  await page.getByRole('main').getByRole('listitem').last().getByRole('button').click()
  await page.getByText('9 Personen geladen um').waitFor()
  await begin(page)
  await goTo(page, 'Suchen')
  await letIn(page, 'Anna Weber')
  await page.getByText('Alles gesendet').waitFor()
  await expect.poll(async () => (await cameTo(door.office, later.meeting)).length, soon).toBe(1)
  await page.reload()
  await page.getByText('1 von 9 da').waitFor()
  await context.close()
})

test('times are those of the zone that the network has set, also when it is heard late', async () => {
  const { link } = await door.meetingWithLink()
  const { page, context } = await openPage(door.browser, door.service.url, { width: 375 })
  let release: (() => void) | undefined
  const late = new Promise<void>(resolve => (release = resolve))
  await page.route('**/api/v1/public/network', async route => {
    await late
    const network = { name: 'Netzwerk', timeZone: 'Asia/Tokyo' }
    await route.fulfill({ json: network }).catch(() => undefined)
  })
  await page.goto(link.url ?? '')
  await page.getByText(/, 1[45]:00 bis 1[78]:00 Uhr$/).waitFor()
  release?.()
  // from one to four in Greenwich
  await page.getByText(/, 22:00 bis .*01:00 Uhr$/).waitFor()
  await context.close()
})

test('with the keyboard alone: open, search, let in, take back, a new person', async () => {
  const { link } = await door.meetingWithLink()
  const { page, context } = await door.open(link, { width: 1280 })
  const tabTo = async (name: string) => {
    const current = () => page.evaluate(() => document.activeElement?.textContent?.trim())
    for (let presses = 0; presses < 40 && (await current()) !== name; presses++) await page.keyboard.press('Tab')
    expect(await current()).toBe(name)
  }
  await tabTo('Einlass beginnen')
  await page.keyboard.press('Enter')
  await page.getByLabel('Code eingeben').waitFor()
  await tabTo('Suchen')
  await page.keyboard.press('Enter')
  await expect.poll(() => focused(page)).toBe('search')
  await page.keyboard.type('anna')
  await page.keyboard.press('Enter')
  await answer(page, 'Willkommen').waitFor()
  await tabTo('Rückgängig')
  await page.keyboard.press('Enter')
  await page.getByText('0 von 9 da').waitFor()
  await expect.poll(() => focused(page)).toBe('search')
  await tabTo('Neu')
  await page.keyboard.press('Enter')
  await expect.poll(() => focused(page)).toBe('walk-in-name')
  await page.keyboard.type('Ibrahim Haddad')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Moscheeverein')
  await page.keyboard.press('Enter')
  await page.getByText('1 von 10 da').waitFor()
  await expect.poll(() => focused(page)).toBe('walk-in-name')
  await context.close()
})

test('with letters twice as large the answer stays in its sheet, and the search shows whom it finds', async () => {
  const { link } = await door.meetingWithLink()
  const { page, context } = await door.open(link)
  await begin(page)
  await goTo(page, 'Suchen')
  await enlargeLetters(page)
  const isInSight = (name: string) =>
    row(page, name).evaluate(item => {
      const { top, bottom } = item.getBoundingClientRect()
      return document.elementFromPoint(40, top + 20)?.closest('li') === item && bottom < innerHeight
    })
  await expect.poll(() => isInSight('Mehmet Aydın')).toBe(true)
  await keepScreenshot(page, 'door-search-large-375-light')
  // what is chosen there is not lost
  await page.getByLabel('Alle').check()
  await expectNoSidewaysScroll(page)
  await letIn(page, 'Anna Weber')
  await expect.poll(() => isInSight('Mehmet Aydın')).toBe(true)
  await keepScreenshot(page, 'door-last-large-375-light')
  await field(page).fill('kovalenko')
  await page.keyboard.press('Enter')
  const sheet = answer(page, 'Willkommen')
  await sheet.waitFor()
  await keepScreenshot(page, 'door-welcome-large-375-light')
  expect(await sheet.evaluate(one => one.scrollWidth <= one.clientWidth)).toBe(true)
  const word = await sheet.getByRole('heading').boundingBox()
  expect((word?.x ?? 0) + (word?.width ?? 999)).toBeLessThan(375)
  // on one line
  expect(await sheet.getByRole('heading').evaluate(one => one.getClientRects().length)).toBe(1)
  await expectNoSidewaysScroll(page)
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  // above a keyboard on the screen
  await page.setViewportSize({ width: 375, height: 480 })
  await field(page).fill('weber')
  await expect.poll(() => isInSight('Anna Weber')).toBe(true)
  await keepScreenshot(page, 'door-keyboard-large-375-light')
  await context.close()
})

describe('every state', () => {
  test.each(worlds)('$width px', async ({ themes, width }) => {
    const place = await door.meetingWithLink()
    await door.office('POST', `/api/v1/registrations/${place.idOf('Tom Richter')}/withdraw`)
    filmCodes(door.film, [])
    const { page, context, faults } = await door.open(place.link, { width })
    const look = (name: string) => inspect(page, `door-${name}-${width}`, themes)
    await look('start')
    await begin(page)
    await page.getByText('Halten Sie den Code des Tickets vor die Kamera.').waitFor()
    await look('scan')
    const type = async (code: string) => {
      await page.getByLabel('Code eingeben').fill(code)
      await page.keyboard.press('Enter')
    }
    await type('https://example.org/')
    await answer(page, 'Nicht auf der Liste').waitFor()
    await look('unknown')
    await page.keyboard.press('Escape')
    const codeOf = async (name: string) =>
      (await door.list(place.meeting)).guests.find(guest => guest.name === name)?.shortCode ?? ''
    await type(await codeOf('Tom Richter'))
    await answer(page, 'Hat sich abgemeldet').waitFor()
    await look('withdrawn')
    await page.keyboard.press('Escape')
    await type(await codeOf('Birgit Zimmermann-Hohenstein'))
    await answer(page, 'Willkommen').waitFor()
    await look('welcome')
    await page.keyboard.press('Escape')
    await type(await codeOf('Birgit Zimmermann-Hohenstein'))
    await answer(page, 'Schon da').waitFor()
    await look('already')
    await answer(page, 'Schon da').getByRole('button', { name: 'Weiter' }).click()
    await goTo(page, 'Suchen')
    await page.getByLabel('Alle').check()
    await page.getByRole('button', { name: 'Mehr zu Birgit' }).click()
    await look('search')
    await field(page).fill('xyz')
    await page.getByRole('heading', { name: 'Niemand gefunden' }).waitFor()
    await look('search-none')
    await goTo(page, 'Neu')
    await page.getByLabel('Name', { exact: true }).fill('web')
    await page.getByRole('heading', { name: 'Steht schon auf der Liste' }).waitFor()
    await look('new')
    await page.getByLabel('Name', { exact: true }).fill('')
    await page.keyboard.press('Enter')
    await page.getByText('Geben Sie den Namen ein').waitFor()
    await look('new-mistake')
    await context.setOffline(true)
    await goTo(page, 'Suchen')
    await field(page).fill('anna')
    await page.keyboard.press('Enter')
    await page.getByText('Keine Verbindung, 1 wartet').waitFor()
    await page.keyboard.press('Escape')
    await look('offline')
    await page.getByRole('button', { name: 'Protokoll' }).click()
    await look('log')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Rückgängig' }).click()
    await context.setOffline(false)
    await page.getByText('Alles gesendet').waitFor()
    await page.setViewportSize({ width: 320, height: 568 })
    for (const mode of ['Scannen', 'Suchen', 'Neu'] as const) {
      await goTo(page, mode)
      await expectNoSidewaysScroll(page)
    }
    expect(faults.filter(fault => !fault.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([])
    await context.close()
  })
})

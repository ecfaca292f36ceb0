// The door by an account: the meeting that was asked for, what links cannot send any more, and signing out.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible, openPage } from './browser.ts'
import { begin, cameTo, goTo, heldNames, letIn, soon } from './door-phone.ts'
import { startDoor, type Door } from './door-service.ts'
import { hour, moveMeeting } from './office.ts'
import { keepScreenshot } from './screenshots.ts'

let door: Door
beforeAll(async () => {
  door = await startDoor()
})
afterAll(() => door.stop())

const names = async (meeting: string) => (await cameTo(door.office, meeting)).map(({ name }) => name).toSorted()

/** A phone of somebody with an account of their own, signed in. */
async function signedIn(name: string, role: 'coordinator' | 'door' = 'coordinator') {
  const email = `${name.toLowerCase()}@example.org`
  const account = await door.office<{ id: string }>('POST', '/api/v1/accounts', { name, email, role })
  const { url } = await door.office<{ url: string }>('POST', `/api/v1/accounts/${account.id}/sign-in-links`)
  const phone = await openPage(door.browser, door.service.url, { width: 375 })
  await phone.page.goto(url)
  await phone.page.getByRole('button', { name: 'Jetzt anmelden' }).click()
  await phone.page.waitForURL(role === 'door' ? '**/door' : '**/admin/**')
  return phone
}

test('the door opens for the meeting that was asked for, however far ahead, and for no other', async () => {
  const [today, ahead] = [await door.meetingWithLink(), await door.meetingWithLink()]
  await moveMeeting(door.office, today.meeting, -hour, 3 * hour)
  await moveMeeting(door.office, ahead.meeting, 35 * 24 * hour, (35 * 24 + 3) * hour)
  const { page, context } = await signedIn('Vera')
  await page.goto(`/door?meeting=${ahead.meeting}#search`)
  await letIn(page, 'Anna Weber')
  await expect.poll(() => names(ahead.meeting), soon).toEqual(['Anna Weber'])
  // without a word about one, the one of today
  await page.goto('/door')
  await page.getByText('0 von 9 da').waitFor()
  // one that there is not: the choice, not the one of today
  await page.goto(`/door?meeting=${crypto.randomUUID()}`)
  await page.getByRole('heading', { name: 'Welches Treffen?' }).waitFor()
  // one whose list is not here, without the service: neither
  const third = await door.meetingWithLink()
  await page.route('**/api/v1/**', route => route.abort('internetdisconnected'))
  await page.goto(`/door?meeting=${third.meeting}`)
  await page.getByRole('heading', { name: 'Keine Verbindung' }).waitFor()
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await context.close()
})

test('what no link can send any more is sent by an account', async () => {
  const { meeting, link } = await door.meetingWithLink()
  const { page, context } = await door.open(link)
  await begin(page)
  await goTo(page, 'Suchen')
  await page.getByText('Alles gesendet').waitFor()
  await context.setOffline(true)
  await letIn(page, 'Anna Weber')
  // the phone lies in a drawer for more than a day after the meeting
  await moveMeeting(door.office, meeting, -30 * hour, -27 * hour)
  await context.setOffline(false)
  const left = page.getByRole('region', { name: 'Nicht gesendete Einträge' })
  await left.getByText('Anna Weber').waitFor()
  // what would be lost is in sight, above everything else that can be pressed
  await expect
    .poll(() =>
      left
        .getByRole('link', { name: 'Mit einem Konto senden' })
        .evaluate(link => link.getBoundingClientRect().bottom < innerHeight),
    )
    .toBe(true)
  expect(
    await page.getByRole('main').evaluate(main => main.querySelector(':scope a, :scope button')?.textContent?.trim()),
  ).toBe('Mit einem Konto senden')
  await keepScreenshot(page, 'door-unsent-375-light')
  await expectAccessible(page)
  await left.getByRole('link', { name: 'Mit einem Konto senden' }).click()
  await page.getByRole('link', { name: 'Mit Konto anmelden' }).waitFor()
  expect(page.url()).toContain(`/door?meeting=${meeting}`)
  await context.addCookies(await door.desk.context().cookies())
  await page.reload()
  await page.getByText('1 von 9 da').waitFor()
  await page.getByText('Alles gesendet').waitFor()
  await expect.poll(() => names(meeting), soon).toEqual(['Anna Weber'])
  await context.close()

  // nor does the office make a link that would be over at once
  await door.desk.goto(`/admin/meetings/${meeting}/attendance`)
  await door.desk.getByRole('heading', { name: 'Stimmt die Liste?' }).waitFor()
  expect(await door.desk.getByText('Zugänge für Helfende').count()).toBe(0)
  expect(await door.desk.getByRole('button', { name: 'Link für Helfende anlegen' }).count()).toBe(0)
})

test('whoever signs out leaves no list behind but what was not sent', async () => {
  const [sent, unsent] = [await door.meetingWithLink(), await door.meetingWithLink()]
  await door.office('POST', `/api/v1/meetings/${unsent.meeting}/registrations`, {
    firstName: 'Viola',
    lastName: 'Neumann',
  })
  const { page, context } = await signedIn('Jutta')
  for (const { meeting } of [sent, unsent]) {
    await page.goto(`/door?meeting=${meeting}#search`)
    await page.getByText('Alles gesendet').waitFor()
  }
  await page.route('**/attendance', route => (route.request().method() === 'POST' ? route.abort() : route.continue()))
  await letIn(page, 'Viola Neumann')
  await page.getByText('Keine Verbindung, 1 wartet').waitFor()
  expect((await heldNames(page)).length).toBe(19)
  await page.goto('/admin/meetings')
  await page.getByRole('button', { name: 'Abmelden' }).click()
  await page.waitForURL(url => !url.pathname.startsWith('/admin'))
  await expect.poll(async () => (await heldNames(page)).length, soon).toBe(10)
  expect(await heldNames(page)).toContain('Viola Neumann')
  await context.close()
})

test('an account that may only check in signs out where it chooses the meeting, and where it begins', async () => {
  const { meeting } = await door.meetingWithLink()
  await moveMeeting(door.office, meeting, 48 * hour, 51 * hour)
  const { page, context, faults } = await signedIn('Kalle', 'door')
  // one that there is not, as there may be one today
  await page.goto(`/door?meeting=${crypto.randomUUID()}`)
  await page.getByRole('heading', { name: 'Welches Treffen?' }).waitFor()
  await expectAccessible(page)
  await keepScreenshot(page, 'door-choose-signed-in-375-light')
  await page.locator('.door-choice').first().click()
  await page.getByText('Sie sind hier als „Kalle“.').waitFor()
  await keepScreenshot(page, 'door-start-signed-in-375-light')
  // without a connection the session would go on unseen
  await page.route('**/api/v1/session', route => route.abort('internetdisconnected'))
  await page.getByRole('button', { name: 'Abmelden' }).click()
  await page.getByRole('alert').filter({ hasText: 'Abmelden geht nur mit Verbindung.' }).waitFor()
  await expectAccessible(page)
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await page.getByRole('button', { name: 'Abmelden' }).click()
  await page.getByRole('heading', { name: 'Der Einlass braucht einen Link oder ein Konto' }).waitFor()
  await expect.poll(() => heldNames(page), soon).toEqual([])
  expect(await (await page.request.get('/api/v1/session')).json()).toMatchObject({ account: null })
  expect(faults).toEqual([])
  await context.close()
})

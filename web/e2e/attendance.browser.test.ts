import type { DoorLink } from '@treffpunkt/shared/attendance'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectAccessible, openBrowser, openPage, signIn } from './browser.ts'
import { enterAtTheDoor, guests, meetingWithGuests, newDoorLink, walkIn } from './attendance-meeting.ts'
import { inspect } from './look.ts'
import { moveMeeting, officeOf, openMeeting, type Office } from './office.ts'
import { startService, type RunningService } from './service.ts'

let service: RunningService
let browser: Browser
let page: Page
let faults: string[]
let office: Office
/** The meeting whose day the tests go through. */
let id: string

let main: Awaited<ReturnType<typeof meetingWithGuests>>
beforeAll(async () => {
  ;[service, browser] = await Promise.all([startService({ example: false }), openBrowser()])
  ;({ page, faults } = await openPage(browser, service.url))
  await signIn(page, service.signInLink)
  office = officeOf(page)
  main = await meetingWithGuests(office)
  id = main.meeting
})
afterAll(async () => {
  await browser.close()
  await service.stop()
})

const button = (name: string | RegExp) => page.getByRole('button', { name })
const row = (name: string) => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) })
const dialog = (name: string | RegExp) => page.getByRole('dialog', { name })
const said = (text: string) => page.getByRole('status').filter({ hasText: text }).first().waitFor()
const names = async () =>
  (await page.getByRole('rowheader').locator('span:first-child').allTextContents()).map(name => name.trim())
const focused = () =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent?.trim())
const search = () => page.getByLabel('Name oder Organisation')
const chip = (name: string | RegExp) => page.getByRole('group', { name: 'Zeigen' }).getByRole('button', { name })
const answer = async (name: string, text: string) => {
  await button(`Weitere Antworten für ${name}`).click()
  await page.getByRole('menuitem', { name: text }).click()
}
const list = () => `/admin/meetings/${id}/attendance`

describe('before the meeting', () => {
  test('a draft has no door', async () => {
    const day = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10)
    const draft = await office<{ id: string }>('POST', '/api/v1/meetings', {
      kind: 'network',
      startsAt: `${day}T13:00:00Z`,
      endsAt: `${day}T16:00:00Z`,
    })
    await page.goto(`/admin/meetings/${draft.id}`)
    await page.getByRole('link', { name: 'Anmeldungen' }).waitFor()
    expect(await page.getByRole('link', { name: 'Einlass' }).count()).toBe(0)
    await page.goto(`/admin/meetings/${draft.id}/attendance`)
    await page.getByRole('heading', { name: 'Der Einlass beginnt mit der Veröffentlichung' }).waitFor()
    await expectAccessible(page)
  })

  test('links for helpers are made, passed on, used and revoked', async () => {
    await page.goto(`/admin/meetings/${id}`)
    await page.getByRole('link', { name: 'Einlass', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Einlass' }).waitFor()
    await page.getByText('6 Personen werden erwartet').waitFor()

    await button('Link für Helfende anlegen').click()
    await dialog('Link für Helfende anlegen').getByRole('button', { name: 'Anlegen' }).click()
    await dialog('Link für Helfende anlegen').getByRole('link', { name: 'Geben Sie dem Link einen Namen' }).waitFor()
    await expectAccessible(page)
    await dialog('Link für Helfende anlegen').getByLabel('Name').fill('Eingang links')
    await dialog('Link für Helfende anlegen').getByRole('button', { name: 'Anlegen' }).click()
    await said('Der Link „Eingang links“ ist angelegt.')
    const card = page.getByRole('article', { name: 'Eingang links' })
    await card.getByText('Noch nicht benutzt').waitFor()
    await card.getByRole('img', { name: 'QR-Code für den Link „Eingang links“' }).waitFor()
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await card.getByRole('button', { name: 'Link kopieren' }).click()
    await card.getByText('Link kopiert').waitFor()
    const address = await page.evaluate(() => navigator.clipboard.readText())
    expect(address).toMatch(new RegExp(`^${service.url}/door/.{20,}`))

    const asHelper = () =>
      fetch(`${service.url}/api/v1/meetings/${id}/door`, {
        headers: { authorization: `Door ${address.split('/').at(-1)}` },
      })
    expect((await asHelper()).status).toBe(200)
    await page.reload()
    await card.getByText('Zuletzt benutzt gerade eben').waitFor()

    await card.getByRole('button', { name: 'Link sperren' }).click()
    await dialog('Link „Eingang links“ sperren').getByText('Was damit eingetragen wurde, bleibt.').waitFor()
    await expectAccessible(page)
    await button('Nicht sperren').click()
    expect((await asHelper()).status).toBe(200)
    await card.getByRole('button', { name: 'Link sperren' }).click()
    await button('Jetzt sperren').click()
    await said('Der Link „Eingang links“ ist gesperrt.')
    await card.waitFor({ state: 'hidden' })
    await page.getByText('1 Link, der nicht mehr gilt').click()
    await page.getByText(/Gesperrt am/).waitFor()
    expect((await asHelper()).status).toBe(401)
  })
})

describe('on the day', () => {
  let link: DoorLink

  test('the overview leads to the door', async () => {
    link = await newDoorLink(office, id, 'Eingang rechts')
    await moveMeeting(office, id, -30, 180)
    await page.goto(`/admin/meetings/${id}`)
    const next = page.getByRole('region', { name: 'Stand des Treffens' })
    await next.getByText('Das Treffen läuft').waitFor()
    expect(await next.getByRole('button', { name: 'Anmeldung jetzt schließen' }).count()).toBe(0)
    await next.getByRole('link', { name: 'Einlass öffnen' }).click()
    await page.getByText('0 von 6 da').waitFor()
    expect(await page.getByRole('link', { name: 'Einlass auf diesem Gerät öffnen' }).getAttribute('href')).toBe(
      `/door?meeting=${id}`,
    )
  })

  test('one press lets somebody in, and another takes it back', async () => {
    await button('Da: Olena Kovalenko').click()
    await row('Olena Kovalenko').getByText('Da seit').waitFor()
    await row('Olena Kovalenko').getByText('in der Liste').waitFor()
    await said('Olena Kovalenko ist da.')
    await page.getByText('1 von 6 da').waitFor()
    expect(await focused()).toBe('Weitere Antworten für Olena Kovalenko')
    await button('Rückgängig').click()
    await said('Der Eintrag für Olena Kovalenko ist zurückgenommen.')
    await row('Olena Kovalenko').getByText('Noch nicht da').waitFor()
    await page.getByText('0 von 6 da').waitFor()
  })

  test('from a list on paper: a few letters, Enter, and the next name', async () => {
    await page.goto(list())
    await search().fill('oeztuerk')
    await page.keyboard.press('Enter')
    await said('Jörg Öztürk ist da.')
    await expect.poll(() => search().inputValue()).toBe('')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('q')
    await page.keyboard.type('weber')
    await page.keyboard.press('Enter')
    await page.getByText('2 Personen passen. Schreiben Sie weiter, bis eine übrig ist.').waitFor()
    await page.keyboard.type(' anna')
    await page.keyboard.press('Enter')
    await said('Anna Weber ist da.')
    await page.keyboard.type('jörg')
    await page.keyboard.press('Enter')
    await page.getByText('Jörg Öztürk ist schon eingetragen.').waitFor()
    await search().fill('')
    await page.getByText('2 von 6 da').waitFor()

    await search().fill('weber')
    await expect.poll(names).toEqual(['Anna Weber', 'Bernd Weber'])
    await button('Da: Bernd Weber').click()
    await said('Bernd Weber ist da.')
    await expect.poll(() => search().inputValue()).toBe('')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('q')
  })

  test('other answers stand in a menu, each with a way back', async () => {
    await answer('Birgit Zimmermann-Hohenstein', 'Entschuldigt')
    await said('Birgit Zimmermann-Hohenstein ist entschuldigt.')
    await row('Birgit Zimmermann').getByText('Entschuldigt').waitFor()
    await answer('Bernd Weber', 'Gegangen')
    await said('Bernd Weber ist gegangen.')
    await row('Bernd Weber').getByText('Gegangen').waitFor()
    await page.getByText('3 von 6 da').waitFor()
    await answer('Bernd Weber', 'Eintrag zurücknehmen')
    await row('Bernd Weber').getByText('Da seit').waitFor()
    await answer('Mehmet Aydın', 'Nicht gekommen')
    await said('Mehmet Aydın ist als nicht gekommen eingetragen.')
    await row('Mehmet Aydın').getByText('Nicht gekommen').waitFor()
    await button('Rückgängig').last().click()
    await row('Mehmet Aydın').getByText('Noch nicht da').waitFor()
    await page.getByText('1 entschuldigt').waitFor()
  })

  test('who comes without a registration is entered with two fields', async () => {
    await search().fill('Nguyen')
    await page.getByRole('heading', { name: 'Nichts gefunden' }).waitFor()
    await button('„Nguyen“ ohne Anmeldung eintragen').click()
    const form = dialog('Ohne Anmeldung eintragen')
    expect(await form.getByLabel('Vorname und Nachname').inputValue()).toBe('Nguyen')
    await form.getByLabel('Vorname und Nachname').fill('')
    await form.getByRole('button', { name: 'Eintragen' }).click()
    await form.getByRole('link', { name: 'Geben Sie den Namen ein' }).waitFor()
    await form.getByLabel('Vorname und Nachname').fill('Thi Lan Nguyen')
    await form.getByLabel('Organisation').fill('Nachbarschaftstreff Süd')
    await form.getByRole('button', { name: 'Eintragen' }).click()
    await said('Thi Lan Nguyen ist da.')
    await row('Thi Lan Nguyen').getByText('Nachbarschaftstreff Süd').waitFor()
    await row('Thi Lan Nguyen').getByText('Ohne Anmeldung').waitFor()
    await page.getByText('4 von 7 da').waitFor()
    await page.getByText('1 ohne Anmeldung gekommen').waitFor()
  })

  test('who only waits is found and let in', async () => {
    const small = await openMeeting(office, 1)
    for (const [firstName, lastName] of guests.slice(0, 2))
      await office('POST', `/api/v1/meetings/${small}/registrations`, { firstName, lastName })
    await moveMeeting(office, small, -30, 180)
    await page.goto(`/admin/meetings/${small}/attendance`)
    await page.getByText('0 von 1 da').waitFor()
    await expect.poll(names).toEqual(['Mehmet Aydın'])
    await search().fill('kovalenko')
    await row('Olena Kovalenko').getByText('Warteliste').waitFor()
    await page.keyboard.press('Enter')
    await said('Olena Kovalenko ist da.')
    await row('Olena Kovalenko').getByText('Da seit').waitFor()
    await page.getByText('1 von 2 da').waitFor()
    await page.goto(list())
  })

  test('what is shown stands in the address and survives a reload', async () => {
    await chip(/^Da/).click()
    await page.waitForURL(/show=came/)
    await expect.poll(names).toEqual(['Thi Lan Nguyen', 'Jörg Öztürk', 'Anna Weber', 'Bernd Weber'])
    await page.reload()
    await expect.poll(names).toEqual(['Thi Lan Nguyen', 'Jörg Öztürk', 'Anna Weber', 'Bernd Weber'])
    expect(await chip(/^Da/).getAttribute('aria-pressed')).toBe('true')
    await chip(/^Noch nicht da/).click()
    await expect.poll(names).toEqual(['Mehmet Aydın', 'Olena Kovalenko'])
    // who is entered stays in the place of the row, so that the next press does not meet somebody else
    await button('Da: Mehmet Aydın').click()
    await row('Mehmet Aydın').getByText('Da seit').waitFor()
    await said('Mehmet Aydın ist da.')
    expect(await names()).toEqual(['Mehmet Aydın', 'Olena Kovalenko'])
    await button('Rückgängig').click()
    await row('Mehmet Aydın').getByText('Noch nicht da').waitFor()
    await chip(/^Ohne Anmeldung/).click()
    await expect.poll(names).toEqual(['Thi Lan Nguyen'])
    await chip(/^Alle/).click()
    await page.waitForURL(address => address.search === '')
  })

  test('what others enter appears by itself; rows keep their place', async () => {
    await expect.poll(async () => (await names()).length).toBe(7)
    await enterAtTheDoor(link, main.idOf('Olena Kovalenko'))
    await row('Olena Kovalenko').getByText('Da seit').waitFor()
    await row('Olena Kovalenko').getByText('Ticket gelesen, Eingang rechts').waitFor()
    await page.getByText('5 von 7 da').waitFor()
    await enterAtTheDoor(link, walkIn('Aaron Adler', null))
    await button('1 weitere Person anzeigen').waitFor()
    await page.getByText('6 von 8 da').waitFor()
    expect((await names())[0]).toBe('Mehmet Aydın')
    await button('1 weitere Person anzeigen').click()
    await expect.poll(async () => (await names())[0]).toBe('Aaron Adler')
  })

  test('what the service does not keep is taken back, with a message and another try', async () => {
    const address = `**/api/v1/meetings/${id}/attendance`
    await page.route(address, route => (route.request().method() === 'POST' ? route.abort() : route.continue()))
    await button('Da: Mehmet Aydın').click()
    await said('Mehmet Aydın ist nicht eingetragen: Es gibt keine Verbindung.')
    await row('Mehmet Aydın').getByText('Noch nicht da').waitFor()
    await page.unroute(address)
    await button('Noch einmal').click()
    await row('Mehmet Aydın').getByText('Da seit').waitFor()
    await page.getByText('7 von 8 da').waitFor()
  })

  test('with the keyboard alone: search, let in, another answer, undo', async () => {
    const tabTo = async (name: string) => {
      for (let presses = 0; presses < 80 && (await focused()) !== name; presses++) await page.keyboard.press('Tab')
      expect(await focused()).toBe(name)
    }
    await page.goto(`${list()}?show=excused`)
    await row('Birgit Zimmermann').waitFor()
    await tabTo('Weitere Antworten für Birgit Zimmermann-Hohenstein')
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: 'Nicht gekommen' }).waitFor()
    await page.keyboard.press('ArrowDown')
    await expect.poll(focused).toBe('Eintrag zurücknehmen')
    await page.keyboard.press('Escape')
    await expect.poll(focused).toBe('Weitere Antworten für Birgit Zimmermann-Hohenstein')
    await page.keyboard.press('Shift+Tab')
    expect(await focused()).toBe('Da: Birgit Zimmermann-Hohenstein')
    await page.keyboard.press('Enter')
    await said('Birgit Zimmermann-Hohenstein ist da.')
    await tabTo('Rückgängig')
    await page.keyboard.press('Enter')
    await row('Birgit Zimmermann').getByText('Entschuldigt').waitFor()
    expect(faults).toEqual([])
  })
})

describe('after the meeting', () => {
  test('concluding says what it fixes, and warns of a count that cannot be', async () => {
    await answer('Birgit Zimmermann-Hohenstein', 'Eintrag zurücknehmen')
    await said('Der Eintrag für Birgit Zimmermann-Hohenstein ist zurückgenommen.')
    await moveMeeting(office, id, -240, -60)
    await page.goto(list())
    await page.getByRole('heading', { name: 'Stimmt die Liste?' }).waitFor()
    await page.getByText('7 von 8 waren da').waitFor()
    await row('Birgit Zimmermann').getByText('Ohne Eintrag').waitFor()
    await button('Abschließen').click()
    const form = dialog('Treffen abschließen')
    await form.getByText('7 Personen sind als anwesend eingetragen.').waitFor()
    await form.getByText('1 angemeldete Person ohne Eintrag gilt danach als nicht gekommen.').waitFor()
    await form.getByText('Einträge, die Telefone später senden, kommen noch dazu.').waitFor()
    await form.getByLabel('Zahl der Teilnehmenden').fill('5')
    await form.getByText('Eingetragen sind 7.').waitFor()
    await expectAccessible(page)
    await form.getByLabel('Zahl der Teilnehmenden').fill('')
    await form.getByText('Eingetragen sind 7.').waitFor({ state: 'hidden' })
    await form.getByRole('button', { name: 'Abschließen' }).click()
    await said('Das Treffen ist abgeschlossen.')
    await page.waitForURL(`**/admin/meetings/${id}`)
  })

  test('the list says who did not come and can still be mended', async () => {
    await page.goto(list())
    await page.getByRole('heading', { name: 'Das Treffen ist abgeschlossen' }).waitFor()
    await row('Birgit Zimmermann').getByText('Nicht gekommen').waitFor()
    await row('Birgit Zimmermann').getByText('beim Abschließen').waitFor()
    await button('Da: Birgit Zimmermann-Hohenstein').click()
    await row('Birgit Zimmermann').getByText('War da').waitFor()
    await page.getByText('8 von 8 waren da').waitFor()
    expect(faults).toEqual([])
  })

  test('the name of somebody without a registration is erased; that they came stays', async () => {
    await answer('Thi Lan Nguyen', 'Name löschen …')
    const asked = dialog('Name löschen: Thi Lan Nguyen')
    await asked.getByText('lässt sich nicht rückgängig machen').waitFor()
    await inspect(page, 'erase-walk-in', ['light', 'dark'])
    await asked.getByRole('button', { name: 'Endgültig löschen' }).click()
    await page.getByText('Der Name ist gelöscht.').waitFor()
    await row('Gelöschte Person').getByText('Ohne Anmeldung').waitFor()
    expect(await row('Thi Lan Nguyen').count()).toBe(0)
  })
})

test('who may only check in is led to the door', async () => {
  const account = await office<{ id: string }>('POST', '/api/v1/accounts', {
    name: 'Einlass Nord',
    email: 'einlass@example.org',
    role: 'door',
  })
  const { url } = await office<{ url: string }>('POST', `/api/v1/accounts/${account.id}/sign-in-links`)
  const helper = await openPage(browser, service.url, { width: 375 })
  await helper.page.goto(url)
  await helper.page.getByRole('button', { name: 'Jetzt anmelden' }).click()
  await helper.page.waitForURL(/\/door(\?.*)?$/)
  for (const address of ['/admin', '/admin/meetings']) {
    await helper.page.goto(address)
    await helper.page.waitForURL(/\/door(\?.*)?$/)
  }
  expect(helper.faults).toEqual([])
  await helper.context.close()
})

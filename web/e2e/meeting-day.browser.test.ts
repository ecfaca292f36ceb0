import type { NewAttendanceEntry } from '@treffpunkt/shared/attendance'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectAccessible, expectNoSidewaysScroll, openBrowser, openPage, signIn, widths } from './browser.ts'
import { enlargeLetters } from './look.ts'
import { moveMeeting, officeOf, openMeeting, type Office } from './office.ts'
import { keepScreenshot } from './screenshots.ts'
import { startService, type RunningService } from './service.ts'

// What the office meets on the day itself: late sign-ups, links made in haste, people nobody expected.

let service: RunningService
let browser: Browser
let page: Page
let faults: string[]
let office: Office

beforeAll(async () => {
  ;[service, browser] = await Promise.all([startService({ example: false }), openBrowser()])
  ;({ page, faults } = await openPage(browser, service.url))
  await signIn(page, service.signInLink)
  office = officeOf(page)
})
afterAll(async () => {
  await browser.close()
  await service.stop()
})

const button = (name: string | RegExp) => page.getByRole('button', { name })
const said = (text: string) => page.getByRole('status').filter({ hasText: text }).first().waitFor()

const guest = async (meeting: string, firstName: string, lastName: string, more: object = {}) =>
  (
    await office<{ id: string }>('POST', `/api/v1/meetings/${meeting}/registrations`, {
      firstName,
      lastName,
      ...more,
    })
  ).id
const enter = (meeting: string, entry: Pick<NewAttendanceEntry, 'attendeeId' | 'walkIn'>) => {
  const at = new Date().toISOString()
  const how = entry.walkIn ? 'walk_in' : 'search'
  const entries = [{ id: crypto.randomUUID(), kind: 'present', how, at, ...entry }]
  return office('POST', `/api/v1/meetings/${meeting}/attendance`, { sentAt: at, entries })
}
const walkIn = (meeting: string, name: string) =>
  enter(meeting, { attendeeId: crypto.randomUUID(), walkIn: { name, organisation: null } })

test('until the meeting begins the sign-up is closed and opened beside the door', async () => {
  const id = await openMeeting(office, 30)
  await moveMeeting(office, id, 3, 180)
  await page.goto(`/admin/meetings/${id}`)
  const next = page.getByRole('region', { name: 'Stand des Treffens' })
  await next.getByRole('link', { name: 'Einlass öffnen' }).waitFor()
  await next.getByRole('button', { name: 'Anmeldung jetzt schließen' }).click()
  await said('Die Anmeldung ist geschlossen.')
  await keepScreenshot(page, 'admin-meeting-day-closed-1280-light')
  await expectAccessible(page)
  await next.getByRole('button', { name: 'Anmeldung wieder öffnen' }).click()
  await next.getByRole('button', { name: 'Anmeldung jetzt schließen' }).waitFor()
  await moveMeeting(office, id, -3, 180)
  await page.reload()
  await next.getByRole('button', { name: 'Abschließen' }).waitFor()
  expect(await next.getByRole('button', { name: /^Anmeldung/ }).count()).toBe(0)
})

describe('while the meeting goes on', () => {
  let id: string
  beforeAll(async () => {
    id = await openMeeting(office, 30)
    const olena = await guest(id, 'Olena', 'Kovalenko', { organisationTyped: 'Caritasverband Naumburg' })
    await guest(id, 'Anna', 'Weber')
    await moveMeeting(office, id, -30, 180)
    await enter(id, { attendeeId: olena })
  })
  const list = (query = '') => `/admin/meetings/${id}/attendance${query}`
  const dialog = (name: string) => page.getByRole('dialog', { name })

  test('without a link for helpers the place to make one is open, and stays open for its QR code', async () => {
    await page.goto(list())
    await button('Link für Helfende anlegen').click()
    // who types at once loses no letter
    await page.keyboard.type('Eingang links')
    await page.keyboard.press('Enter')
    await said('Der Link „Eingang links“ ist angelegt.')
    await page.getByRole('img', { name: 'QR-Code für den Link „Eingang links“' }).waitFor()
    await page.reload()
    await page.getByText('Zugänge für Helfende: 1 Link').waitFor()
    expect(await button('Link für Helfende anlegen').isVisible()).toBe(false)
  })

  test('who is on the list already is shown while their name is typed', async () => {
    await button('Ohne Anmeldung eintragen').click()
    await page.keyboard.type('kovalenko ol')
    const form = dialog('Ohne Anmeldung eintragen')
    await form.getByText(/^Olena Kovalenko · Caritasverband Naumburg · Da seit \d\d:\d\d$/).waitFor()
    await form.getByText('Steht auf der Liste:').waitFor()
    await keepScreenshot(page, 'admin-attendance-known-1280-light')
    await expectAccessible(page)
    await form.getByLabel('Vorname und Nachname').fill('weber')
    await form.getByText('Anna Weber · Noch nicht da').waitFor()
    await form.getByLabel('Vorname und Nachname').fill('Nora Neu')
    await form.getByText('Steht auf der Liste:').waitFor({ state: 'hidden' })
  })

  test('Esc closes the list of a field first, then asks whether what was typed may go', async () => {
    const form = dialog('Ohne Anmeldung eintragen')
    await form.getByLabel('Organisation').click()
    await page.keyboard.type('Haus')
    await form.getByRole('listbox').waitFor()
    await page.keyboard.press('Escape')
    await form.getByRole('listbox').waitFor({ state: 'hidden' })
    expect(await form.getByLabel('Vorname und Nachname').inputValue()).toBe('Nora Neu')
    expect(await form.getByLabel('Organisation').inputValue()).toBe('Haus')
    await page.keyboard.press('Escape')
    await form.getByText('Was Sie eingegeben haben, ist noch nicht gespeichert').waitFor()
    await expectAccessible(page)
    await form.getByRole('button', { name: 'Verwerfen' }).click()
    await form.waitFor({ state: 'hidden' })
  })

  test('a search for signs that are in no name finds nobody', async () => {
    for (const sign of ['%', '\\', '🙂']) {
      await page.goto(list(`?q=${encodeURIComponent(sign)}`))
      await page.getByRole('heading', { name: 'Nichts gefunden' }).waitFor()
    }
  })

  test('with letters twice as large nothing sticks out of a phone, and a short word stays whole', async () => {
    const phone = await openPage(browser, service.url, { width: 375 })
    await phone.context.addCookies(await page.context().cookies())
    for (const address of [list(), `/admin/meetings/${id}`, '/admin/meetings', '/admin/statistics', '/admin/people']) {
      await phone.page.goto(address)
      await phone.page.getByRole('heading', { level: 1 }).waitFor()
      await enlargeLetters(phone.page)
      if (address === list()) {
        const label = phone.page.getByRole('button', { name: 'Da: Anna Weber' }).locator('.kern-label')
        await keepScreenshot(phone.page, 'admin-attendance-large-375-light')
        expect(
          await label.evaluate(element => {
            const range = document.createRange()
            range.selectNodeContents(element)
            return range.getClientRects().length
          }),
        ).toBe(1)
      }
      await phone.page.waitForLoadState('networkidle').catch(() => undefined)
      await expectNoSidewaysScroll(phone.page)
    }
    await phone.context.close()
  })
})

describe('after a meeting to which people came who had no place', () => {
  let id: string
  let withdrawn: string
  beforeAll(async () => {
    id = await openMeeting(office, 2)
    const came = await guest(id, 'Olena', 'Kovalenko')
    withdrawn = await guest(id, 'Anna', 'Weber')
    await office('POST', `/api/v1/registrations/${withdrawn}/withdraw`)
    await guest(id, 'Jörg', 'Öztürk')
    const waiting = await guest(id, 'Mehmet', 'Aydın')
    await moveMeeting(office, id, -180, -30)
    for (const attendeeId of [came, withdrawn, waiting]) await enter(id, { attendeeId })
    for (const name of ['Nora Neu', 'Bo Berg']) await walkIn(id, name)
    await office('POST', `/api/v1/meetings/${id}/conclude`, {})
  })

  test.each(widths)('the numbers add up to those who came, %i px', async width => {
    const window = await openPage(browser, service.url, { width })
    await window.context.addCookies(await page.context().cookies())
    await window.page.goto(`/admin/meetings/${id}`)
    const figures = window.page.getByRole('region', { name: 'Zahlen' })
    await figures.getByText('5 Teilnehmende').waitFor()
    await figures.getByText('1 von 2 ist gekommen, 1 nicht gekommen').waitFor()
    const named = async (term: string) =>
      (await figures.getByRole('term').filter({ hasText: term }).locator('xpath=../*').allInnerTexts())[1]
    expect(await named('Ohne bestätigten Platz gekommen')).toBe('2')
    expect(await named('Ohne Anmeldung gekommen')).toBe('2')
    await keepScreenshot(window.page, `admin-figures-without-place-${width}-light`)
    await expectNoSidewaysScroll(window.page)
    await expectAccessible(window.page)
    expect(window.faults).toEqual([])
    await window.context.close()
  })

  test('the list of registrations says who had signed off, not that they called off', async () => {
    await page.goto(`/admin/meetings/${id}/registrations`)
    const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'Anna Weber' }) })
    await row.getByText('Abgemeldet').waitFor()
  })

  test('their own page thanks without a word that is wrong, and leaves the consents to be changed', async () => {
    const { url } = await office<{ url: string }>('GET', `/api/v1/registrations/${withdrawn}/link`)
    const own = await openPage(browser, service.url, { width: 375 })
    await own.page.goto(url)
    await own.page.getByRole('heading', { name: 'Das Treffen hat stattgefunden' }).waitFor()
    await own.page.getByText('Danke.', { exact: true }).waitFor()
    expect(await own.page.getByRole('button', { name: 'Ihre Angaben ändern' }).count()).toBe(0)
    await own.page.getByRole('switch', { name: /Kontaktliste/ }).click()
    await own.page.getByText('Gespeichert', { exact: true }).waitFor()
    await keepScreenshot(own.page, 'own-over-375-light')
    await expectAccessible(own.page)
    expect(own.faults).toEqual([])
    await own.context.close()
    expect(faults).toEqual([])
  })
})

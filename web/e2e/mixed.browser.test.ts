import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible, openBrowser, openPage, signIn } from './browser.ts'
import { inspect, lookAt, worlds } from './look.ts'
import { hour, mailTo, moveMeeting, officeOf, openMeeting, type Office } from './office.ts'
import { keepScreenshot } from './screenshots.ts'
import { startService, type RunningService } from './service.ts'
import { fillIn, heading, press } from './visitor.ts'

// A meeting on site and online: from its seats to the sign-up, the person's page and the list of the office.

let service: RunningService
let browser: Browser
let page: Page
let faults: string[]
let office: Office
let id: string
beforeAll(async () => {
  ;[service, browser] = await Promise.all([startService({ example: false }), openBrowser()])
  ;({ page, faults } = await openPage(browser, service.url))
  await signIn(page, service.signInLink)
  office = officeOf(page)
  id = await openMeeting(office, 5)
  const room = 'https://konferenz.example.org/raum-4711'
  await office('PATCH', `/api/v1/meetings/${id}`, { attendanceMode: 'mixed', onlineUrl: room })
})
afterAll(async () => {
  await browser.close()
  await service.stop()
})

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' })
const said = (text: string) => page.getByRole('status').filter({ hasText: text }).first().waitFor()
const row = (name: string) =>
  page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: `Ada ${name}` }) })

/** Fills in the form that is open, and confirms; ends on the page of the registration. */
async function comes(visitor: Page, lastName: string, way: 'Vor Ort' | 'Online'): Promise<void> {
  await visitor.getByLabel(way, { exact: true }).check()
  const email = await fillIn(visitor, 'Ada', lastName)
  await press(visitor, 'Jetzt anmelden')
  await heading(visitor, 'Bestätigen Sie Ihre E-Mail-Adresse')
  await visitor.getByLabel('Code').fill((await mailTo(office, email, 'confirm')).code)
  await press(visitor, 'Bestätigen')
  await heading(visitor, 'Sie sind angemeldet')
}

test('each says how they take part and changes it while there is room; the office sees who is where', async () => {
  await page.goto(`/admin/meetings/${id}/sign-up`)
  await button('Anmeldung ändern').click()
  await page.getByLabel('Plätze vor Ort').fill('1')
  await page.getByLabel('Plätze online').fill('2')
  await expectAccessible(page)
  await button('Speichern').click()
  await said('Gespeichert')

  const visitor = await openPage(browser, service.url, { width: 375 })
  await visitor.page.goto(`/meetings/${id}`, { waitUntil: 'networkidle' })
  await visitor.page.getByText('Vor Ort: Wenige Plätze').waitFor()
  await visitor.page.getByText('Online: Wenige Plätze').waitFor()
  await inspect(visitor.page, 'visitor-mixed-meeting-375', ['light'])
  await visitor.page.goto(`/meetings/${id}/sign-up`, { waitUntil: 'networkidle' })
  await fillIn(visitor.page, 'Ada', 'Adler')
  await press(visitor.page, 'Jetzt anmelden')
  await visitor.page.getByRole('link', { name: 'Wählen Sie, ob Sie vor Ort oder online teilnehmen' }).click()
  await expect.poll(() => visitor.page.evaluate(() => document.activeElement?.id)).toBe('attends')
  await inspect(visitor.page, 'visitor-mixed-mistake-375', ['light'])
  await comes(visitor.page, 'Adler', 'Vor Ort')
  await visitor.page.getByRole('link', { name: 'Ticket öffnen' }).waitFor()
  await inspect(visitor.page, 'visitor-mixed-own-on-site-375', ['light'])

  // by one press to online, where there is no ticket but the way into the room
  await press(visitor.page, 'Doch online teilnehmen')
  await visitor.page.getByRole('link', { name: 'Online teilnehmen', exact: true }).waitFor()
  expect(await visitor.page.getByRole('link', { name: 'Ticket öffnen' }).count()).toBe(0)
  await inspect(visitor.page, 'visitor-mixed-own-online-375', ['light'])
  await press(visitor.page, 'Doch vor Ort teilnehmen')
  await visitor.page.getByRole('link', { name: 'Ticket öffnen' }).waitFor()

  // whoever comes next reads that the room is full, and is in online at once
  const second = await openPage(browser, service.url, { width: 375 })
  await second.page.goto(`/meetings/${id}/sign-up`, { waitUntil: 'networkidle' })
  await second.page.getByLabel('Vor Ort', { exact: true }).check()
  await second.page.getByRole('button', { name: 'Auf die Warteliste', exact: true }).waitFor()
  await inspect(second.page, 'visitor-mixed-room-full-375', ['light'])
  await comes(second.page, 'Bauer', 'Online')
  await second.page.getByText('Vor Ort ist gerade kein Platz frei.').waitFor()
  expect([...visitor.faults, ...second.faults]).toEqual([])

  await page.goto(`/admin/meetings/${id}/registrations`)
  await row('Bauer').getByRole('cell', { name: 'Online' }).waitFor()
  await page.getByRole('list', { name: 'Plätze vor Ort' }).getByText('1 bestätigt').waitFor()
  await page.getByRole('list', { name: 'Plätze online' }).getByText('1 frei').waitFor()
  await page.getByLabel('Teilnahme').selectOption('on_site')
  await row('Bauer').waitFor({ state: 'detached' })
  await page.getByLabel('Teilnahme').selectOption('')
  await row('Bauer').getByRole('link').first().click()
  const drawer = page.getByRole('dialog', { name: 'Ada Bauer' })
  await drawer.getByRole('button', { name: 'Auf vor Ort umbuchen' }).click()
  await drawer.getByText('Dort sind alle Plätze vergeben. Die Anmeldung bleibt, wie sie ist.').waitFor()
  await keepScreenshot(page, 'admin-mixed-drawer-1280-light')
  await expectAccessible(page)
  await page.keyboard.press('Escape')

  // where nobody can change, only that is said
  await row('Bauer').getByRole('checkbox').check()
  await button('Vor Ort oder online').click()
  const one = page.getByRole('dialog', { name: '1 Person: vor Ort oder online?' })
  await one.getByLabel('Vor Ort', { exact: true }).check()
  await one.getByRole('button', { name: 'Teilnahme ändern' }).click()
  await said('Es hat sich nichts geändert. Vor Ort war kein Platz mehr frei für Ada Bauer.')
  await row('Adler').getByRole('checkbox').check()
  await row('Bauer').getByRole('checkbox').check()
  await button('Vor Ort oder online').click()
  const dialog = page.getByRole('dialog', { name: '2 Personen: vor Ort oder online?' })
  await dialog.getByLabel('Online', { exact: true }).check()
  await keepScreenshot(page, 'admin-mixed-switch-1280-light')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Teilnahme ändern' }).click()
  await said('1 Person nimmt jetzt online teil.')
  await button('Rückgängig').click()
  await said('1 Person nimmt jetzt vor Ort teil.')
  await row('Adler').getByRole('cell', { name: 'Vor Ort' }).waitFor()

  await button('Person anmelden').click()
  const form = page.getByRole('dialog', { name: 'Person anmelden' })
  await form.getByLabel('Online', { exact: true }).check()
  await form.getByLabel('Vorname').fill('Ada')
  await form.getByLabel('Nachname').fill('Celik')
  await keepScreenshot(page, 'admin-mixed-new-1280-light')
  await form.getByRole('button', { name: 'Anmelden', exact: true }).click()
  await row('Celik').getByRole('cell', { name: 'Online' }).waitFor()
  await page.goto(`/admin/meetings/${id}/attendance`)
  await page.getByText('2 nehmen online teil').waitFor()
  await page.goto('/admin/meetings')
  await page.getByText('1 von 1 vor Ort, 2 online').waitFor()
  await page.goto(`/admin/meetings/${id}/next`)
  await page.getByRole('checkbox', { name: '1 Platz vor Ort, 2 online' }).waitFor()
  expect(faults).toEqual([])
})

test('after the beginning those change who can, and who waits is named', async () => {
  const begun = await openMeeting(office, 1)
  const onlineUrl = 'https://konferenz.example.org/raum-4712'
  await office('PATCH', `/api/v1/meetings/${begun}`, { attendanceMode: 'mixed', onlineUrl })
  for (const lastName of ['Evers', 'Funk'])
    await office('POST', `/api/v1/meetings/${begun}/registrations`, { firstName: 'Ada', lastName })
  await moveMeeting(office, begun, -10, 2 * hour)
  await page.goto(`/admin/meetings/${begun}/registrations`)
  for (const one of ['Evers', 'Funk']) await row(one).getByRole('checkbox').check()
  await button('Vor Ort oder online').click()
  const dialog = page.getByRole('dialog', { name: '2 Personen: vor Ort oder online?' })
  await dialog.getByRole('button', { name: 'Teilnahme ändern' }).click()
  await said(
    '1 Person nimmt jetzt online teil. Auf der Warteliste bleibt Ada Funk: Nach Beginn wird kein Platz mehr vergeben.',
  )
  await keepScreenshot(page, 'admin-mixed-begun-1280-light')
  await button('Rückgängig').click()
  await said('1 Person nimmt jetzt vor Ort teil.')
  await row('Evers').getByRole('cell', { name: 'Vor Ort' }).waitFor()
})

test('only those are counted who are in, and no way back is offered once somebody else has the place', async () => {
  const full = await openMeeting(office, 1)
  const onlineUrl = 'https://konferenz.example.org/raum-4713'
  await office('PATCH', `/api/v1/meetings/${full}`, { attendanceMode: 'mixed', onlineUrl })
  const enter = async (lastName: string) =>
    (await office('POST', `/api/v1/meetings/${full}/registrations`, { firstName: 'Ada', lastName })) as { id: string }
  const { id: gone } = await enter('Gerber')
  await office('POST', `/api/v1/registrations/${gone}/withdraw`)
  for (const lastName of ['Hahn', 'Iske']) await enter(lastName)
  await page.goto(`/admin/meetings/${full}/registrations`)
  for (const one of ['Gerber', 'Hahn']) await row(one).getByRole('checkbox').check()
  await button('Vor Ort oder online').click()
  const dialog = page.getByRole('dialog', { name: '2 Personen: vor Ort oder online?' })
  await dialog.getByRole('button', { name: 'Teilnahme ändern' }).click()
  await said('1 Person nimmt jetzt online teil.')
  await row('Hahn').getByRole('cell', { name: 'Online' }).waitFor()
  expect(await button('Rückgängig').count()).toBe(0)
})

test('without the program, who comes along is told how, and each line is set like a table', async () => {
  await office('PATCH', `/api/v1/meetings/${id}`, { capacity: 3 })
  const { page: visitor, context } = await openPage(browser, service.url, { width: 375, javaScript: false })
  await visitor.goto(`/meetings/${id}/sign-up`)
  await comes(visitor, 'Dorn', 'Vor Ort')
  await visitor.getByRole('link', { name: 'Weitere Person anmelden' }).click()
  await visitor.getByText('Weitere Personen nehmen so teil wie Sie selbst.', { exact: false }).waitFor()
  await visitor.getByLabel('Vorname').first().fill('Ebru')
  await visitor.getByLabel('Nachname').first().fill('Dorn')
  await press(visitor, 'Anmelden')
  await visitor.getByRole('link', { name: 'Meine Anmeldung' }).click()
  const line = visitor.getByRole('listitem').filter({ hasText: 'Ebru Dorn' })
  await line.getByText('angemeldet, vor Ort').waitFor()
  expect(await line.evaluate(element => getComputedStyle(element).display)).toBe('flex')
  await keepScreenshot(visitor, 'visitor-mixed-together-375-light')
  await context.close()
})

test.each(worlds)('the list of a meeting on site and online, %o', async world => {
  const address = `/admin/meetings/${id}/registrations`
  await lookAt(browser, service.url, { ...world, name: 'mixed-registrations', address, signedIn: page }, async list => {
    await list.getByText('Plätze online').first().waitFor()
  })
})

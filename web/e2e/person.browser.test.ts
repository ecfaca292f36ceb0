import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, openPage, signIn } from './browser.ts'
import { lookAt, worlds } from './look.ts'
import { moveMeeting, officeOf, openMeeting, type Office } from './office.ts'
import { startService, type RunningService } from './service.ts'

// A coordinator looks up somebody: what were they registered for, and did they come?

let service: RunningService
let browser: Browser
let desk: Page
let faults: string[]
let office: Office
beforeAll(async () => {
  ;[service, browser] = await Promise.all([startService({ example: false }), openBrowser()])
  ;({ page: desk, faults } = await openPage(browser, service.url))
  await signIn(desk, service.signInLink)
  office = officeOf(desk)
})
afterAll(async () => {
  await browser.close()
  await service.stop()
})

const day = 24 * 60

test('from a registration to its person, with the meetings they came to, and back', async () => {
  const [before, coming] = [await openMeeting(office, 20), await openMeeting(office, 20)]
  const onlineUrl = 'https://konferenz.example.org/raum-4713'
  await office('PATCH', `/api/v1/meetings/${before}`, { attendanceMode: 'mixed', onlineUrl })
  const { id: organisationId } = await office<{ id: string }>('POST', '/api/v1/organisations', {
    name: 'Sprachbrücke Zeitz',
    sector: 'civil_society',
  })
  const who = { firstName: 'Olena', lastName: 'Kovalenko', email: 'olena@example.org', organisationId }
  const [came, comes] = await Promise.all(
    [before, coming].map(meeting =>
      office<{ id: string; personId: string }>('POST', `/api/v1/meetings/${meeting}/registrations`, {
        ...who,
        ...(meeting === before && { attends: 'online' }),
      }),
    ),
  )
  await moveMeeting(office, before, -20 * day, -20 * day + 180)
  await office('POST', `/api/v1/meetings/${before}/attendance`, {
    sentAt: new Date().toISOString(),
    entries: [
      { id: crypto.randomUUID(), kind: 'present', how: 'search', attendeeId: came?.id, at: new Date().toISOString() },
    ],
  })
  await office('POST', `/api/v1/meetings/${before}/conclude`, {})

  await desk.goto(`/admin/meetings/${coming}/registrations?registration=${comes?.id}`)
  await desk.getByRole('dialog').getByRole('link', { name: 'Person und frühere Treffen ansehen' }).click()
  await desk.getByRole('heading', { level: 1, name: 'Olena Kovalenko' }).waitFor()
  const table = desk.getByRole('table', { name: 'Anmeldungen und Teilnahmen' })
  const rows = table.getByRole('row')
  await expect.poll(() => rows.count()).toBe(3)
  await rows.nth(1).getByText('Bestätigt').waitFor()
  expect(await rows.nth(1).getByText('Sprachbrücke Zeitz').count()).toBe(1)
  await rows.nth(2).getByText('War da').waitFor()
  await rows.nth(2).getByText('Zum ersten Mal dabei').waitFor()
  await rows.nth(2).getByText('Online', { exact: true }).waitFor()
  for (const world of worlds)
    await lookAt(
      browser,
      service.url,
      { ...world, name: 'person', address: `/admin/people/${comes?.personId}`, signedIn: desk },
      page => page.getByText('Zum ersten Mal dabei').waitFor(),
    )
  await rows
    .nth(1)
    .getByRole('link', { name: /^Anmeldung zu .*: Bestätigt$/ })
    .click()
  await desk.getByRole('dialog', { name: 'Olena Kovalenko' }).waitFor()
  expect(faults).toEqual([])
})

test('whoever was deleted from the directory is brought back from where a registration leads to', async () => {
  const meeting = await openMeeting(office, 20)
  const who = { firstName: 'Jörg', lastName: 'Öztürk', email: 'joerg@example.org' }
  const { id, personId } = await office<{ id: string; personId: string }>(
    'POST',
    `/api/v1/meetings/${meeting}/registrations`,
    who,
  )
  await desk.goto(`/admin/people/${personId}`)
  await desk.getByRole('button', { name: 'Person löschen' }).click()
  await desk.getByRole('status').filter({ hasText: 'Jörg Öztürk' }).first().waitFor()
  await desk.goto(`/admin/meetings/${meeting}/registrations?registration=${id}`)
  await desk.getByRole('dialog').getByRole('link', { name: 'Person und frühere Treffen ansehen' }).click()
  await desk.getByRole('heading', { level: 1, name: 'Jörg Öztürk ist gelöscht' }).waitFor()
  for (const world of worlds)
    await lookAt(
      browser,
      service.url,
      { ...world, name: 'person-gone', address: `/admin/people/${personId}`, signedIn: desk },
      page => page.getByText('lässt sich alles wiederherstellen').waitFor(),
    )
  // what cannot be read now is not said to be missing
  await desk.route('**/api/v1/history/**', route => route.fulfill({ status: 503 }))
  await desk.goto(`/admin/people/${personId}`)
  await desk.getByRole('alert').waitFor()
  await desk.unroute('**/api/v1/history/**')
  await desk.getByRole('button', { name: 'Noch einmal versuchen' }).click()
  await desk.getByRole('button', { name: 'Wiederherstellen' }).click()
  await desk.getByRole('heading', { level: 1, name: 'Jörg Öztürk', exact: true }).waitFor()
  await desk.getByRole('table', { name: 'Anmeldungen und Teilnahmen' }).getByText('Bestätigt').waitFor()
})

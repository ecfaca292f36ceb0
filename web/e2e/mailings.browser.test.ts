import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectAccessible, openBrowser, openPage, signIn } from './browser.ts'
import { lookAt, worlds } from './look.ts'
import { officeOf, openMeeting, type Office } from './office.ts'
import { startService, type RunningService } from './service.ts'

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
const dialog = (name: string) => page.getByRole('dialog', { name })
const said = (text: string) => page.getByRole('status').filter({ hasText: text }).first().waitFor()

async function meetingWithPeople(...names: string[]): Promise<string> {
  const meeting = await openMeeting(office, 30)
  for (const lastName of names)
    await office('POST', `/api/v1/meetings/${meeting}/registrations`, {
      firstName: 'Ada',
      lastName,
      email: `${lastName.toLowerCase()}@example.org`,
    })
  return meeting
}

describe('a message to all', () => {
  let id: string
  test('is previewed, sent, and taken back', async () => {
    id = await meetingWithPeople('Adler', 'Bauer')
    await page.goto(`/admin/meetings/${id}`)
    await page.getByRole('link', { name: 'Nachrichten' }).click()
    await page.getByLabel('Alle Angemeldeten und die Warteliste (2)').waitFor()
    await button('Vorschau ansehen').click()
    await page.getByRole('link', { name: 'Geben Sie einen Betreff ein' }).waitFor()
    await page.getByRole('link', { name: 'Schreiben Sie einen Text' }).waitFor()
    await page.getByLabel('Betreff').fill('Parken')
    await page.getByLabel('Text', { exact: true }).fill('Der Parkplatz ist gesperrt.\n\nKommen Sie mit dem Bus.')
    await button('Vorschau ansehen').click()
    const preview = dialog('So kommt die Nachricht an')
    await preview.getByText('adler@example.org').waitFor()
    await preview.getByText('Guten Tag Ada Adler,').waitFor()
    await preview.getByText('Kommen Sie mit dem Bus.').waitFor()
    await preview.getByRole('button', { name: 'An 2 Personen senden' }).click()
    await said('Die Nachricht wird in einer Minute gesendet.')
    await page.getByText('Gleich wird eine E-Mail an 2 Personen gesendet').waitFor()
    expect(await page.getByLabel('Betreff').inputValue()).toBe('')
    await button('Nicht senden').click()
    await said('Die Nachricht wird nicht gesendet.')
    await page.getByText('Gleich wird eine E-Mail').waitFor({ state: 'detached' })
    expect(faults).toEqual([])
  })

  test('that was taken back is not lost', async () => {
    const written = page.getByRole('region', { name: 'Bisherige Nachrichten' })
    await written.getByText('Nicht gesendet').waitFor()
    await written.getByText('Text ansehen').click()
    await written.getByRole('button', { name: 'Text wieder verwenden' }).click()
    expect(await page.getByLabel('Betreff').inputValue()).toBe('Parken')
    expect(await page.getByLabel('Text', { exact: true }).inputValue()).toContain('Kommen Sie mit dem Bus.')
  })
})

describe('a meeting that is moved', () => {
  test('by who says why, and is told to everybody', async () => {
    const moved = await meetingWithPeople('Celik')
    await page.goto(`/admin/meetings/${moved}/content`)
    await button('Verlegen').click()
    const form = dialog('Treffen verlegen')
    await form.getByText('1 Person bekommt eine E-Mail mit dem neuen Termin').waitFor()
    await expectAccessible(page)
    await form.getByRole('button', { name: 'Jetzt verlegen' }).click()
    await form.getByRole('link', { name: 'Ändern Sie Datum, Uhrzeit oder Ort' }).waitFor()
    await form.getByLabel('Beginn').fill('15:30')
    await form.getByLabel('Ende').fill('18:00')
    await form.getByLabel('Grund').fill('Der Saal ist erst später frei.')
    await form.getByRole('button', { name: 'Jetzt verlegen' }).click()
    await said('Das Treffen ist verlegt.')
    await page.getByText('Gleich wird eine E-Mail an 1 Person gesendet').waitFor()
    await page.getByText('Ursprünglich').waitFor()
    // the page of the meeting says both
    const visitor = await openPage(browser, service.url, { width: 375 })
    await visitor.page.goto(`/meetings/${moved}`)
    await visitor.page.getByText('Dieses Treffen ist verlegt').waitFor()
    await visitor.page.getByText('15:30').first().waitFor()
    await visitor.context.close()
    expect(faults).toEqual([])
  })

  test('and nobody told of is told after all', async () => {
    await button('Nicht senden').click()
    await said('Die Nachricht wird nicht gesendet.')
    await page.getByRole('link', { name: 'Nachrichten' }).click()
    await page.getByText('Das Treffen ist verlegt, aber die Angemeldeten wissen es noch nicht.').waitFor()
    await button('Doch informieren').click()
    await page.getByText('Gleich wird eine E-Mail an 1 Person gesendet').waitFor()
    expect(faults).toEqual([])
  })

  test('by mistake is corrected without a word to anybody', async () => {
    const quiet = await meetingWithPeople('Demir')
    await page.goto(`/admin/meetings/${quiet}/content`)
    await button('Zeit und Ort: Berichtigen').click()
    await page.getByText('Für Tippfehler: Niemand bekommt eine Nachricht.').waitFor()
    await page.getByLabel('Ende').fill('16:30')
    await button('Speichern').click()
    await said('Gespeichert')
    expect(await page.getByText('Gleich wird eine E-Mail').count()).toBe(0)
    expect(await page.getByText('Ursprünglich').count()).toBe(0)
  })
})

test('a meeting that is cancelled says how many are told', async () => {
  const id = await meetingWithPeople('Esposito', 'Fuchs')
  await page.goto(`/admin/meetings/${id}`)
  await page.getByText('Absagen oder löschen').click()
  await button('Treffen absagen').click()
  const form = dialog('Treffen absagen')
  await form.getByText('2 Personen bekommen eine E-Mail').waitFor()
  await form.getByLabel('Grund').fill('Sturmwarnung')
  await form.getByRole('button', { name: 'Jetzt absagen' }).click()
  await page.getByText('Gleich wird eine E-Mail an 2 Personen gesendet').waitFor()
  // nothing is free at a meeting that does not take place
  await page.goto(`/admin/meetings/${id}/registrations`)
  const seats = page.getByRole('list', { name: 'Plätze' })
  await seats.getByText('2 bestätigt').waitFor()
  expect(await seats.getByRole('listitem').count()).toBe(1)
})

describe('every state', () => {
  const meetings = { some: '', none: '' }
  beforeAll(async () => {
    meetings.some = await meetingWithPeople('Grau', 'Hofmann')
    meetings.none = await meetingWithPeople()
    const message = { audience: 'everybody', subject: 'Parken', body: 'Der Parkplatz ist gesperrt.' }
    const { id } = await office<{ id: string }>('POST', `/api/v1/meetings/${meetings.some}/mailings`, message)
    await office('POST', `/api/v1/mailings/${id}/take-back`)
  })

  describe.each(worlds)('$width px', world => {
    const look = (name: string, address: string, ready: (page: Page) => Promise<void>) =>
      lookAt(browser, service.url, { name, address, ...world, signedIn: page }, ready)

    test('a message that waits and one that was taken back', async () => {
      await office('POST', `/api/v1/meetings/${meetings.some}/mailings`, {
        audience: 'everybody',
        subject: 'Kommen Sie mit dem Bus',
        body: 'Linie 1 hält vor der Tür.',
      })
      await look('mailings', `/admin/meetings/${meetings.some}/mailings`, async window => {
        await window.getByText('Gleich wird eine E-Mail').first().waitFor()
        await window.getByText('Text ansehen').last().click()
      })
    })
    test('the preview', () =>
      look('mailing-preview', `/admin/meetings/${meetings.some}/mailings`, async window => {
        await window.getByLabel('Betreff').fill('Anfahrt')
        await window.getByLabel('Text', { exact: true }).fill('Der Parkplatz ist gesperrt.')
        await window.getByRole('button', { name: 'Vorschau ansehen' }).click()
        await window.getByText('Guten Tag Ada').waitFor()
      }))
    test('nothing written yet', () =>
      look('mailings-none', `/admin/meetings/${meetings.none}/mailings`, window =>
        window.getByText('Noch haben Sie niemandem geschrieben').waitFor(),
      ))
    test('moving a meeting', () =>
      look('meeting-reschedule', `/admin/meetings/${meetings.some}/content`, async window => {
        await window.getByRole('button', { name: 'Verlegen' }).click()
        await window.getByText('2 Personen bekommen').waitFor()
      }))
  })
})

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectAccessible, openBrowser, openPage, signIn } from './browser.ts'
import { lookAt, worlds } from './look.ts'
import { officeOf, openMeeting, type Office } from './office.ts'
import { keepScreenshot } from './screenshots.ts'
import { startService, type RunningService } from './service.ts'
import { heading, signUp } from './visitor.ts'

// Who gets a seat: contingents, and a meeting where the office decides; from the editor to the person's own page.

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
  id = await openMeeting(office, 4)
  await office('POST', '/api/v1/organisations', { name: 'Nordwerk', sector: 'business' })
})
afterAll(async () => {
  await browser.close()
  await service.stop()
})

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' })
const said = (text: string) => page.getByRole('status').filter({ hasText: text }).first().waitFor()
const requests = () => page.getByRole('region', { name: /Anfragen? warte/ })
const row = (name: string) =>
  page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: `Ada ${name}` }) })

/** Somebody finds the page of the meeting, asks to come and confirms; ends on the page of the registration. */
async function asks(lastName: string): Promise<Page> {
  const { page: visitor } = await openPage(browser, service.url, { width: 375 })
  await visitor.goto(`/meetings/${id}`)
  await visitor.getByText('Die Koordinierungsstelle entscheidet, wer teilnimmt.').waitFor()
  await visitor.getByText('Nordwerk').waitFor()
  await signUp(visitor, office, { meeting: id, name: ['Ada', lastName], submit: 'Teilnahme anfragen' })
  await heading(visitor, 'Ihre Anfrage ist eingegangen')
  return visitor
}

test('the office keeps seats and decides who comes; people ask, and read what became of it', async () => {
  await page.goto(`/admin/meetings/${id}/content`)
  await button('Gastgeber ändern').click()
  await button('Gastgeber hinzufügen').click()
  await page.getByLabel('Organisation', { exact: true }).fill('Nord')
  await page.getByRole('option', { name: 'Nordwerk' }).click()
  await page.getByLabel('Antwort').selectOption('accepted')
  await expectAccessible(page)
  await button('Fertig').click()
  await page.getByRole('link', { name: 'Nordwerk' }).click()
  await page.getByRole('region', { name: 'Gastgeber und reservierte Plätze' }).getByText('Zugesagt').waitFor()
  // what keeps it from being deleted is said, and leads there
  await button('Organisation löschen').click()
  const refused = page.getByRole('alert').filter({ hasText: 'hat diese Organisation als Gastgeber' })
  await refused.getByRole('link').waitFor()
  await keepScreenshot(page, 'admin-organisation-still-used-1280-light')
  await expectAccessible(page)
  const { venueId } = await office<{ venueId: string }>('GET', `/api/v1/meetings/${id}`)
  await page.goto(`/admin/venues/${venueId}`)
  await button('Ort löschen').click()
  const planned = page.getByRole('alert').filter({ hasText: 'An diesem Ort sind noch Treffen geplant.' })
  await planned.getByRole('link').click()
  await page.waitForURL(`**/admin/meetings/${id}/content`)
  await page.goto(`/admin/meetings/${id}/sign-up`)
  await button('Zulassung und Kontingente ändern').click()
  await page.getByLabel('Die Koordination entscheidet über jede Anfrage').check()
  await button('Kontingent hinzufügen').click()
  await button('Speichern').click()
  await page.getByRole('link', { name: 'Wählen Sie für jedes Kontingent einen Bereich' }).click()
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('admission-contingents-target-0')
  // what is missing is said at each field
  await page.getByText('Geben Sie ein, wie viele Plätze freigehalten werden').waitFor()
  await page.getByLabel('Für wen').selectOption('business')
  const kept = page.getByRole('group', { name: 'Kontingente' })
  await kept.getByLabel('Plätze').fill('9')
  await kept.getByText('7 Tage vor dem Treffen').waitFor()
  await button('Speichern').click()
  await page.getByRole('link', { name: 'Die Kontingente haben zusammen mehr Plätze als das Treffen' }).waitFor()
  await kept.getByLabel('Plätze').fill('1')
  await button('Kontingent hinzufügen').click()
  await page.getByLabel('Für wen').nth(1).selectOption('organisation')
  await page.getByLabel('Organisation', { exact: true }).fill('Nord')
  await page.getByRole('option', { name: 'Nordwerk' }).click()
  await kept.getByLabel('Plätze').nth(1).fill('1')
  await expectAccessible(page)
  await button('Speichern').click()
  await said('Gespeichert')
  await page.getByText(/Nordwerk: 1 Platz, für alle ab .* \(7 Tage vorher\)/).waitFor()
  await page.getByRole('link', { name: 'Überblick' }).click()
  await page.getByText('Wirtschaft: 0 von 1 Platz vergeben').waitFor()

  const adler = await asks('Adler')
  await asks('Bauer')
  await asks('Celik')
  await page.goto(`/admin/meetings/${id}`)
  await page.getByRole('link', { name: '3 Anfragen warten' }).click()
  await requests().getByText('Ada Adler').waitFor()

  await button('Zulassen: Ada Adler').click()
  await said('1 Person ist zugelassen.')
  await row('Adler').getByText('Bestätigt').waitFor()
  await button('Rückgängig').click()
  await said('1 Anfrage ist wieder offen.')
  await requests().getByText('Ada Adler').waitFor()
  await button('Ablehnen: Ada Adler').click()
  const dialog = page.getByRole('dialog', { name: '1 Anfrage ablehnen' })
  await dialog.getByLabel('Begründung').fill('Dieses Mal nur für Pflegeheime.')
  await dialog.getByRole('button', { name: '1 Anfrage ablehnen' }).click()
  await said('1 Anfrage ist abgelehnt.')
  await row('Adler').getByText('Abgelehnt').waitFor()
  await button('Alle zulassen (2)').click()
  await said('2 Personen sind zugelassen.')
  await requests().waitFor({ state: 'detached' })

  await adler.reload()
  await heading(adler, 'Sie haben bei diesem Treffen keinen Platz bekommen')
  await adler.getByText('Dieses Mal nur für Pflegeheime.').waitFor()
  await expectAccessible(adler)
  // and in the drawer it is taken back, or the seats are full for them
  await page.getByRole('link', { name: 'Ada Adler' }).click()
  await page.getByRole('dialog').getByText('Dieses Mal nur für Pflegeheime.').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Entscheidung zurücknehmen' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Zulassen' }).click()
  // two seats are kept for others
  await page.getByText('Ada Adler steht auf der Warteliste.').waitFor()
  expect(faults).toEqual([])
})

test('a second host and a second organisation with seats of its own are entered beside the first', async () => {
  await office('POST', '/api/v1/organisations', { name: 'Südwerk', sector: 'business' })
  const meeting = await openMeeting(office, 4)
  await page.goto(`/admin/meetings/${meeting}/content`)
  const organisation = (index: number) => page.getByLabel('Organisation', { exact: true }).nth(index)
  const choose = async (index: number, name: string) => {
    await organisation(index).click()
    await organisation(index).pressSequentially(name.slice(0, 4))
    await page.getByRole('option', { name, exact: true }).click()
    expect(await organisation(index).inputValue()).toBe(name)
  }
  const hosts = page.getByRole('region', { name: 'Gastgeber', exact: true })
  await button('Gastgeber ändern').click()
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('Gastgeber hinzufügen')
  for (const [index, name] of ['Nordwerk', 'Südwerk'].entries()) {
    await button('Gastgeber hinzufügen').click()
    await choose(index, name)
  }
  expect(await organisation(0).inputValue()).toBe('Nordwerk')
  await button('Fertig').click()
  await expect.poll(() => hosts.getByRole('link').allInnerTexts()).toEqual(['Nordwerk', 'Südwerk'])
  // another one in the place of the one that is chosen
  await button('Gastgeber ändern').click()
  await button('Gastgeber entfernen: Nordwerk').click()
  await expect.poll(() => organisation(0).inputValue()).toBe('Südwerk')
  // the focus goes on to who stands there now
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('host-organisation-0')
  await organisation(0).fill('')
  await choose(0, 'Nordwerk')
  await said('Gespeichert')
  await button('Änderungen zurücknehmen').click()
  await expect.poll(() => organisation(0).inputValue()).toBe('Nordwerk')
  await expect.poll(() => organisation(1).inputValue()).toBe('Südwerk')
  await button('Fertig').click()
  await expect.poll(() => hosts.getByRole('link').allInnerTexts()).toEqual(['Nordwerk', 'Südwerk'])

  await page.goto(`/admin/meetings/${meeting}/sign-up`)

  await button('Zulassung und Kontingente ändern').click()
  for (const [index, name] of ['Nordwerk', 'Südwerk'].entries()) {
    await button('Kontingent hinzufügen').click()
    await page.getByLabel('Für wen').nth(index).selectOption('organisation')
    await choose(index, name)
    await page.getByRole('group', { name: 'Kontingente' }).getByLabel('Plätze').nth(index).fill('1')
  }
  await button('Speichern').click()
  await page.getByText(/Nordwerk: 1 Platz/).waitFor()
  await page.getByText(/Südwerk: 1 Platz/).waitFor()
  expect(faults).toEqual([])
})

describe('every state', () => {
  test('with somebody who asks again', async () => {
    await asks('Diallo')
    await asks('Engel')
  })

  describe.each(worlds)('$width px', world => {
    const look = (name: string, address: string, ready: (page: Page) => Promise<void>, isOffice = true) =>
      lookAt(browser, service.url, { name, address, ...world, ...(isOffice ? { signedIn: page } : {}) }, ready)

    test('who waits for a decision', () =>
      look('requests', `/admin/meetings/${id}/registrations`, window =>
        window.getByText('2 Anfragen warten').waitFor(),
      ))
    test('refusing', () =>
      look('request-refuse', `/admin/meetings/${id}/registrations`, async window => {
        await window.getByRole('button', { name: 'Ablehnen: Ada Diallo' }).click()
        await window.getByLabel('Begründung').waitFor()
      }))
    test('the editor', () =>
      look('meeting-admission', `/admin/meetings/${id}/sign-up`, async window => {
        await window.getByRole('button', { name: 'Zulassung und Kontingente ändern' }).click()
        await window.getByLabel('Für wen').first().waitFor()
      }))
    test('the page of the meeting', () =>
      look(
        'meeting-asks',
        `/meetings/${id}`,
        window => window.getByText('entscheidet, wer teilnimmt').waitFor(),
        false,
      ))
    test('the form', () =>
      look(
        'sign-up-asks',
        `/meetings/${id}/sign-up`,
        window => window.getByText('entscheidet, wer teilnimmt').waitFor(),
        false,
      ))
  })
})

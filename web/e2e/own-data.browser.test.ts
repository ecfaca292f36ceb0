import fs from 'node:fs/promises'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Person } from '@treffpunkt/shared/people'
import { openBrowser, openPage, signIn, themes } from './browser.ts'
import { inspect, lookAt, worlds } from './look.ts'
import { officeOf, openMeeting, type Office } from './office.ts'
import { startService, type RunningService } from './service.ts'
import { heading, press, signUp } from './visitor.ts'

// Somebody sees what is stored about them, takes it along and has it erased; the office does it for who wrote a letter.

let service: RunningService
let browser: Browser
let office: Office
let desk: Awaited<ReturnType<typeof openPage>>
let meeting: string

beforeAll(async () => {
  ;[service, browser] = await Promise.all([startService({ example: false }), openBrowser()])
  desk = await openPage(browser, service.url, { width: 1280 })
  await signIn(desk.page, service.signInLink)
  office = officeOf(desk.page)
  meeting = await openMeeting(office, 3)
})
afterAll(async () => {
  await browser.close()
  await service.stop()
})

test('from the registration to the data, to the file, to the end', async () => {
  const { page, context, faults } = await openPage(browser, service.url, { width: 375 })
  await signUp(page, office, { meeting, name: ['Olena', 'Kovalenko'] })
  await heading(page, 'Sie sind angemeldet')
  const own = page.url()
  // each consent by itself, back and forth, saved at once
  const photographs = page.getByRole('switch', { name: /^Fotos/ })
  for (const state of ['true', 'false']) {
    await photographs.click()
    await page.getByText('Gespeichert', { exact: true }).waitFor()
    await page.reload()
    expect(await photographs.getAttribute('aria-checked')).toBe(state)
  }
  await page.getByText('Verlauf', { exact: true }).click()
  await page.getByText(/^Eingewilligt: .* Widerrufen: /).waitFor()
  await inspect(page, 'own-consents-375', themes)
  await page.getByRole('link', { name: 'Meine Daten ansehen' }).click()
  await heading(page, 'Meine Daten')
  await page.getByRole('heading', { name: 'Anmeldungen', exact: true }).waitFor()
  await page.getByText('olena.kovalenko@example.org').first().waitFor()
  await inspect(page, 'own-data-375', themes)
  for (const [name, ending, said] of [
    ['Als Dokument speichern', 'html', 'Im Verzeichnis der Personen'],
    ['Als JSON speichern', 'json', '"treffpunkt-personal-data"'],
  ] as const) {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).click()])
    expect(download.suggestedFilename()).toMatch(new RegExp(`^meine-daten-.*\\.${ending}$`))
    const text = await fs.readFile(await download.path(), 'utf8')
    for (const part of [said, 'Kovalenko']) expect(text).toContain(part)
    if (ending === 'html') {
      const reader = await context.newPage()
      await reader.setContent(text)
      await inspect(reader, 'own-data-document', themes)
      await reader.close()
    }
  }
  for (const world of worlds)
    for (const [name, address] of [
      ['own-data', `${own}/data`],
      ['erase-own', `${own}/erase`],
      ['own-data-ar', own.replace('/registrations/', '/ar/registrations/') + '/data'],
      ['erase-own-uk', own.replace('/registrations/', '/uk/registrations/') + '/erase'],
    ] as const)
      await lookAt(browser, service.url, { name, address, ...world }, at => at.locator('h1').waitFor())

  // the office has the list open, and the person's page
  await desk.page.goto(`/admin/meetings/${meeting}/registrations`)
  await desk.page.getByText('Kovalenko').first().waitFor()
  await page.getByRole('link', { name: 'Weiter zum Löschen' }).click()
  await heading(page, 'Meine Daten löschen')
  await page.getByText(/^Sie sind abgemeldet: /).waitFor()
  await inspect(page, 'erase-own-375', themes)
  await press(page, 'Endgültig löschen')
  await heading(page, 'Ihre Daten sind gelöscht')
  expect(page.url()).toBe(own)
  await desk.page.getByText('Kovalenko').first().waitFor({ state: 'detached' })
  await page.goto(`${own}/data`)
  await heading(page, 'Ihre Daten sind gelöscht')
  await inspect(page, 'erased-375', themes)
  // the page says so with the status that the links are gone
  expect(faults.filter(fault => !fault.includes('410'))).toEqual([])
  await context.close()
})

test('without JavaScript it is the same', async () => {
  const { page, context } = await openPage(browser, service.url, { width: 375 })
  await signUp(page, office, { meeting, name: ['Bent', 'Alvarez'] })
  await heading(page, 'Sie sind angemeldet')
  const plain = await browser.newContext({ javaScriptEnabled: false, baseURL: service.url })
  const still = await plain.newPage()
  await still.goto(page.url())
  expect(await still.getByRole('button', { name: 'Ihre Angaben ändern' }).count()).toBe(0)
  await still.getByRole('switch', { name: /^Kontaktliste/ }).click()
  await still.getByRole('switch', { name: /^Kontaktliste/, checked: true }).waitFor()
  await still.getByRole('link', { name: 'Meine Daten ansehen' }).click()
  await still.getByRole('link', { name: 'Weiter zum Löschen' }).click()
  await still.getByRole('button', { name: 'Endgültig löschen' }).click()
  await still.getByRole('heading', { level: 1, name: 'Ihre Daten sind gelöscht' }).waitFor()
  await plain.close()
  await context.close()
})

test('the office erases for somebody who wrote a letter', async () => {
  const { id } = await office<Person>('POST', '/api/v1/people', {
    firstName: 'Brief',
    lastName: 'Schreiberin',
    email: 'brief@example.org',
  })
  const { page, faults } = desk
  await page.goto(`/admin/people/${id}`)
  await heading(page, 'Brief Schreiberin')
  faults.length = 0
  await press(page, 'Daten endgültig löschen')
  await page.getByRole('heading', { name: 'Daten von Brief Schreiberin löschen' }).waitFor()
  await inspect(page, 'office-erase-1280', themes)
  await press(page, 'Endgültig löschen')
  await page.getByText('Die Daten sind gelöscht. Die Bestätigung ist unterwegs.').waitFor()
  expect(faults).toEqual([])
  await page.goto(`/admin/people/${id}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  expect(await page.getByText('Schreiberin').count()).toBe(0)
})

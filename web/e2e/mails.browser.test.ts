import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectAccessible, openBrowser, openPage, signIn } from './browser.ts'
import { everyWorld, lookAt } from './look.ts'
import { keepScreenshot } from './screenshots.ts'
import { startService, type RunningService } from './service.ts'

// Without a mail server: three people sign up, and the office confirms them from the page of mails.

let service: RunningService
let browser: Browser
let page: Page
let faults: string[]
let meetingId: string

beforeAll(async () => {
  ;[service, browser] = await Promise.all([startService({ example: false }), openBrowser()])
  ;({ page, faults } = await openPage(browser, service.url))
  await signIn(page, service.signInLink)
})
afterAll(async () => {
  await browser.close()
  await service.stop()
})

/** Asks the service with the session of the browser, as a second window would. */
async function ask<Answer>(method: string, path: string, data?: object): Promise<Answer> {
  const session = await page.request.get('/api/v1/session')
  const { csrfToken } = (await session.json()) as { csrfToken: string }
  const answer = await page.request.fetch(path, {
    method,
    headers: { 'x-csrf-token': csrfToken },
    ...(data && { data }),
  })
  expect(answer.ok(), `${method} ${path}: ${answer.status()}`).toBe(true)
  return (await answer.json()) as Answer
}

const signUp = (firstName: string, lastName: string, email: string) =>
  ask('POST', `/api/v1/public/meetings/${meetingId}/registrations`, { firstName, lastName, email, noticeVersion: 1 })

const people = [
  ['Olena', 'Kovalenko', 'olena.kovalenko@beispiel-wohlfahrtsverband.example.org'],
  ['Jürgen', 'Groß', 'gross@example.org'],
  ['Amal', 'Haddad', 'amal@example.org'],
] as const
const row = (email: string) => page.getByRole('row').filter({ hasText: email })

test('before anybody has signed up, the page says what will stand here and that nothing is sent', async () => {
  await page.getByRole('navigation', { name: 'Verwaltung' }).getByRole('link', { name: 'Mails' }).click()
  await page.getByText('Noch keine Mail').waitFor()
  await page.getByText('Es ist kein Mailserver eingerichtet').waitFor()
  await keepScreenshot(page, 'admin-mails-empty-1280-light')
  await expectAccessible(page)
})

test('mails arrive on the open page by themselves', async () => {
  const day = 86_400_000
  const at = (hours: number) => new Date(Date.now() + 30 * day + hours * 3_600_000).toISOString()
  const plan = { kind: 'network', focusTopic: 'Migration und Pflege', startsAt: at(0), endsAt: at(3), capacity: 80 }
  ;({ id: meetingId } = await ask<{ id: string }>('POST', '/api/v1/meetings', plan))
  await ask('POST', `/api/v1/meetings/${meetingId}/publish`)
  await ask('POST', `/api/v1/meetings/${meetingId}/open`)
  for (const [firstName, lastName, email] of people) await signUp(firstName, lastName, email)
  for (const [, , email] of people) await row(email).getByText('Liegt hier').waitFor()
  expect(await page.getByRole('row').nth(1).textContent()).toContain('amal@example.org')
})

test('three sign-ups are confirmed from here, each in a tab of its own', async () => {
  for (const [firstName, lastName, email] of people) {
    await row(email).getByRole('link').click()
    await page.getByRole('heading', { level: 1, name: /^Anmeldung bestätigen/ }).waitFor()
    await page.getByText(`Guten Tag ${firstName} ${lastName},`).waitFor()
    await page.getByText(/^\d{6}$/).waitFor()
    const [tab] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByRole('link', { name: 'Anmeldung bestätigen' }).click(),
    ])
    await tab.getByRole('button', { name: 'Anmeldung bestätigen' }).click()
    await tab.getByRole('heading', { level: 1, name: 'Sie sind angemeldet' }).waitFor()
    await tab.close()
    await page.getByRole('link', { name: 'Mails' }).first().click()
  }
  for (const [, , email] of people) await row(email).filter({ hasText: 'Sie sind angemeldet' }).first().waitFor()
  expect(await page.getByRole('row').count()).toBe(1 + 2 * people.length)
})

test('a filter stands in the address and survives a reload', async () => {
  await page.getByLabel('Stand').selectOption('failed')
  await page.getByText('Nichts gefunden').waitFor()
  expect(page.url()).toContain('status=failed')
  await page.reload()
  await page.getByText('Nichts gefunden').waitFor()
  await page.getByLabel('Stand').selectOption('kept')
  await row('amal@example.org').first().waitFor()
  expect(faults).toEqual([])
})

test('what somebody else changes is there without a reload, and the history says who did what', async () => {
  await page.goto(`/admin/meetings/${meetingId}`)
  await page.getByText(/^Zuletzt geändert von Koordination am /).waitFor()
  const read = await page.request.get(`/api/v1/meetings/${meetingId}`)
  const { csrfToken } = (await (await page.request.get('/api/v1/session')).json()) as { csrfToken: string }
  const changed = await page.request.patch(`/api/v1/meetings/${meetingId}`, {
    headers: {
      'content-type': 'application/merge-patch+json',
      'if-match': read.headers()['etag'] ?? '',
      'x-csrf-token': csrfToken,
    },
    data: JSON.stringify({ focusTopic: 'Sprache im Beruf', capacity: 60 }),
  })
  expect(changed.status()).toBe(200)
  await page.getByText('Verlauf: 4 Einträge').click()
  const entries = page.getByRole('region', { name: 'Verlauf' }).getByRole('listitem')
  await entries.filter({ hasText: 'Geändert: Schwerpunkt, Plätze' }).waitFor()
  expect(await entries.allTextContents()).toEqual([
    expect.stringContaining('Geändert: Schwerpunkt, Plätze'),
    expect.stringContaining('Anmeldung geöffnet'),
    expect.stringContaining('Veröffentlicht'),
    expect.stringContaining('Angelegt'),
  ])
  await keepScreenshot(page, 'admin-meeting-history-1280-light')
  await expectAccessible(page)
})

describe.each(everyWorld)('$width px', world => {
  const look = (name: string, ready: (page: Page) => Promise<void>) =>
    lookAt(browser, service.url, { name, address: '/admin/mails', ...world, signedIn: page }, ready)

  test('the list', () => look('mails', at => at.getByText('amal@example.org').first().waitFor()))
  test.each([
    ['confirm', /^Anmeldung bestätigen/],
    ['confirmed', /^Sie sind angemeldet/],
  ])('a mail, %s', (name, subject) =>
    look(`mail-${name}`, async at => {
      await at.getByRole('link', { name: subject }).last().click()
      await at.getByText('Guten Tag Olena Kovalenko,').waitFor()
    }),
  )
})

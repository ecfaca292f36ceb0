import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible, openBrowser, openPage, signIn, themes } from './browser.ts'
import { mailTo, officeOf, openMeeting, type Office } from './office.ts'
import { everyWorld, inspect, lookAt } from './look.ts'
import { keepScreenshot } from './screenshots.ts'
import { startService, type RunningService } from './service.ts'
import { heading, press, signUp } from './visitor.ts'

let service: RunningService
let browser: Browser
let office: Office
let meeting: string
/** Addresses of pages by the state they show, for the round at the end. */
const seen: Record<string, string> = {}

beforeAll(async () => {
  ;[service, browser] = await Promise.all([startService({ example: false }), openBrowser()])
  const { page } = await openPage(browser, service.url)
  await signIn(page, service.signInLink)
  office = officeOf(page)
  meeting = await openMeeting(office, 3)
})
afterAll(async () => {
  await browser.close()
  await service.stop()
})

test('three people sign up, each for themselves', async () => {
  for (const name of [
    ['Olena', 'Kovalenko'],
    ['Bent', 'Alvarez'],
    ['Ada', 'Schmidt'],
  ] satisfies [string, string][]) {
    const { page, context } = await openPage(browser, service.url, { width: 375 })
    await signUp(page, office, { meeting, name })
    await heading(page, 'Sie sind angemeldet')
    seen['confirmed'] ??= page.url()
    await context.close()
  }
  const { items } = await office<{ items: { status: string }[] }>('GET', `/api/v1/meetings/${meeting}/registrations`)
  expect(items.map(({ status }) => status)).toEqual(['confirmed', 'confirmed', 'confirmed'])
})

test('what was filled in can be changed; two windows do not overwrite each other', async () => {
  const { page, context, faults } = await openPage(browser, service.url, { width: 375 })
  const other = await context.newPage()
  await Promise.all([page.goto(seen['confirmed'] ?? ''), other.goto(seen['confirmed'] ?? '')])
  await press(page, 'Ihre Angaben ändern')
  await press(other, 'Ihre Angaben ändern')
  await page.getByLabel('Nachname').fill('Kowalenko')
  await page.getByRole('radio', { name: 'Ehrenamtlich oder privat' }).check()
  await keepScreenshot(page, 'own-change-375-light')
  await expectAccessible(page)
  await press(page, 'Speichern')
  await page.getByRole('status').filter({ hasText: 'Gespeichert' }).waitFor()
  await page.getByText('Olena Kowalenko').waitFor()

  await other.getByLabel('Nachname').fill('Kovalenko-Meier')
  await press(other, 'Speichern')
  await other.getByText('Dieselbe Angabe wurde gerade anderswo geändert').waitFor()
  expect(await other.getByLabel('Nachname').inputValue()).toBe('Kovalenko-Meier')
  await other.getByRole('definition').filter({ hasText: 'Kowalenko' }).waitFor()
  expect(await other.getByRole('radio', { name: 'Ehrenamtlich oder privat' }).isChecked()).toBe(true)
  await keepScreenshot(other, 'own-conflict-375-light')
  await expectAccessible(other)
  await press(other, 'Meine Fassung speichern')
  await other.getByText('Olena Kovalenko-Meier').waitFor()
  expect(faults).toEqual([])
  await context.close()
})

test('the room is full: the queue, an offer, accepting it', async () => {
  const first = await openPage(browser, service.url, { width: 375 })
  await first.page.goto(`/meetings/${meeting}`, { waitUntil: 'networkidle' })
  await first.page.getByRole('link', { name: /^Auf die Warteliste: 1\. / }).click()
  await first.page.getByText('Alle Plätze sind vergeben').waitFor()
  seen['sign-up-full'] = first.page.url()
  const third = await signUp(first.page, office, { meeting, name: ['Carla', 'Dorn'], submit: 'Auf die Warteliste' })
  await heading(first.page, 'Sie stehen auf Platz 1 der Warteliste')
  seen['waitlisted'] = first.page.url()
  const second = await openPage(browser, service.url, { width: 375 })
  await signUp(second.page, office, { meeting, name: ['Dora', 'Ende'], submit: 'Auf die Warteliste' })
  await heading(second.page, 'Sie stehen auf Platz 2 der Warteliste')

  // Somebody withdraws: the seat is offered to the first in the queue.
  const leaving = await openPage(browser, service.url, { width: 375 })
  await leaving.page.goto(seen['confirmed'] ?? '', { waitUntil: 'networkidle' })
  await press(leaving.page, 'Absagen')
  // somebody waits: it is said and asked first, because the place is gone then
  const asked = leaving.page.getByRole('dialog', { name: 'Ihren Platz abgeben?' })
  await asked.getByText('Zurückholen können Sie ihn dann nicht.').waitFor()
  await asked.getByRole('button', { name: 'Absagen' }).click()
  await heading(leaving.page, 'Sie sind abgemeldet')
  expect(await leaving.page.evaluate(() => document.activeElement?.tagName)).toBe('H1')
  // the button stands far below
  const top = await leaving.page.evaluate(() => document.querySelector('h1')?.getBoundingClientRect().top)
  expect(top).toBeGreaterThanOrEqual(0)
  expect(top).toBeLessThan(700)
  await expectAccessible(leaving.page)
  await keepScreenshot(leaving.page, 'own-withdrawn-full-375-light')

  await mailTo(office, third, 'offered')
  await first.page.reload()
  await heading(first.page, 'Ein Platz ist für Sie frei')
  seen['offered'] = first.page.url()
  await inspect(first.page, 'own-offered-375', themes)
  await press(first.page, 'Platz annehmen')
  await heading(first.page, 'Sie sind angemeldet')
  seen['confirmed'] = first.page.url()

  // More seats: who withdrew may come back by one press, and go again.
  await office('PATCH', `/api/v1/meetings/${meeting}`, { capacity: 30 })
  await leaving.page.reload()
  await press(leaving.page, 'Rückgängig')
  await heading(leaving.page, 'Sie sind angemeldet')
  await press(leaving.page, 'Absagen')
  await press(leaving.page, 'Rückgängig')
  await heading(leaving.page, 'Sie sind angemeldet')
  await press(leaving.page, 'Absagen')
  await heading(leaving.page, 'Sie sind abgemeldet')
  seen['withdrawn'] = leaving.page.url()
  for (const one of [first, second, leaving]) {
    expect(one.faults).toEqual([])
    await one.context.close()
  }
})

test('an offer can be left to the next', async () => {
  const small = { meeting: await openMeeting(office, 1) }
  const one = await openPage(browser, service.url, { width: 375 })
  await signUp(one.page, office, { ...small, name: ['Emil', 'Fuchs'] })
  const two = await openPage(browser, service.url, { width: 375 })
  const waiting = await signUp(two.page, office, { ...small, name: ['Frida', 'Gast'], submit: 'Auf die Warteliste' })
  seen['waitlisted'] = two.page.url()
  await press(one.page, 'Absagen')
  await mailTo(office, waiting, 'offered')
  await two.page.reload()
  const stale = await openPage(browser, service.url, { width: 375 })
  await stale.page.goto(two.page.url(), { waitUntil: 'networkidle' })
  await press(two.page, 'Nicht annehmen')
  await heading(two.page, 'Sie sind abgemeldet')
  // another window does not know yet: it shows what holds
  await press(stale.page, 'Platz annehmen')
  await heading(stale.page, 'Sie sind abgemeldet')
  await stale.page.getByText('Dieses Angebot gibt es nicht mehr.').waitFor()
  await stale.context.close()
  await signUp(one.page, office, { ...small, name: ['Gina', 'Holz'] })
  await signUp(two.page, office, { ...small, name: ['Hans', 'Igel'], submit: 'Auf die Warteliste' })
  seen['waitlisted'] = two.page.url()
  await one.context.close()
  await two.context.close()
})

test.each(everyWorld)('every page at $width px', async world => {
  const pages: Record<string, string> = {
    ...seen,
    'public-meeting-waiting': `/meetings/${meeting}`,
    upcoming: '/',
  }
  for (const [name, address] of Object.entries(pages))
    await lookAt(browser, service.url, { name, address, ...world }, at => at.locator('h1').waitFor())
})

test('a cancelled meeting says so on its registrations', async () => {
  await office('POST', `/api/v1/meetings/${meeting}/cancel`, { reason: 'Der Saal ist gesperrt.' })
  const { page, context } = await openPage(browser, service.url, { width: 375 })
  await page.goto(seen['confirmed'] ?? '', { waitUntil: 'networkidle' })
  await heading(page, 'Das Treffen ist abgesagt')
  await page.getByText('Der Saal ist gesperrt.').waitFor()
  await expectAccessible(page)
  await page.goto(`/meetings/${meeting}/sign-up`, { waitUntil: 'networkidle' })
  await page.getByText('Dieses Treffen ist abgesagt.').waitFor()
  // there is nothing to confirm any more
  await page.goto((await mailTo(office, 'dora.ende@example.org', 'confirm')).link, { waitUntil: 'networkidle' })
  await heading(page, 'Das Treffen ist abgesagt')
  expect(await page.getByRole('main').getByRole('button').count()).toBe(1)
  await press(page, 'Zu meiner Anmeldung')
  await heading(page, 'Das Treffen ist abgesagt')
  await context.close()
})

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser, openPage, signIn } from './browser.ts'
import { layCable, type Cable, type Cut } from './cable.ts'
import { mailTo, officeOf, openMeeting, type Office } from './office.ts'
import { freePort, startService, type RunningService } from './service.ts'
import { fillIn, heading, press } from './visitor.ts'

// What docs/repeats.md says of lost connections and double clicks, between a real browser and the real service.

let service: RunningService
let browser: Browser
let cable: Cable
let url: string
let office: Office
let meeting: string

beforeAll(async () => {
  const port = await freePort()
  cable = await layCable(() => port)
  url = `http://localhost:${cable.port}`
  const env = { PORT: String(port), PUBLIC_URL: url }
  ;[service, browser] = await Promise.all([startService({ example: false, env }), openBrowser()])
  const { page } = await openPage(browser, url)
  await signIn(page, service.signInLink)
  office = officeOf(page)
  meeting = await openMeeting(office, 30)
})
afterAll(async () => {
  await browser.close()
  cable.close()
  await service.stop()
})

type Found = { status: string; email: string | null }
const registered = async (email: string): Promise<string[]> => {
  const { items } = await office<{ items: Found[] }>('GET', `/api/v1/meetings/${meeting}/registrations?limit=100`)
  return items.filter(one => one.email === email).map(({ status }) => status)
}
const mailsTo = async (email: string): Promise<string[]> => {
  const { items } = await office<{ items: { kind: string; to: string }[] }>('GET', '/api/v1/mails?limit=100')
  return items
    .filter(({ to }) => to === email)
    .map(({ kind }) => kind)
    .toReversed()
}

/** Presses while the cable is cut, is told so, and presses once more when it holds again. */
async function pressTwice(page: Page, where: Cut, name: string, again = name): Promise<void> {
  const before = cable.lost()
  cable.cut(where)
  await press(page, name)
  await page.getByText(/^Keine Verbindung/).waitFor()
  expect(cable.lost()).toBeGreaterThan(before)
  cable.mend()
  await press(page, again)
}
/** On the own registration nothing has to be pressed again when only the answer was lost: the page looks what holds. */
async function moveThrough(page: Page, where: Cut, name: string, title: string): Promise<void> {
  if (where === 'request') {
    await pressTwice(page, where, name)
    return heading(page, title)
  }
  cable.cut(where)
  await press(page, name)
  await heading(page, title)
  expect(await page.getByText(/^Keine Verbindung/).count()).toBe(0)
  cable.mend()
}
/** The same without JavaScript: the browser says it by a page of its own, which sends the form again when it is reloaded. */
async function sendTwice(page: Page, where: Cut, name: string): Promise<void> {
  const before = cable.lost()
  cable.cut(where)
  await press(page, name)
  await page.waitForURL('chrome-error://**')
  expect(cable.lost()).toBeGreaterThan(before)
  cable.mend()
  await page.reload()
}
const names: Record<Cut, [string, string]> = { request: ['Olena', 'Kovalenko'], answer: ['Bent', 'Alvarez'] }
const places = { request: 'before the service has it', answer: 'after the service has done it' }

for (const where of ['request', 'answer'] satisfies Cut[]) {
  test(`a connection lost ${places[where]}: each step is pressed once more, and has happened once`, async () => {
    const { page, context } = await openPage(browser, url, { width: 375 })
    await page.goto(`/meetings/${meeting}/sign-up`, { waitUntil: 'networkidle' })
    const email = await fillIn(page, ...names[where])
    await pressTwice(page, where, 'Jetzt anmelden', 'Noch einmal senden')
    await heading(page, 'Bestätigen Sie Ihre E-Mail-Adresse')
    await page.getByLabel('Code').fill((await mailTo(office, email, 'confirm')).code)
    await pressTwice(page, where, 'Bestätigen')
    await heading(page, 'Sie sind angemeldet')
    expect(await registered(email)).toEqual(['confirmed'])
    await moveThrough(page, where, 'Absagen', 'Sie sind abgemeldet')
    await moveThrough(page, where, 'Rückgängig', 'Sie sind angemeldet')
    expect(await registered(email)).toEqual(['confirmed'])
    expect(await mailsTo(email)).toEqual(['confirm', 'confirmed', 'withdrawn', 'confirmed'])
    await context.close()
  })

  test(`the same without JavaScript`, async () => {
    const { page, context } = await openPage(browser, url, { width: 375, javaScript: false })
    await page.goto(`/meetings/${meeting}/sign-up`)
    const [firstName] = names[where]
    const email = await fillIn(page, firstName, 'Ohne')
    await sendTwice(page, where, 'Jetzt anmelden')
    await heading(page, 'Bestätigen Sie Ihre E-Mail-Adresse')
    await page.goto((await mailTo(office, email, 'confirm')).link)
    await sendTwice(page, where, 'Anmeldung bestätigen')
    await heading(page, /^(Sie sind angemeldet|Ihre Anmeldung ist bestätigt)$/)
    expect(await registered(email)).toEqual(['confirmed'])
    expect(await mailsTo(email)).toEqual(['confirm', 'confirmed'])
    await context.close()
  })
}

describe('who presses twice', () => {
  test.each([true, false])('with JavaScript: %s', async javaScript => {
    const { page, context } = await openPage(browser, url, { width: 375, javaScript })
    await page.goto(`/meetings/${meeting}/sign-up`, { waitUntil: 'networkidle' })
    const email = await fillIn(page, 'Zwei', javaScript ? 'Klick' : 'Tipp')
    await page.getByRole('button', { name: 'Jetzt anmelden' }).dblclick()
    await heading(page, 'Bestätigen Sie Ihre E-Mail-Adresse')
    await page.goto((await mailTo(office, email, 'confirm')).link)
    await page.getByRole('button', { name: 'Anmeldung bestätigen' }).dblclick()
    await heading(page, /^(Sie sind angemeldet|Ihre Anmeldung ist bestätigt)$/)
    expect(await registered(email)).toEqual(['confirmed'])
    expect(await mailsTo(email)).toEqual(['confirm', 'confirmed'])
    await context.close()
  })
})

test('a scanner that opens the link of a mail in a browser confirms nothing', async () => {
  const { page, context } = await openPage(browser, url, { width: 375 })
  await page.goto(`/meetings/${meeting}/sign-up`, { waitUntil: 'networkidle' })
  const email = await fillIn(page, 'Sabine', 'Scanner')
  await press(page, 'Jetzt anmelden')
  const { link } = await mailTo(office, email, 'confirm')
  const posts: string[] = []
  page.on('request', request => void (request.method() === 'GET' || posts.push(request.url())))
  for (let times = 0; times < 3; times++) {
    await page.goto(link, { waitUntil: 'networkidle' })
    await page.mouse.wheel(0, 5000)
    await heading(page, 'Bestätigen Sie Ihre Anmeldung')
  }
  expect(posts).toEqual([])
  expect(await registered(email)).toEqual(['unconfirmed'])
  await press(page, 'Anmeldung bestätigen')
  await page.waitForURL('**/registrations/**')
  expect(await registered(email)).toEqual(['confirmed'])
  await context.close()
})

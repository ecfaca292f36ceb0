import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, openPage, signIn, themes } from './browser.ts'
import { inspect } from './look.ts'
import { officeOf, openMeeting } from './office.ts'
import { startService, type RunningService } from './service.ts'
import { heading, signUp } from './visitor.ts'

// A ticket on a phone that has lost its network, and on paper.

let service: RunningService
let browser: Browser
beforeAll(async () => {
  ;[service, browser] = await Promise.all([startService({ example: false }), openBrowser()])
})
afterAll(async () => {
  await browser.close()
  await service.stop()
})

const scopes = (page: Page) =>
  page.evaluate(async () =>
    (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => new URL(scope).pathname).sort(),
  )

test('opens without a network after the first opening, in other languages as well, and as a PDF', async () => {
  const desk = await openPage(browser, service.url, { width: 1280 })
  await signIn(desk.page, service.signInLink)
  const office = officeOf(desk.page)
  const meeting = await openMeeting(office, 3)
  const { page, faults } = await openPage(browser, service.url, { width: 375 })
  await signUp(page, office, { meeting, name: ['Olena', 'Kovalenko'] })
  await heading(page, 'Sie sind angemeldet')
  const code = (await page.locator('.own__code strong').textContent()) ?? ''
  // no other page has a worker
  expect(await scopes(page)).toEqual([])
  await page.getByRole('link', { name: 'Ticket öffnen' }).click()
  await heading(page, 'Olena Kovalenko')
  await page.getByText('Dieses Ticket öffnet sich auf diesem Gerät auch ohne Netz.').waitFor()
  const address = page.url()
  const arabic = address.replace('/tickets/', '/ar/tickets/')
  await inspect(page, 'ticket-375', themes)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Ticket als PDF' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('ticket.pdf')
  await page.goto(arabic)
  await page.getByText('تفتح هذه التذكرة على هذا الجهاز دون اتصال بالشبكة أيضًا.').waitFor()
  expect(await scopes(page)).toEqual(['/ar/tickets/', '/tickets/'])
  expect(faults).toEqual([])

  await service.stop()
  for (const kept of [address, arabic]) {
    await page.goto(kept)
    await heading(page, 'Olena Kovalenko')
    await page.getByText(code).waitFor()
    await page.getByRole('img', { name: code }).waitFor()
    // Arabic is written in the font of the device
    if (kept === address) expect(await page.evaluate(() => document.fonts.check('16px "Fira Sans"'))).toBe(true)
  }
  await inspect(page, 'ticket-offline-ar-375', themes)
})

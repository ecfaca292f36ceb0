import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPostOffice, type PostOffice } from '../../server/test/post-office.ts'
import { openBrowser, openPage, signIn } from './browser.ts'
import { lookAt, worlds } from './look.ts'
import { officeOf, openMeeting, type Office } from './office.ts'
import { keepScreenshot } from './screenshots.ts'
import { freePort, startService, type RunningService } from './service.ts'

// With a mail server: reminders are planned, and what that server refuses is seen where somebody can mend it.

let post: PostOffice
let service: RunningService
let browser: Browser
let page: Page
let faults: string[]
let office: Office
let meeting: string
let registration: string
const wrong = 'vera.voll@exmaple.org'

beforeAll(async () => {
  post = await openPostOffice(await freePort())
  post.moods = {
    refuse: address =>
      address === wrong ? { code: 550, message: '5.1.1 <…>: Recipient address rejected: User unknown' } : undefined,
  }
  const env = { SMTP_URL: `smtp://127.0.0.1:${post.port}`, MAIL_FROM: 'Netzwerk <netz@example.org>' }
  ;[service, browser] = await Promise.all([startService({ example: false, env }), openBrowser()])
  ;({ page, faults } = await openPage(browser, service.url))
  await signIn(page, service.signInLink)
  office = officeOf(page)
  meeting = await openMeeting(office, 30)
  const guest = (firstName: string, lastName: string, email: string) =>
    office<{ id: string }>('POST', `/api/v1/meetings/${meeting}/registrations`, { firstName, lastName, email })
  await guest('Ada', 'Adler', 'adler@example.org')
  ;({ id: registration } = await guest('Vera', 'Voll', wrong))
})
afterAll(async () => {
  await browser.close()
  await service.stop()
  await post.close()
})

const button = (name: string | RegExp) => page.getByRole('button', { name })
const reminders = () => page.getByRole('region', { name: 'Erinnerungen' })

test('a meeting says when whom it reminds, and is told otherwise', async () => {
  await page.goto(`/admin/meetings/${meeting}/sign-up`)
  await reminders().getByRole('heading', { name: '7 Tage vorher' }).waitFor()
  await reminders().getByText('an voraussichtlich 2 Personen').first().waitFor()
  await button('Erinnerungen ändern').click()
  await button('Erinnerung 1 entfernen').click()
  await button('Erinnerung hinzufügen').click()
  await button('Speichern').click()
  await page.getByRole('link', { name: 'Erinnerung 2: Geben Sie eine ganze Zahl von 1 bis 60 ein' }).waitFor()
  const second = page.getByRole('group', { name: 'Erinnerung 2' })
  await second.getByLabel('Wie lange vorher').fill('3')
  await second.getByLabel('Einheit').selectOption('hours')
  await second.getByLabel('Zusätzlicher Text').fill('Der Parkplatz ist gesperrt.')
  await button('Speichern').click()
  await reminders().getByRole('heading', { name: '3 Stunden vorher' }).waitFor()
  await reminders().getByText('Der Parkplatz ist gesperrt.').waitFor()
  expect(await reminders().getByRole('heading', { level: 3 }).allTextContents()).toEqual([
    '1 Tag vorher',
    '3 Stunden vorher',
  ])
  expect(faults).toEqual([])
})

test('an address that takes nothing is seen at the person, looked into and put right', async () => {
  await page.goto('/admin/mails')
  await page.getByText('Adressen prüfen').waitFor()
  await page.getByLabel('Suche').fill('voll')
  await expect.poll(() => page.getByRole('row').count()).toBe(2)
  expect(page.url()).toContain('q=voll')
  await page.getByRole('row').getByRole('link').click()
  await page.getByText('Die Adresse gibt es nicht.').first().waitFor()
  await page.getByText('Antwort des Mailservers im Wortlaut').click()
  await page.getByText('Recipient address rejected').waitFor()
  await page.getByRole('link', { name: 'Zur Anmeldung' }).click()
  const drawer = page.getByRole('dialog', { name: 'Vera Voll' })
  await drawer.getByText('Adresse prüfen').waitFor()
  await drawer.getByRole('button', { name: 'Adresse stimmt' }).click()
  await page.getByRole('status').filter({ hasText: 'Die Adresse bekommt wieder alle Mails.' }).first().waitFor()
  await drawer.getByText('Adresse prüfen').waitFor({ state: 'detached' })
  expect(faults).toEqual([])
})

test('a mail is said in the words of the office: variables by buttons, mistakes at once, the result beside it', async () => {
  await page.goto('/admin/mails')
  await page.getByRole('link', { name: 'Mailtexte' }).click()
  await page.getByRole('link', { name: 'Vom Büro angemeldet: Deutsch', exact: true }).click()
  const text = page.getByLabel('Text', { exact: true })
  await page.getByText('Guten Tag Ada Adler,').waitFor()
  await text.fill('Schön, dass Sie kommen, .\n\n{Anlas}\n\n{Datenschutz}')
  await page.getByText('{Anlas} gibt es in diesem Text nicht.').waitFor()
  await text.fill('Schön, dass Sie kommen, .\n\n{Datenschutz}')
  await page.getByText('{Anlass} muss in diesem Text stehen.').waitFor()
  await text.fill('Schön, dass Sie kommen, .\n\n\n\n{Datenschutz}')
  await text.evaluate((field: HTMLTextAreaElement) => field.setSelectionRange(24, 24))
  await button('Vorname einsetzen').click()
  const put = async (from: number, name: string) => {
    await text.evaluate((field: HTMLTextAreaElement, at) => field.setSelectionRange(at, at), from)
    await button(`${name} einsetzen`).click()
  }
  await put('Schön, dass Sie kommen, {Vorname}.\n\n'.length, 'Anlass')
  expect(await text.inputValue()).toBe('Schön, dass Sie kommen, {Vorname}.\n\n{Anlass}\n\n{Datenschutz}')
  await page.getByText('Schön, dass Sie kommen, Ada.').waitFor()
  // as mail programs show it
  await page.getByLabel('Gestaltet, dunkel').check()
  const shown = page.frameLocator('iframe')
  await shown.getByText('Schön, dass Sie kommen, Ada.').waitFor()
  expect(await shown.locator('html').evaluate(one => getComputedStyle(one).colorScheme)).toBe('dark')
  await expect
    .poll(() => shown.getByText('Meine Anmeldung ansehen').evaluate(one => one.style.padding))
    .toBe('12px 24px')
  await keepScreenshot(page, 'admin-mail-template-html-dark')
  await page.getByLabel('Gestaltet, hell').check()
  await keepScreenshot(page, 'admin-mail-template-html-light')
  await page.getByLabel('Nur Text').check()
  await button('Testmail an mich').click()
  await page.getByRole('status').filter({ hasText: 'Die Testmail geht an' }).first().waitFor()
  await button('Speichern').click()
  await page.getByRole('status').filter({ hasText: 'Ab jetzt schreiben wir so.' }).first().waitFor()
  await page.getByText('Eigener Text', { exact: true }).waitFor()
  await button('Zurück zum Standardtext').click()
  await page.getByText('2 frühere Fassungen').click()
  await button('In die Felder übernehmen').click()
  expect(await text.inputValue()).toContain('{Vorname}')

  // what a colleague saves meanwhile takes nothing away, and nobody writes over it unseen
  await text.fill('Meine Worte\n\n{Anlass}\n\n{Datenschutz}')
  const colleague = await page.context().newPage()
  await colleague.goto(page.url())
  await colleague.getByLabel('Text', { exact: true }).fill('Andere Worte\n\n{Anlass}\n\n{Datenschutz}')
  await colleague.getByRole('button', { name: 'Speichern' }).click()
  await colleague.getByRole('status').filter({ hasText: 'Ab jetzt schreiben wir so.' }).first().waitFor()
  await colleague.close()
  await page.getByText('Eigener Text', { exact: true }).waitFor()
  expect(await text.inputValue()).toContain('Meine Worte')
  await button('Speichern').click()
  await page.getByText('Jemand hat diesen Text inzwischen geändert.').waitFor()
  expect(await text.inputValue()).toContain('Meine Worte')
  expect(faults).toEqual([])
})

describe.each(worlds)('$width px', world => {
  const look = (name: string, address: string, ready: (at: Page) => Promise<void>) =>
    lookAt(browser, service.url, { name, address, ...world, signedIn: page }, ready)

  test('the reminders of a meeting, read and edited', async () => {
    await look('reminders', `/admin/meetings/${meeting}/sign-up`, at => at.getByText('3 Stunden vorher').waitFor())
    await look('reminders-edit', `/admin/meetings/${meeting}/sign-up`, async at => {
      await at.getByRole('button', { name: 'Erinnerungen ändern' }).click()
      await at.getByRole('group', { name: 'Erinnerung 2' }).waitFor()
    })
  })

  test('the words of mails: all of them, one in German, one in Arabic', async () => {
    await look('mail-templates', '/admin/mail-templates', at => at.getByText('Links angefordert').first().waitFor())
    await look('mail-template', '/admin/mail-templates/confirm/de', at =>
      at.getByText('Guten Tag Ada Adler,').waitFor(),
    )
    // to somebody from an earlier meeting, with what cannot be written away around it
    await look('mail-template-invitation', '/admin/mail-templates/meeting_invitation/de', at =>
      at.getByText('Keine Einladungen mehr').last().waitFor(),
    )
    await look('mail-template-ar', '/admin/mail-templates/reminder/ar', at =>
      at.getByText('Ada Adler').last().waitFor(),
    )
  })

  test('addresses to check, in the log and at the registration', async () => {
    // refused once more
    await office('POST', `/api/v1/registrations/${registration}/withdraw`)
    await look('mails-addresses', '/admin/mails', at => at.getByText('Adressen prüfen').waitFor())
    await look('mail-refused', '/admin/mails?q=voll', async at => {
      await at.getByRole('row').getByRole('link').first().click()
      await at.getByText('Die Adresse gibt es nicht.').first().waitFor()
    })
    await look('registration-address', `/admin/meetings/${meeting}/registrations?registration=${registration}`, at =>
      at.getByText('Adresse prüfen').waitFor(),
    )
    await office('POST', `/api/v1/registrations/${registration}/restore`)
  })
})

test('mails are shown of a meeting that somebody is registered for; of an empty one it is said that there is none', async () => {
  const { id } = await office<{ id: string }>('POST', '/api/v1/meetings', {
    kind: 'specialist',
    title: 'Noch ohne Gäste',
    startsAt: new Date(Date.now() + 90 * 86_400_000).toISOString(),
    endsAt: new Date(Date.now() + 90 * 86_400_000 + 3_600_000).toISOString(),
  })
  await office('POST', `/api/v1/meetings/${id}/publish`)
  await page.goto('/admin/mail-templates/confirmed/de')
  await page.getByLabel('Treffen', { exact: true }).selectOption('Noch ohne Gäste')
  await page.getByText('Zu diesem Treffen ist niemand mit E-Mail-Adresse angemeldet.', { exact: false }).waitFor()
  // an invitation is shown for those alone who would get one
  const who = { firstName: 'Nur', lastName: 'Diesmal', email: 'nur.diesmal@example.org' }
  await office('POST', `/api/v1/meetings/${id}/registrations`, who)
  await page.goto('/admin/mail-templates/meeting_invitation/de')
  await page.getByText('Keine Einladungen mehr').last().waitFor()
  await page.getByLabel('Bekannt von diesem Treffen').selectOption('Noch ohne Gäste')
  await page.getByText('Von diesem Treffen hat niemand zugestimmt', { exact: false }).waitFor()
})

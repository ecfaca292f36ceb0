import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, openPage, signIn } from './browser.ts'
import { enlargeLetters, inspect } from './look.ts'
import { mailTo, officeOf, openMeeting, type Office } from './office.ts'
import { keepScreenshot } from './screenshots.ts'
import { startService, type RunningService } from './service.ts'
import { fillIn, heading, press } from './visitor.ts'

// Several people signed up in one go: on the form, by its link, and without the program.

let service: RunningService
let browser: Browser
let office: Office
let meeting: string

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

test('one form for three on a phone: each has a place, one code confirms those of the mailbox, more come later', async () => {
  const { page, context, faults } = await openPage(browser, service.url, { width: 375 })
  await page.goto(`/meetings/${meeting}/sign-up`, { waitUntil: 'networkidle' })
  const email = await fillIn(page, 'Ada', 'Gruppe')
  await press(page, 'Weitere Person anmelden')
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('colleague1FirstName')
  const first = page.getByRole('group', { name: 'Weitere Person 1' })
  await first.getByLabel('Vorname').fill('Bo')
  await press(page, 'Weitere Person anmelden')
  await press(page, 'Weitere Person anmelden')
  const [second, third] = [2, 3].map(n => page.getByRole('group', { name: `Weitere Person ${n}` }))
  await third?.getByLabel('Vorname').fill('Cleo')
  await third?.getByLabel('Nachname').fill('Gruppe')
  await third?.getByLabel('E-Mail-Adresse').fill('cleo@example')
  // the empty one between is closed up; Enter sends
  await page.getByLabel('Nachname').first().press('Enter')
  const summary = page.getByRole('alert')
  expect(await summary.getByRole('link').allTextContents()).toEqual([
    'Weitere Person 1: Geben Sie den Nachnamen ein',
    'Geben Sie die E-Mail-Adresse so ein: name@example.org',
  ])
  await inspect(page, 'visitor-company-mistakes-375', ['light'])
  await first.getByLabel('Nachname').fill('Gruppe')
  await second?.getByLabel('E-Mail-Adresse').fill('cleo@example.org')
  // what was typed is there in another language as well
  await page.getByRole('button', { name: 'Sprache: Deutsch' }).click()
  await page.getByRole('link', { name: 'العربية' }).click()
  await page.waitForURL(`**/ar/meetings/${meeting}/sign-up`)
  await expect.poll(() => page.locator('#colleague2Email').inputValue()).toBe('cleo@example.org')
  await inspect(page, 'visitor-company-ar-375', ['light'])
  await page.getByRole('link', { name: 'Diese Seite auf Deutsch' }).click()
  await page.waitForURL(`${service.url}/meetings/${meeting}/sign-up`)
  await expect.poll(() => page.locator('#colleague2Email').inputValue()).toBe('cleo@example.org')

  await press(page, 'Jetzt anmelden')
  await heading(page, 'Bestätigen Sie Ihre E-Mail-Adresse')
  const listed = page.locator('.company-places li')
  expect(await listed.allInnerTexts()).toEqual(
    ['Ada', 'Bo', 'Cleo'].map(
      name => expect.stringMatching(new RegExp(`^${name} Gruppe\\s+Platz vorgemerkt$`)) as string,
    ),
  )
  await inspect(page, 'visitor-company-code-375', ['light'])
  await page.reload()
  await expect.poll(() => listed.count()).toBe(3)
  const { code, link } = await mailTo(office, email, 'confirm')
  expect((await mailTo(office, 'cleo@example.org', 'confirm')).text).toContain('Ada Gruppe hat Sie')
  const button = await context.newPage()
  await button.goto(link)
  await button.getByText('Mit diesem Knopf bestätigen Sie auch für: Bo Gruppe.').waitFor()
  await button.close()
  await page.getByLabel('Code').fill(code)
  await press(page, 'Bestätigen')
  await heading(page, 'Sie sind angemeldet')
  const company = page.getByRole('region', { name: 'Wer kommt noch?' })
  expect(await company.getByRole('listitem').allInnerTexts()).toEqual([
    expect.stringMatching(/^Bo Gruppe\s+angemeldet$/),
  ])

  await company.getByRole('button', { name: 'Weitere Person anmelden' }).click()
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('more-colleague1FirstName')
  await company.getByRole('button', { name: 'Anmelden', exact: true }).click()
  await company.getByRole('link', { name: 'Weitere Person 1: Geben Sie den Vornamen ein' }).waitFor()
  await company.getByLabel('Vorname').fill('Dina')
  await company.getByLabel('Nachname').fill('Gruppe')
  await inspect(page, 'visitor-company-add-375', ['light'])
  await company.getByRole('button', { name: 'Anmelden', exact: true }).click()
  await company.getByText('Gerade angemeldet: Dina Gruppe').waitFor()
  expect(await company.getByRole('listitem').allInnerTexts()).toEqual([
    expect.stringMatching(/^Bo Gruppe\s+angemeldet$/),
    expect.stringMatching(/^Dina Gruppe\s+Warteliste$/),
  ])
  await inspect(page, 'visitor-company-added-375', ['light'])
  expect(faults).toEqual([])
  await context.close()
})

test('without the program the form grows on the way through the service, and a place is handed over, in Arabic', async () => {
  const { page, context } = await openPage(browser, service.url, { width: 375, javaScript: false })
  const other = await openMeeting(office, 1)
  await page.goto(`/ar/meetings/${other}/sign-up`)
  await page.locator('#firstName').fill('Amal')
  await page.locator('button[name=addColleague]').click()
  expect(await page.locator('#firstName').inputValue()).toBe('Amal')
  expect(page.url()).toMatch(/#colleague1FirstName$/)
  await page.locator('#lastName').fill('Haddad')
  await page.locator('#email').fill('haddad@example.org')
  await page.locator('#organisationTyped').fill('Frauentreff')
  await page.locator('#colleague1FirstName').fill('Nour')
  // Enter sends, and what is wrong is said
  await page.locator('#colleague1FirstName').press('Enter')
  await page.getByRole('alert').getByRole('link').waitFor()
  await page.locator('#colleague1LastName').fill('Haddad')
  await page.locator('.tp-form__actions button').click()
  await page.waitForURL('**/ar/confirmations/**')
  expect(await page.locator('.company-places li').allInnerTexts()).toEqual([
    expect.stringContaining('المقعد محجوز مؤقتًا'),
    expect.stringContaining('قائمة الانتظار'),
  ])
  const mail = await mailTo(office, 'haddad@example.org', 'confirm')
  expect(mail.text).toContain('Nour Haddad')

  await page.locator('#code').fill(mail.code)
  await page.locator('.tp-form__actions button').click()
  await page.waitForURL('**/ar/registrations/**')
  // the styles of all that it holds come with the page
  const line = page.locator('.meeting-line li').first()
  expect(await line.evaluate(one => getComputedStyle(one).display)).toBe('flex')
  await page.getByRole('link', { name: 'يحضر شخص آخر' }).click()
  await heading(page, 'من يحضر نيابة عنكم؟')
  await page.locator('#substitute-firstName').fill('Salma')
  await page.locator('#substitute-email').fill('salma@example')
  await press(page, 'نقل المقعد')
  expect(await page.getByRole('alert').getByRole('link').allTextContents()).toEqual([
    'أدخلوا اسم العائلة',
    expect.stringContaining('name@example.org'),
  ])
  expect(await page.title()).toMatch(/^خطأ: /)
  expect(await page.locator('#substitute-firstName').inputValue()).toBe('Salma')
  await keepScreenshot(page, 'visitor-substitute-ar-375-light')
  await page.locator('#substitute-lastName').fill('Haddad')
  await page.locator('#substitute-email').fill('salma@example.org')
  await press(page, 'نقل المقعد')
  await heading(page, 'نقلتم مقعدكم إلى شخص آخر')
  expect((await mailTo(office, 'salma@example.org', 'substitute')).text).toContain('Amal Haddad')
  await context.close()
})

test('what somebody needs stays open and filled in when the language changes', async () => {
  const { page, context } = await openPage(browser, service.url, { width: 375 })
  await page.goto(`/meetings/${meeting}/sign-up`, { waitUntil: 'networkidle' })
  await page.getByText('Brauchen Sie Unterstützung?').click()
  await page.getByLabel('Dolmetschen').fill('Ukrainisch')
  await page.getByRole('button', { name: 'Sprache: Deutsch' }).click()
  await page.getByRole('link', { name: 'Українська' }).click()
  await page.waitForURL('**/uk/**')
  await page.locator('#interpreter').waitFor()
  expect(await page.locator('#interpreter').inputValue()).toBe('Ukrainisch')
  await page.locator('#interpreter').fill('')
  expect(await page.locator('#interpreter').isVisible()).toBe(true)
  await inspect(page, 'visitor-support-uk-375', ['light'])
  // the network's name stays in one piece with large letters
  await page.setViewportSize({ width: 640, height: 900 })
  await enlargeLetters(page)
  const brand = await page.locator('.tp-public__brand span').boundingBox()
  expect(brand?.width).toBeGreaterThan(200)
  await inspect(page, 'visitor-large-uk-640', ['light'])
  await context.close()
})

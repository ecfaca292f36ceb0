import { languageKeys, languages, prefixOf, type Language } from '@treffpunkt/shared/languages'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser, openPage, signIn } from './browser.ts'
import { inspect, lookAt, worlds } from './look.ts'
import { mailTo, officeOf, openMeeting, type Office } from './office.ts'
import { startService, type RunningService } from './service.ts'

// Everything that visitors read, in their language: pages, mails, and what the office wrote, as far as it is translated.
let service: RunningService
let browser: Browser
let desk: Page
let office: Office
let meeting: string
beforeAll(async () => {
  ;[service, browser] = await Promise.all([startService(), openBrowser()])
  ;({ page: desk } = await openPage(browser, service.url))
  await signIn(desk, service.signInLink)
  office = officeOf(desk)
  meeting = await openMeeting(office, 20)
  await office('PATCH', `/api/v1/meetings/${meeting}`, { summary: 'Drei Häuser berichten.', costs: '5 Euro' })
})
afterAll(async () => {
  await browser.close()
  await service.stop()
})

const arabic = 'ar' satisfies Language

test('the office translates what a meeting is about, and sees what is missing', async () => {
  await desk.goto(`/admin/meetings/${meeting}/content`)
  const section = desk.getByRole('region', { name: 'In anderen Sprachen' })
  await section.getByText('Noch nicht übersetzt').first().waitFor()
  await section.getByRole('button', { name: /ändern/i }).click()
  await section.getByText('Українська: Noch nicht übersetzt').click()
  await section.getByLabel('Schwerpunkt (Українська)').fill('Міграція та догляд')
  await section.getByText('العربية: Noch nicht übersetzt').click()
  await section.getByLabel('Schwerpunkt (العربية)').fill('الهجرة والرعاية')
  await section.getByLabel('Beschreibung (العربية)').fill('ثلاث دور تقدم تقاريرها.')
  await section.getByLabel('Kosten (العربية)').fill('5 يورو')
  await inspect(desk, 'admin-translations-1280', ['light'])
  await section.getByRole('button', { name: 'Fertig' }).click()
  await section.getByText('Es fehlt: Beschreibung, Kosten').waitFor()
  await section.getByText('Vollständig').waitFor()
})

test('every language has an address of its own, says so, and names the others', async () => {
  const { page, context, faults } = await openPage(browser, service.url, { width: 375 })
  for (const key of languageKeys) {
    const { lang, dir } = languages[key]
    await page.goto(`${prefixOf(key)}/meetings/${meeting}`)
    const root = page.locator('html')
    expect([await root.getAttribute('lang'), await root.getAttribute('dir')]).toEqual([lang, dir])
    const others = await page
      .locator('link[rel=alternate]')
      .evaluateAll(all => all.map(one => one.getAttribute('hreflang')))
    expect(others).toEqual(['de', 'en', 'uk', 'ar'])
  }
  // a translation where there is one, else German that says it is
  await page.goto(`/uk/meetings/${meeting}`)
  await page.getByText('Міграція та догляд').waitFor()
  const german = page.getByText('Drei Häuser berichten.')
  expect([await german.getAttribute('lang'), await german.getAttribute('dir')]).toEqual(['de', 'ltr'])
  expect(faults).toEqual([])
  await context.close()
})

test('who changes the language stays on the page and keeps what was typed', async () => {
  const { page, context, faults } = await openPage(browser, service.url, { width: 375 })
  await page.goto(`/meetings/${meeting}/sign-up`)
  await page.getByLabel('Vorname').fill('Olena')
  await page.getByLabel('E-Mail-Adresse', { exact: true }).fill('olena@example.org')
  await page.getByRole('button', { name: 'Sprache: Deutsch' }).click()
  await inspect(page, 'visitor-languages-375', ['light'])
  await page.getByRole('link', { name: 'Українська' }).click()
  await page.waitForURL(`**/uk/meetings/${meeting}/sign-up`)
  expect(await page.locator('#firstName').inputValue()).toBe('Olena')
  expect(await page.locator('#email').inputValue()).toBe('olena@example.org')
  expect(faults).toEqual([])
  await context.close()
})

test('the way from form to ticket, in Arabic: pages, mail and the link in it', async () => {
  const { page, context, faults } = await openPage(browser, service.url, { width: 375 })
  await page.goto(`/${arabic}/meetings/${meeting}`)
  await page.getByText('ثلاث دور تقدم تقاريرها.').waitFor()
  await page.goto(`/${arabic}/meetings/${meeting}/sign-up`)
  // a tick is not mirrored
  await page.locator('#contactList').check()
  await page.locator('.tp-form__actions button').click()
  await inspect(page, 'visitor-sign-up-mistakes-ar-375', ['light'])
  await page.locator('#firstName').fill('Amal')
  await page.locator('#lastName').fill('Haddad')
  await page.locator('#email').fill('\u200Famal@example.org\u200E')
  await page.locator('.tp-form__actions button').click()
  await page.waitForURL(`**/${arabic}/confirmations/**`)
  const mail = await mailTo(office, 'amal@example.org', 'confirm')
  expect(mail.text).toContain('Amal Haddad')
  expect(mail.text).toMatch(/[\u0600-\u06FF]{3}/)
  expect(mail.text).not.toMatch(/Anmeldung|Guten Tag|Uhr/)
  expect(mail.link).toContain(`/${arabic}/confirm/`)
  await page.goto(mail.link)
  await page.locator('main form button').click()
  await page.waitForURL(`**/${arabic}/**`)
  await page.goto(`/${arabic}/lost-link`)
  const own = await mailTo(office, 'amal@example.org', 'confirmed')
  expect(own.link).toContain(`/${arabic}/registrations/`)
  await page.goto(own.link)
  await page.getByRole('img').first().waitFor()
  await inspect(page, 'visitor-own-ar-375', ['light'])
  expect(faults).toEqual([])
  await context.close()
})

test('without the program a form in another language leads on in that language', async () => {
  const { page, context } = await openPage(browser, service.url, { width: 375, javaScript: false })
  await page.goto(`/en/meetings/${meeting}/sign-up`)
  await page.getByLabel('First name').fill('Mary')
  await page.getByRole('button', { name: /^Sign up|Register/ }).click()
  await page.getByRole('heading', { name: 'There is a problem' }).waitFor()
  await page.getByLabel('Last name').fill('Poppins')
  await page.locator('#email').fill('mary@example.org')
  await page.getByRole('button', { name: /^Sign up|Register/ }).click()
  await page.waitForURL('**/en/confirmations/**')
  expect((await mailTo(office, 'mary@example.org', 'confirm')).text).toContain('registration')
  await context.close()
})

test('what is not there says so in the language of the address, and leads back in it', async () => {
  const { page, context } = await openPage(browser, service.url, { width: 375 })
  await page.goto('/en/nothing-here')
  expect(await page.locator('html').getAttribute('lang')).toBe('en')
  await page.locator('main a').first().click()
  await page.waitForURL(/\/en\/?$/)
  await context.close()
})

test('what the law asks for stands there in each language; the office goes on from what came with the program', async () => {
  const { page, context, faults } = await openPage(browser, service.url, { width: 375 })
  const text = page.locator('.tp-prose')
  for (const [key, binding] of [
    ['ar', 'والنص الألماني هو الملزم قانونًا.'],
    ['en', 'The German version is legally binding.'],
  ] as const)
    for (const address of ['/imprint', '/privacy', '/accessibility']) {
      await page.goto(`/${key}${address}`)
      await text.getByText(binding).waitFor()
      expect(
        await text.evaluate(one => [one.closest('[lang]')?.getAttribute('lang'), getComputedStyle(one).direction]),
      ).toEqual([languages[key].lang, languages[key].dir])
    }
  // once the German one is written, no other shows its gaps any more
  await desk.goto('/admin/settings/texts')
  const imprint = desk.getByRole('region', { name: 'Impressum' })
  await imprint.getByText(/\d Lücken in eckigen Klammern/).waitFor()
  await imprint.getByRole('button', { name: /ändern/i }).click()
  const written = imprint.getByRole('textbox')
  const delivered = await written.inputValue()
  const takeDelivered = imprint.getByRole('button', { name: 'Mitgelieferten Text übernehmen' })
  await takeDelivered.click()
  await imprint.getByText('Der mitgelieferte Text steht schon im Feld.').waitFor()
  await written.fill('## Anbieter\n\nBurgenlandkreis')
  await imprint.getByRole('button', { name: 'Speichern' }).click()
  await written.waitFor({ state: 'detached' })
  // what was written anew finds back to what came with the program, and from there to where it was
  await imprint.getByRole('button', { name: /ändern/i }).click()
  await takeDelivered.click()
  await imprint.getByText('Er gilt, sobald Sie speichern.').waitFor()
  expect(await written.inputValue()).toBe(delivered)
  await inspect(desk, 'admin-text-delivered-1280', ['light'])
  await imprint.getByRole('button', { name: 'Vorherigen Text zurückholen' }).click()
  expect(await written.inputValue()).toBe('## Anbieter\n\nBurgenlandkreis')
  await takeDelivered.click()
  await imprint.getByRole('button', { name: 'Speichern' }).click()
  await written.waitFor({ state: 'detached' })
  await page.goto('/imprint')
  await text
    .getByText(/\[Name/)
    .first()
    .waitFor()
  await imprint.getByRole('button', { name: /ändern/i }).click()
  await written.fill('## Anbieter\n\nBurgenlandkreis')
  await imprint.getByRole('button', { name: 'Speichern' }).click()
  await imprint.getByRole('textbox').waitFor({ state: 'detached' })
  await page.goto('/ar/imprint')
  await text.getByText('Burgenlandkreis').waitFor()
  expect(await text.getAttribute('lang')).toBe('de')
  await desk.getByLabel('Sprache der Texte').selectOption({ label: 'العربية' })
  await imprint.getByText('Noch nicht übersetzt.').waitFor()
  await imprint.getByRole('button', { name: 'Impressum: Mitgelieferten Text übernehmen' }).click()
  await imprint.getByText(/\d Lücken in eckigen Klammern/).waitFor()
  await inspect(desk, 'admin-text-template-1280', ['light'])
  const field = imprint.getByRole('textbox')
  await field.fill((await field.inputValue()).replace(/\[[^\]]+\]/g, 'Burgenlandkreis'))
  await imprint.getByText(/in eckigen Klammern/).waitFor({ state: 'detached' })
  await imprint.getByRole('button', { name: 'Speichern' }).click()
  await field.waitFor({ state: 'detached' })
  await page.goto('/ar/imprint')
  await text.getByText('الجهة الناشرة').waitFor()
  expect(faults).toEqual([])
  await context.close()
})

const pages: Record<string, () => string> = {
  upcoming: () => '/',
  meeting: () => `/meetings/${meeting}`,
  'sign-up': () => `/meetings/${meeting}/sign-up`,
  privacy: () => '/privacy',
  accessibility: () => '/accessibility',
}
// all languages in the audit, otherwise the one whose pages run the other way
const looked: Language[] = process.env.AUDIT === 'all' ? languageKeys.filter(key => key !== 'de') : [arabic]
describe.each(worlds)('$width px', world => {
  test.each(looked.flatMap(key => Object.entries(pages).map(([name, address]) => ({ key, name, address }))))(
    '$name in $key',
    ({ key, name, address }) =>
      lookAt(browser, service.url, { name: `${name}-${key}`, address: prefixOf(key) + address(), ...world }, page =>
        page.locator('main h1').waitFor(),
      ),
  )
})

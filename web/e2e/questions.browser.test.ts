import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible, openBrowser, openPage, signIn } from './browser.ts'
import { lookAt, worlds } from './look.ts'
import { mailTo, officeOf, openMeeting, type Office } from './office.ts'
import { keepScreenshot } from './screenshots.ts'
import { startService, type RunningService } from './service.ts'
import { fillIn, heading, press } from './visitor.ts'

let service: RunningService
let browser: Browser
let page: Page
let faults: string[]
let office: Office
let meeting: string
/** Of somebody who has answered. */
let link = ''
beforeAll(async () => {
  ;[service, browser] = await Promise.all([startService({ example: false }), openBrowser()])
  ;({ page, faults } = await openPage(browser, service.url))
  await signIn(page, service.signInLink)
  office = officeOf(page)
  meeting = await openMeeting(office, 30)
})
afterAll(async () => {
  await browser.close()
  await service.stop()
})

const button = (name: string | RegExp) => page.getByRole('button', { name })
const said = (text: string) => page.getByRole('status').filter({ hasText: text }).first().waitFor()
const section = () => page.getByRole('region', { name: 'Fragen bei der Anmeldung' })
const labels = () => section().locator('.asking__label').allInnerTexts()

test('the office asks, in an order of its own', async () => {
  await page.goto(`/admin/meetings/${meeting}/sign-up`)
  await section().getByText('Fragen Sie nur, was Sie').waitFor()
  await button('Frage hinzufügen').click()
  const form = page.getByRole('dialog', { name: 'Neue Frage' })
  await form.getByRole('button', { name: 'Speichern' }).click()
  await form.getByRole('alert').getByRole('link', { name: 'Schreiben Sie, wozu Sie das fragen' }).waitFor()
  await form.getByLabel('Frage', { exact: true }).fill('Essen Sie mit?')
  await form.getByLabel('Wozu fragen Sie das?', { exact: true }).fill('Damit wir genug Essen bestellen.')
  await form.getByLabel('Ohne Antwort keine Anmeldung').check()
  await form.getByText('English', { exact: true }).click()
  await form.getByLabel('Frage (English)').fill('Will you eat with us?')
  await form.getByLabel('Wozu fragen Sie das? (English)').fill('So that we order enough food.')
  await keepScreenshot(page, 'question-dialog-1280-light')
  await expectAccessible(page)
  await form.getByRole('button', { name: 'Speichern' }).click()
  await section().getByText('nötig zur Anmeldung').waitFor()

  await button('Frage hinzufügen').click()
  await form.getByLabel('Frage', { exact: true }).fill('Welches Gericht?')
  await form.getByLabel('Art der Antwort').selectOption('Eine Antwort aus mehreren')
  await form.getByLabel('Antwort 1').fill('Suppe')
  await form.getByLabel('Antwort 2').fill('Salat')
  await form.getByLabel('Wozu fragen Sie das?', { exact: true }).fill('Damit es für alle reicht.')
  await form.getByLabel('Wann wird die Frage gezeigt?').selectOption('Essen Sie mit?')
  await form.getByRole('button', { name: 'Speichern' }).click()
  await form.getByRole('alert').getByRole('link', { name: 'Wählen Sie die Antwort, bei der' }).waitFor()
  await form.getByLabel('Bei dieser Antwort').selectOption('Ja')
  await form.getByRole('button', { name: 'Speichern' }).click()
  await section().getByText('Nur, wenn Sie bei „Essen Sie mit?“ antworten: Ja').waitFor()

  const ask = (body: object) =>
    office('POST', `/api/v1/meetings/${meeting}/questions`, { purpose: 'Damit wir gut planen.', ...body })
  const topics = ['Pflege', 'Sprache', 'Schule'].map((label, at) => ({ key: `t${at}`, label }))
  await ask({ kind: 'several_of', label: 'Worüber möchten Sie sprechen?', choices: topics })
  const english = {
    label: 'How many children will you bring?',
    help: null,
    purpose: 'So that we plan well.',
    choices: [],
  }
  await ask({ kind: 'number', label: 'Wie viele Kinder bringen Sie mit?', translations: { en: english } })
  await ask({ kind: 'short_text', label: 'Vertragen Sie etwas nicht?', sensitive: true })
  await page.reload()
  await button('„Worüber möchten Sie sprechen?“ nach oben').click()
  await said('„Worüber möchten Sie sprechen?“: Frage 2 von 5')
  await expect
    .poll(async () => (await labels()).slice(0, 3))
    .toEqual(['Essen Sie mit?', 'Worüber möchten Sie sprechen?', 'Welches Gericht?'])
  // what did not move is not said to have moved
  await page.route('**/question-order', route => route.abort())
  await button('„Worüber möchten Sie sprechen?“ nach unten').click()
  await section().getByRole('alert').getByText('Keine Verbindung').waitFor()
  expect(await page.getByText('„Worüber möchten Sie sprechen?“: Frage').count()).toBe(0)
  await page.unroute('**/question-order')
  // before the question that decides about it there is no place
  await button('„Welches Gericht?“ nach oben').click()
  await expect.poll(async () => (await labels()).slice(0, 2)).toEqual(['Essen Sie mit?', 'Welches Gericht?'])
  expect(await button('„Welches Gericht?“ nach oben').count()).toBe(0)

  await button('Vorschau').click()
  const preview = page.getByRole('dialog', { name: 'Vorschau' })
  expect(await preview.getByText('Welches Gericht?').isVisible()).toBe(false)
  await preview.getByLabel('Ja', { exact: true }).check()
  await preview.getByText('Welches Gericht?').waitFor()
  await preview.getByLabel('Sprache der Vorschau').selectOption('English')
  await preview.getByText('Will you eat with us?', { exact: false }).first().waitFor()
  // what frames the questions speaks it as well
  await preview.getByLabel('Yes', { exact: true }).waitFor()
  await preview.getByLabel('How many children will you bring? (optional)').waitFor()
  expect(
    await preview.getByLabel('Vertragen Sie etwas nicht?').evaluate(one => one.closest('[lang]')?.getAttribute('lang')),
  ).toBe('de')
  await keepScreenshot(page, 'question-preview-1280-light')
  await expectAccessible(page)
  await preview.getByLabel('Sprache der Vorschau').selectOption('العربية')
  const optional = preview.getByText('(اختياري)')
  await optional.first().waitFor()
  expect(await optional.first().evaluate(one => getComputedStyle(one).direction)).toBe('rtl')
  // what stays German runs from left to right, on the side of the page
  const german = preview.getByText('Damit wir genug Essen bestellen.')
  expect(await german.evaluate(one => getComputedStyle(one).textAlign)).toBe('right')
  expect(await preview.getByText(/optional|^Ja$|^Nein$/).count()).toBe(0)
  await keepScreenshot(page, 'question-preview-ar-1280-light')
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  expect(faults).toEqual([])
})

test('somebody answers on a phone, and changes an answer', async () => {
  const visitor = await openPage(browser, service.url, { width: 375 })
  const phone = visitor.page
  await phone.goto(`/meetings/${meeting}/sign-up`, { waitUntil: 'networkidle' })
  const email = await fillIn(phone, 'Olena', 'Kovalenko')
  expect(await phone.getByText('Welches Gericht?').isVisible()).toBe(false)
  await phone.getByLabel('Wie viele Kinder').fill('zwei')
  await press(phone, 'Jetzt anmelden')
  const summary = phone.getByRole('alert')
  await summary.getByRole('link', { name: 'Beantworten Sie die Frage „Essen Sie mit?“' }).click()
  await phone.keyboard.press('Space')
  await phone.getByLabel('Salat').check()
  await phone.getByLabel('Pflege').check()
  await phone.getByLabel('Schule').check()
  await phone.getByLabel('Vertragen Sie etwas nicht?').fill('Nüsse')
  await expectAccessible(phone)
  await press(phone, 'Jetzt anmelden')
  await summary.getByRole('link', { name: 'ganze Zahl' }).waitFor()
  await keepScreenshot(phone, 'sign-up-questions-375-light')
  // what was typed is kept while somebody looks elsewhere
  await phone.getByRole('link', { name: 'Zur Datenschutzerklärung' }).click()
  await heading(phone, 'Datenschutz')
  await phone.goBack()
  await expect.poll(() => phone.getByLabel('Schule').isChecked()).toBe(true)
  await phone.getByLabel('Wie viele Kinder').fill('2')
  await press(phone, 'Jetzt anmelden')
  await heading(phone, 'Bestätigen Sie Ihre E-Mail-Adresse')
  await phone.getByLabel('Code').fill((await mailTo(office, email, 'confirm')).code)
  await press(phone, 'Bestätigen')
  await heading(phone, 'Sie sind angemeldet')
  link = new URL(phone.url()).pathname
  const details = phone.getByRole('region', { name: /Angaben/ })
  await details.getByText('Salat').waitFor()
  await details.getByText('Pflege').waitFor()
  await phone.getByRole('button', { name: 'Ihre Angaben ändern' }).or(phone.locator('[data-change]')).first().click()
  await phone.getByLabel('Nein', { exact: true }).check()
  await expect.poll(() => phone.getByText('Welches Gericht?').isVisible()).toBe(false)
  await keepScreenshot(phone, 'own-questions-375-light')
  await press(phone, 'Speichern')
  await details.getByText('Nein', { exact: true }).waitFor()
  await expect.poll(() => details.getByText('Salat').count()).toBe(0)
  expect(visitor.faults).toEqual([])
  await visitor.context.close()
})

test('without JavaScript all are there with a word about when they are meant', async () => {
  const visitor = await openPage(browser, service.url, { width: 375, javaScript: false })
  const plain = visitor.page
  await plain.goto(`/meetings/${meeting}/sign-up`)
  await plain.getByText('Nur, wenn Sie bei „Essen Sie mit?“ antworten: Ja').waitFor()
  await fillIn(plain, 'Petro', 'Bondar')
  await plain.getByLabel('Suppe').check()
  await plain.getByLabel('Sprache', { exact: true }).check()
  await press(plain, 'Jetzt anmelden')
  await plain.getByRole('link', { name: 'Beantworten Sie die Frage „Essen Sie mit?“' }).waitFor()
  expect(await plain.getByLabel('Suppe').isChecked()).toBe(true)
  expect(await plain.getByLabel('Sprache', { exact: true }).isChecked()).toBe(true)
  await plain.getByLabel('Nein', { exact: true }).check()
  await press(plain, 'Jetzt anmelden')
  await heading(plain, 'Bestätigen Sie Ihre E-Mail-Adresse')
  await visitor.context.close()
})

test('the office reads the answers, and deletes a question with a warning', async () => {
  await page.goto(`/admin/meetings/${meeting}/registrations`)
  await page
    .getByRole('link', { name: /Kovalenko/ })
    .first()
    .click()
  const drawer = page.getByRole('dialog', { name: /Kovalenko/ })
  await drawer.getByText('Nüsse').waitFor()
  await drawer.getByRole('button', { name: 'Angaben ändern' }).click()
  await drawer.getByLabel('Wie viele Kinder').fill('3')
  await keepScreenshot(page, 'drawer-questions-1280-light')
  await expectAccessible(page)
  await drawer.getByRole('button', { name: 'Speichern' }).click()
  await drawer.getByText('3', { exact: true }).waitFor()
  await page.keyboard.press('Escape')

  await page.goto(`/admin/meetings/${meeting}/sign-up`)
  await button('Essen Sie mit? ändern').click()
  await page.getByText('2 Personen haben schon geantwortet').waitFor()
  await page.keyboard.press('Escape')
  await button('„Worüber möchten Sie sprechen?“ löschen').click()
  const asked = page.getByRole('dialog', { name: 'Frage mit Antworten löschen?' })
  await asked.getByText('2 Personen haben geantwortet').waitFor()
  await asked.getByRole('button', { name: 'Frage und Antworten löschen' }).click()
  await said('„Worüber möchten Sie sprechen?“ ist gelöscht.')
  // what cannot be undone just now says so, and is offered again
  await page.route('**/restore', route => route.abort())
  await button('Rückgängig').click()
  await said('Das hat nicht geklappt. Keine Verbindung.')
  await page.unroute('**/restore')
  await button('Rückgängig').click()
  await expect.poll(labels).toContain('Worüber möchten Sie sprechen?')
  await button('„Essen Sie mit?“ löschen').click()
  await page.getByRole('button', { name: 'Frage und Antworten löschen' }).click()
  await page.getByText('Von dieser Frage hängt ab').waitFor()
  expect(faults.filter(fault => !fault.includes('409'))).toEqual([])
})

test('what people need becomes tasks with somebody who sees to them', async () => {
  const needing = (lastName: string, interpreter: string) =>
    office('POST', `/api/v1/meetings/${meeting}/registrations`, {
      firstName: 'Ada',
      lastName,
      needs: { stepFree: false, interpreter, food: null, other: null },
    })
  await needing('Haddad', 'Arabisch')
  await page.goto(`/admin/meetings/${meeting}`)
  const tasks = page.getByRole('region', { name: 'Unterstützung organisieren' })
  await tasks.getByText('Dolmetschen Arabisch für 1 Person bestellen').waitFor()
  await tasks.getByLabel('Wer kümmert sich?').selectOption('Koordination')
  await tasks.getByLabel('Bis wann?').selectOption('21 Tage vor dem Treffen')
  await tasks.getByRole('button', { name: /^Erledigt/ }).click()
  await tasks.getByText('Erledigt', { exact: true }).first().waitFor()
  // one more needs it: what was ordered is not enough any more
  await needing('Nasser', 'arabisch')
  await tasks.getByText('Dolmetschen Arabisch für 2 Personen bestellen').waitFor()
  await tasks.getByText('Erledigt war es für 1 Person.').waitFor()
  expect(await tasks.getByLabel('Wer kümmert sich?').locator('option:checked').innerText()).toBe('Koordination')
  await keepScreenshot(page, 'access-tasks-1280-light')
})

test.each(worlds)('every page looks right at $width', async world => {
  const see = (name: string, address: string, signedIn: boolean, ready: (there: Page) => Promise<void>) =>
    lookAt(browser, service.url, { ...world, name, address, ...(signedIn ? { signedIn: page } : {}) }, ready)
  await see('questions', `/admin/meetings/${meeting}/sign-up`, true, there =>
    there.getByText('Vertragen Sie etwas nicht?').first().waitFor(),
  )
  for (const language of ['', '/en', '/ar'])
    await see(
      `sign-up-questions${language.replace('/', '-')}`,
      `${language}/meetings/${meeting}/sign-up`,
      false,
      there => there.getByText('Vertragen Sie etwas nicht?').first().waitFor(),
    )
  await see('own-questions', link, false, there => there.getByText('Nüsse').waitFor())
})

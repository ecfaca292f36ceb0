import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, openPage, signIn } from './browser.ts'
import { inspect, lookAt, worlds } from './look.ts'
import { mailTo, officeOf, openMeeting, type Office } from './office.ts'
import { keepScreenshot } from './screenshots.ts'
import { startService, type RunningService } from './service.ts'

// The office looks back: a field gets the value it had, a thing leads to its mails, and what cannot come back is asked
// about before.

let service: RunningService
let browser: Browser
let desk: Page
let faults: string[]
let office: Office
let meeting: string
beforeAll(async () => {
  ;[service, browser] = await Promise.all([startService({ example: false }), openBrowser()])
  ;({ page: desk, faults } = await openPage(browser, service.url))
  await signIn(desk, service.signInLink)
  office = officeOf(desk)
  meeting = await openMeeting(office, 2)
})
afterAll(async () => {
  await browser.close()
  await service.stop()
})

const button = (name: string | RegExp) => desk.getByRole('button', { name })
const dialog = () => desk.getByRole('dialog')
const said = (text: string) => desk.getByRole('status').filter({ hasText: text }).first().waitFor()
const guest = (firstName: string) =>
  office<{ id: string; personId: string }>('POST', `/api/v1/meetings/${meeting}/registrations`, {
    firstName,
    lastName: 'Adler',
    email: `${firstName.toLowerCase()}@example.org`,
  })

test('a changed field gets its earlier value, and what changed again since is compared first', async () => {
  await office('PATCH', `/api/v1/meetings/${meeting}`, { focusTopic: 'Wohnen', costs: 'frei' })
  await desk.goto('/admin/history?object=meeting')
  await button(/^Zurücknehmen: 1\. Netzwerktreffen/)
    .first()
    .click()
  await dialog().getByText('Migration und Pflege').waitFor()
  await inspect(desk, 'admin-history-undo-1280', ['light', 'dark'])
  await dialog().getByRole('checkbox', { name: 'Kosten' }).uncheck()
  await dialog().getByRole('button', { name: 'Wieder wie vorher' }).click()
  await said('wieder wie vorher.')
  expect(await office('GET', `/api/v1/meetings/${meeting}`)).toMatchObject({
    focusTopic: 'Migration und Pflege',
    costs: 'frei',
  })
  // both are one line, which opens to its changes; the first touches what was changed again: it says so
  await desk.getByText('2 einzelne Änderungen').click()
  await button(/^Vergleichen: Geändert: /).click()
  await dialog().getByText('Das gilt schon wieder.').waitFor()
  await dialog().getByRole('button', { name: 'Schließen' }).click()

  // one field that was changed again since is given back by choice
  for (const costs of ['5 Euro', '8 Euro']) await office('PATCH', `/api/v1/meetings/${meeting}`, { costs })
  await desk.goto('/admin/history?object=meeting')
  await desk.getByText('4 einzelne Änderungen').click()
  await inspect(desk, 'admin-history-parts-1280', ['light', 'dark'])
  await button(/^Vergleichen: Geändert: Kosten, /).click()
  expect(await dialog().getByRole('button', { name: 'Wieder wie vorher' }).isDisabled()).toBe(true)
  await dialog().getByRole('checkbox', { name: 'Kosten' }).check()
  await inspect(desk, 'admin-history-undo-one-1280', ['light'])
  await dialog().getByRole('button', { name: 'Wieder wie vorher' }).click()
  await said('wieder wie vorher.')
  expect(await office('GET', `/api/v1/meetings/${meeting}`)).toMatchObject({ costs: 'frei' })

  // the whole line goes back from the last value to what was there before the first change
  await button(/^Zurücknehmen: 1\. Netzwerktreffen/).click()
  const costs = dialog().getByRole('region', { name: 'Kosten' })
  await costs.getByText('Leer').waitFor()
  await costs.getByText('frei').waitFor()
  await dialog().getByRole('button', { name: 'Wieder wie vorher' }).click()
  await expect.poll(() => office('GET', `/api/v1/meetings/${meeting}`)).toMatchObject({ costs: null })

  // when people were told, it leads to where they are told again
  const { startsAt } = await office<{ startsAt: string }>('GET', `/api/v1/meetings/${meeting}`)
  const later = (hours: number) => new Date(Date.parse(startsAt) + hours * 3_600_000).toISOString()
  await office('PATCH', `/api/v1/meetings/${meeting}`, { startsAt: later(1), endsAt: later(4) })
  await desk.goto(`/admin/meetings/${meeting}`)
  await desk.getByText(/^Verlauf: \d+ Einträge/).click()
  await desk.getByText('7 einzelne Änderungen').click()
  await button(/^Vergleichen: Geändert: Beginn, Ende, /).click()
  await dialog().getByText('Davon haben Angemeldete erfahren').waitFor()
  expect(await dialog().getByRole('button', { name: 'Wieder wie vorher' }).count()).toBe(0)
  await inspect(desk, 'admin-history-told-1280', ['light'])
  await dialog().getByRole('link', { name: 'Zum Treffen' }).click()
  expect(faults).toEqual([])
})

test('from a registration to its mails and back, and what is lost is said before it is', async () => {
  const first = await guest('Ada')
  await guest('Bea')
  await guest('Cem')
  await mailTo(office, 'ada@example.org', 'entered')
  await desk.goto(`/admin/meetings/${meeting}/registrations?registration=${first.id}`)
  await dialog().getByText('Mails (1)').click()
  await dialog()
    .getByRole('link', { name: /^Wir haben Sie angemeldet/ })
    .waitFor()
  await inspect(desk, 'admin-registration-mails-1280', ['light'])
  await dialog().getByRole('link', { name: 'In der Liste aller Mails zeigen' }).click()
  const chip = button('Filter entfernen: Anmeldung: Ada Adler')
  await chip.waitFor()
  expect(await desk.getByRole('row').count()).toBe(2)
  await inspect(desk, 'admin-mails-narrowed-1280', ['light'])
  await desk.getByRole('row').getByRole('link').click()
  await desk.getByRole('link', { name: 'Zur Person' }).click()
  await desk.getByText('Mails (1)').waitFor()
  await desk.goBack()
  await desk.getByRole('link', { name: 'Zur Anmeldung' }).click()

  // Cem waits: whoever gives a place back does not get it again
  await dialog().getByRole('button', { name: 'Person abmelden' }).click()
  const asked = desk.getByRole('dialog', { name: 'Ada Adler abmelden?' })
  await asked.getByText('Der Platz geht sofort an die nächste Person').waitFor()
  await asked.getByRole('button', { name: 'Abbrechen' }).click()
  const { url } = await office<{ url: string }>('GET', `/api/v1/registrations/${first.id}/link`)
  await desk.goto(url)
  await desk.getByText('Zurückholen können Sie ihn dann nicht.').waitFor()
  await button('Absagen').click()
  await desk.getByRole('dialog', { name: 'Ihren Platz abgeben?' }).waitFor()
  await inspect(desk, 'visitor-give-away-1280', ['light'])
  await dialog().getByRole('button', { name: 'Absagen' }).click()
  await desk.getByRole('heading', { name: 'Sie sind abgemeldet' }).waitFor()
  expect(faults).toEqual([])
})

test('the words of mails to accounts are written and looked at without a link that works', async () => {
  await desk.goto('/admin/mail-templates/password_reset/de')
  await desk.getByText('So käme die Mail bei Ihnen an.').waitFor()
  const preview = desk.locator('.mail-sample')
  await preview.getByText('Neues Passwort festlegen').last().waitFor()
  expect(await preview.getByRole('link').count()).toBe(0)
  await desk
    .getByRole('textbox', { name: 'Text', exact: true })
    .fill('Kurz gesagt, {Name}: bis {Frist}.\n\n{Sicherheitshinweis}')
  await preview.getByText('Kurz gesagt,').waitFor()
  await inspect(desk, 'admin-mail-template-account-1280', ['light'])
  await button('Speichern').click()
  await said('Ab jetzt schreiben wir so.')
  await desk.goto('/admin/history?object=mail_template')
  await desk.getByRole('link', { name: 'Mailtext „Konto: neues Passwort“, Deutsch' }).waitFor()
  await button(/^Zurücknehmen: Mailtext/).click()
  await dialog().getByText('Kurz gesagt,').waitFor()
  await dialog().getByRole('button', { name: 'Wieder wie vorher' }).click()
  await said('wieder wie vorher.')
  expect(await office('GET', '/api/v1/mail-templates/password_reset/de')).toMatchObject({ isOwn: false })

  await dialog().waitFor({ state: 'hidden' })
  for (const [word, hit] of [
    ['passw', 'Konto: neues Passwort'],
    ['hohenm', 'Bürgerhaus Hohenmölsen Hohenmölsen'],
    ['exp', 'Exporte'],
    ['zeitz', 'Zeitzone Einstellungen'],
  ] as const) {
    const search = desk.getByRole('combobox', { name: 'Seite, Treffen' })
    // who presses while a dialog is still closing presses again
    const opens = async () => {
      if (!(await search.isVisible())) await desk.keyboard.press('Control+k')
      return search.isVisible()
    }
    await expect.poll(opens, { interval: 500, timeout: 20_000 }).toBe(true)
    await search.fill(word)
    await desk.getByRole('option', { name: hit }).first().waitFor()
    await desk.keyboard.press('Escape')
    // the keys are heard again once it has closed
    await dialog().waitFor({ state: 'hidden' })
  }
  expect(faults).toEqual([])
})

test('the keyboard goes on after a decision, and letters do nothing once they are switched off', async () => {
  await office('PATCH', `/api/v1/meetings/${meeting}`, { approval: true, capacity: null })
  for (const name of ['Dora', 'Emil']) {
    const email = `${name.toLowerCase()}@example.org`
    const body = { firstName: name, lastName: 'Ost', email, noticeVersion: 1 }
    await office('POST', `/api/v1/public/meetings/${meeting}/registrations`, body)
    if (name === 'Dora') {
      const { link } = await mailTo(office, email, 'confirm')
      await office('POST', '/api/v1/public/confirmations/by-link', { token: link.split('/').at(-1) })
    }
  }
  await desk.goto(`/admin/meetings/${meeting}/registrations`)
  await desk.getByText('Anfrage, Adresse nicht bestätigt').waitFor()
  await inspect(desk, 'admin-registrations-unconfirmed-1280', ['light'])
  await button('Zulassen: Dora Ost').press('Enter')
  await expect.poll(() => desk.evaluate(() => document.activeElement?.tagName)).toBe('H1')

  const row = desk.getByRole('link', { name: 'Bea Adler' })
  await row.focus()
  await desk.keyboard.press('x')
  await desk.getByText('1 ausgewählt').waitFor()
  await desk.keyboard.press('x')
  await office('PATCH', '/api/v1/account', { shortcuts: false })
  await desk.reload()
  await row.focus()
  await desk.keyboard.press('x')
  expect(await desk.getByRole('region', { name: 'Auswahl' }).count()).toBe(0)
  expect(faults).toEqual([])
})

for (const world of worlds)
  test(`looks well at ${world.width} px`, async () => {
    const look = (name: string, address: string, ready: (page: Page) => Promise<void>) =>
      lookAt(browser, service.url, { ...world, name, address, signedIn: desk }, ready)
    await look('history-changes', '/admin/history', async page => {
      await page
        .getByRole('button', { name: /^Zurücknehmen/ })
        .first()
        .waitFor()
      await page
        .getByText(/einzelne Änderungen$/)
        .first()
        .click()
      await page.locator('.change-parts time').first().waitFor()
      // one row, whatever the width
      const header = await page.locator('.office__header').boundingBox()
      expect(header?.height).toBeLessThan(80)
    })
    await look('mail-templates', '/admin/mail-templates', page =>
      page.getByText('An Konten der Koordination').waitFor(),
    )
    await look('history-compare', `/admin/meetings/${meeting}`, async page => {
      await page.getByText(/^Verlauf: \d+ Einträge/).click()
      await page
        .getByText(/einzelne Änderungen$/)
        .last()
        .click()
      await page.locator('.change-parts time').first().waitFor()
      await keepScreenshot(page, `admin-history-line-${world.width}`)
      await page.getByRole('button', { name: /^Vergleichen: Geändert: Beginn, Ende/ }).click()
      await page.getByText('Davon haben Angemeldete erfahren').waitFor()
    })
  })

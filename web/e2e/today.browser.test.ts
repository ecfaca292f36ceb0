import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectAccessible, openBrowser, openPage, signIn } from './browser.ts'
import { lookAt, worlds } from './look.ts'
import { moveMeeting, officeOf, openMeeting, type Office } from './office.ts'
import { startService, type RunningService } from './service.ts'

// The day of the office: where it begins, what it undoes, how its network presents itself.

let service: RunningService
let browser: Browser
let page: Page
let faults: string[]
let office: Office
beforeAll(async () => {
  ;[service, browser] = await Promise.all([startService({ example: false }), openBrowser()])
  ;({ page, faults } = await openPage(browser, service.url))
  await signIn(page, service.signInLink)
  office = officeOf(page)
})
afterAll(async () => {
  await browser.close()
  await service.stop()
})

const button = (name: string | RegExp) => page.getByRole('button', { name })
const region = (name: string) => page.getByRole('region', { name })
const said = (text: string) => page.getByRole('status').filter({ hasText: text }).first().waitFor()
const lookIn = async (name: string, address: string, ready: (page: Page) => Promise<void>) => {
  for (const world of worlds) await lookAt(browser, service.url, { name, address, ...world, signedIn: page }, ready)
}

describe('an empty network', () => {
  test('begins with the first steps, which tick themselves', async () => {
    expect(new URL(page.url()).pathname).toBe('/admin/today')
    const steps = region('Erste Schritte')
    await steps.getByText('0 von 6 erledigt').waitFor()
    await lookIn('today-empty', '/admin/today', window => window.getByText('0 von 6 erledigt').waitFor())
    await steps.getByRole('link', { name: 'Ersten Veranstaltungsort anlegen' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Bürgerhaus')
    await page.getByLabel('Gemeinde').fill('Hohenmölsen')
    await button('Anlegen').click()
    await page.getByRole('heading', { level: 1, name: 'Bürgerhaus' }).waitFor()
    await page.getByRole('link', { name: 'Heute' }).click()
    await steps.getByText('1 von 6 erledigt').waitFor()
    await steps.getByRole('heading', { name: /^Erledigt:\s*Ersten Veranstaltungsort anlegen$/ }).waitFor()
    await button('Liste ausblenden').click()
    await said('Die Liste ist ausgeblendet.')
    await page.getByText('Kein Treffen geplant').waitFor()
    await button('Rückgängig').click()
    await steps.waitFor()
    await button('Liste ausblenden').click()
    await page.getByText('Kein Treffen geplant').waitFor()
    expect(faults).toEqual([])
  })
})

describe('the day', () => {
  let next: string
  beforeAll(async () => {
    next = await openMeeting(office, 3)
    for (const lastName of ['Adler', 'Bauer', 'Celik', 'Demir'])
      await office('POST', `/api/v1/meetings/${next}/registrations`, {
        firstName: 'Ada',
        lastName,
        email: `${lastName.toLowerCase()}@example.org`,
        organisationTyped: 'Chor',
        needs: { stepFree: true, interpreter: null, food: null, other: null },
      })
    // a task shows from two weeks before it is due
    await office('POST', `/api/v1/meetings/${next}/access-tasks`, { interpreter: null, daysBefore: 20 })
    const { id: over } = await office<{ id: string }>('POST', '/api/v1/meetings', {
      kind: 'specialist',
      title: 'Fachtag Pflege',
      startsAt: new Date(Date.now() + 3_600_000).toISOString(),
      endsAt: new Date(Date.now() + 7_200_000).toISOString(),
    })
    await office('POST', `/api/v1/meetings/${over}/publish`)
    await moveMeeting(office, over, -600, -300)
    await office('POST', '/api/v1/meetings', {
      kind: 'specialist',
      title: 'Wohnen im Kreis',
      startsAt: new Date(Date.now() + 40 * 86_400_000).toISOString(),
      endsAt: new Date(Date.now() + 40 * 86_400_000 + 7_200_000).toISOString(),
    })
    await office('POST', '/api/v1/public/barrier-reports', { barrier: 'Zu kleine Schrift' })
  })

  test('shows the next meeting, what is to be done and what was done', async () => {
    await page.goto('/admin')
    const card = page.getByRole('region', { name: /Integrationsnetzwerk|Netzwerktreffen/ })
    await card.getByText('Nächstes Treffen, noch').waitFor()
    await card.getByText('3 bestätigt').waitFor()
    await card.getByText('3 Personen brauchen Unterstützung').waitFor()
    const tasks = region('Zu tun')
    await tasks.getByText('Fachtag Pflege ist vorbei und noch nicht abgeschlossen').waitFor()
    await tasks.getByText('Wohnen im Kreis ist noch ein Entwurf').waitFor()
    await tasks.getByText(/Gemeldete Barriere .* ohne Antwort/).waitFor()
    const toOrganise = tasks.getByRole('link', { name: 'Unterstützung organisieren: 1 Aufgabe ist offen' })
    expect(await toOrganise.getAttribute('href')).toBe(`/admin/meetings/${next}`)
    await tasks.getByText('1 Organisation ist noch nicht zugeordnet').waitFor()
    await region('Zuletzt geändert').getByRole('link', { name: 'Ada Demir' }).first().waitFor()
    // nothing of what people need, nor of what was reported
    expect(await page.getByText('Zu kleine Schrift').count()).toBe(0)
    await lookIn('today', '/admin/today', window => window.getByText('Nächstes Treffen, noch').waitFor())
    await card.getByRole('link', { name: 'Anmeldungen ansehen' }).click()
    await page.waitForURL(`**/admin/meetings/${next}/registrations`)
    expect(faults).toEqual([])
  })

  test('what has no page of its own is a line all the same, and one finds what one did oneself', async () => {
    const { id } = await office<{ id: string }>('POST', '/api/v1/organisations', {
      name: 'Werkhaus',
      sector: 'business',
    })
    await office('POST', `/api/v1/organisations/${id}/api-keys`, { name: 'Intranet', scopes: ['meetings:read'] })
    await office('POST', `/api/v1/meetings/${next}/questions`, {
      kind: 'yes_no',
      label: 'Essen Sie mit?',
      purpose: 'Damit wir genug Essen bestellen.',
    })
    for (const address of ['/admin/history', '/admin/today']) {
      await page.goto(address)
      await page.getByRole('listitem').getByText('API-Schlüssel Intranet', { exact: true }).waitFor()
      expect(await page.getByRole('link', { name: /Intranet/ }).count()).toBe(0)
    }
    await page.getByRole('link', { name: 'Essen Sie mit?', exact: true }).click()
    await page.waitForURL(`**/admin/meetings/${next}/sign-up`)
    await page.goto('/admin/history?actor=people')
    await page.getByLabel('Von wem').selectOption('Von mir')
    await page.waitForURL('**/admin/history?mine=yes')
    await page.getByRole('link', { name: 'Essen Sie mit?', exact: true }).waitFor()
    await page.getByLabel('Von wem').selectOption('office')
    await page.waitForURL('**/admin/history?actor=office')
    expect(faults).toEqual([])
  })

  test('what was deleted comes back: at once, and from the history', async () => {
    await page.goto('/admin/organisations/new')
    await page.getByLabel('Name', { exact: true }).fill('Sprachcafé')
    await page.getByLabel('Bereich').selectOption('Zivilgesellschaft')
    await button('Anlegen').click()
    await page.getByText(/^Angelegt von Koordination am /).waitFor()
    await button('Organisation löschen').click()
    await said('Sprachcafé ist gelöscht.')
    await button('Rückgängig').click()
    await said('Sprachcafé ist wieder da.')
    await page.getByRole('link', { name: 'Sprachcafé', exact: true }).click()
    await page.getByText(/^Zuletzt geändert von Koordination am /).waitFor()
    await page.getByRole('link', { name: 'Gelöschtes ansehen' }).waitFor()
    await button('Organisation löschen').click()
    await said('Sprachcafé ist gelöscht.')

    await page.getByRole('link', { name: 'Verlauf', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Verlauf' }).waitFor()
    await page.getByLabel('Anzeigen').selectOption('Gelöschtes zum Wiederherstellen')
    await page.waitForURL('**/admin/history?deleted=yes')
    await expect.poll(() => page.getByRole('button', { name: /^Wiederherstellen/ }).count()).toBe(1)
    await lookIn('history', '/admin/history', window =>
      window
        .getByRole('button', { name: /^Wiederherstellen/ })
        .first()
        .waitFor(),
    )
    // somebody has given the name anew
    const { id } = await office<{ id: string }>('POST', '/api/v1/organisations', {
      name: 'Sprachcafé',
      sector: 'civil_society',
    })
    await button('Wiederherstellen: Sprachcafé').click()
    await said('Es gibt inzwischen einen anderen Eintrag mit diesem Namen.')
    await office('PATCH', `/api/v1/organisations/${id}`, { name: 'Sprachcafé Zeitz' })
    await button('Wiederherstellen: Sprachcafé').click()
    await said('Sprachcafé ist wieder da.')
    await expect.poll(() => page.getByRole('button', { name: /^Wiederherstellen/ }).count()).toBe(0)
    expect(faults).toEqual([])
  })

  test('many who were withdrawn at once come back from the history', async () => {
    const { items } = await office<{ items: { id: string }[] }>(
      'GET',
      `/api/v1/meetings/${next}/registrations?status=confirmed`,
    )
    await office('POST', `/api/v1/meetings/${next}/registrations/withdraw`, {
      registrationIds: items.slice(0, 2).map(({ id }) => id),
      notify: false,
    })
    await page.goto('/admin/history?undoable=yes')
    const line = page.getByRole('listitem').filter({ hasText: '2 × Anmeldung' })
    await line.getByText('Abgemeldet').waitFor()
    await line.getByRole('button', { name: /^Rückgängig/ }).click()
    await page
      .getByRole('status')
      .filter({ hasText: /Person/ })
      .first()
      .waitFor()
    expect(faults).toEqual([])
  })
})

describe('the settings', () => {
  test('offer languages, name a zone, and say who mails are from', async () => {
    await page.goto('/admin/settings')
    const languages = region('Sprachen')
    await languages.getByRole('button', { name: /ändern/i }).click()
    await languages.getByLabel('Українська').uncheck()
    await languages.getByRole('button', { name: 'Speichern' }).click()
    await said('Gespeichert')
    const visitor = await openPage(browser, service.url, { width: 375 })
    await visitor.page.goto('/imprint')
    await visitor.page.getByRole('button', { name: /^Sprache/ }).click()
    await visitor.page.getByRole('link', { name: 'English' }).waitFor()
    expect(await visitor.page.getByRole('link', { name: 'Українська' }).count()).toBe(0)
    await visitor.page.goto('/uk/imprint')
    expect(new URL(visitor.page.url()).pathname).toBe('/imprint')
    await visitor.context.close()

    const zone = region('Zeitzone')
    await zone.getByRole('button', { name: /ändern/i }).click()
    await zone.getByLabel('Zeitzone').fill('Lisbon')
    await zone.getByRole('option', { name: 'Europe/Lisbon' }).click()
    await zone.getByText('Treffen behalten ihren Zeitpunkt, aber nicht ihre Uhrzeit').waitFor()
    await expectAccessible(page)
    await zone.getByRole('button', { name: 'Abbrechen' }).click()
    const officer = region('Datenschutzbeauftragte Person')
    await officer.getByRole('button', { name: /ändern/i }).click()
    await officer.getByLabel('Name oder Stelle').fill('Stabsstelle Datenschutz')
    await officer.getByRole('button', { name: 'Speichern' }).click()
    await officer.getByText('Stabsstelle Datenschutz').waitFor()
    await lookIn('settings', '/admin/settings', window => window.getByText('Stabsstelle Datenschutz').waitFor())

    await page.getByRole('link', { name: 'E-Mails' }).click()
    await page.getByText('Noch werden keine E-Mails verschickt').waitFor()
    await button('Testmail an mich senden').click()
    await said('Die Testmail ist unterwegs')
    await lookIn('settings-mail', '/admin/settings/mail', window => window.getByText('Testmail an mich').waitFor())
    expect(faults).toEqual([])
  })

  test('take a colour that can be read, and a logo', async () => {
    await page.goto('/admin/settings/look')
    const colour = region('Farbe')
    await colour.getByRole('button', { name: /ändern/i }).click()
    await colour.getByLabel('Farbwert').fill('#ffcc00')
    await colour.getByText('Diese Farbe ist auf hellem Grund zu schlecht zu lesen').first().waitFor()
    await expectAccessible(page)
    await colour.getByRole('button', { name: 'Speichern' }).click()
    await colour.getByRole('link', { name: /zu schlecht zu lesen/ }).waitFor()
    await colour.getByRole('button', { name: /^#.* nehmen$/ }).click()
    await colour.getByText(/^Gut zu lesen/).waitFor()
    await colour.getByLabel('Farbwert').fill('#7a1f5c')
    await colour.getByRole('button', { name: 'Speichern' }).click()
    await said('Gespeichert')
    const accent = () =>
      page.evaluate(() =>
        getComputedStyle(document.documentElement).getPropertyValue('--kern-color-action-default').trim(),
      )
    await expect.poll(accent).toBe('#7a1f5c')
    await page.reload()
    expect(await accent()).toBe('#7a1f5c')

    const logo = region('Logo')
    await logo.getByRole('button', { name: 'Logo zeigen' }).click()
    await logo.getByRole('button', { name: 'Logo zeigen' }).click()
    await logo.getByText('Wählen Sie eine Datei aus').waitFor()
    const file = (name: string, text: string) =>
      logo.getByLabel('Datei').setInputFiles({ name, mimeType: 'image/svg+xml', buffer: Buffer.from(text) })
    await file('logo.svg', 'Das ist kein Bild')
    await logo.getByRole('button', { name: 'Logo zeigen' }).click()
    await logo.getByText('Das ist keine lesbare SVG- oder PNG-Datei').waitFor()
    await expectAccessible(page)
    await file(
      'logo.svg',
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 32" onload="alert(1)"><rect width="120" height="32" fill="#7a1f5c"/></svg>',
    )
    await logo.getByLabel('Was auf dem Logo steht').fill('Burgenlandkreis')
    await logo.getByRole('button', { name: 'Logo zeigen' }).click()
    await said('Das Logo erscheint jetzt auf allen Seiten.')
    await page.getByRole('banner').getByRole('img', { name: 'Burgenlandkreis' }).waitFor()
    await lookIn('settings-look', '/admin/settings/look', window => window.getByText('Anderes Logo').waitFor())
    for (const world of worlds)
      await lookAt(browser, service.url, { name: 'look-public', address: '/imprint', ...world }, async visitor => {
        const shown = visitor.getByRole('banner').locator('img')
        await shown.waitFor()
        expect(await shown.evaluate(image => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(0)
      })
    expect(faults).toEqual([])
  })

  test('keep every version of a text', async () => {
    await page.goto('/admin/settings/texts')
    const imprint = region('Impressum')
    await imprint.getByRole('button', { name: /ändern/i }).click()
    await imprint.getByRole('textbox').fill('Burgenlandkreis, Schönburger Straße 41, Naumburg')
    await imprint.getByRole('button', { name: 'Speichern' }).click()
    await imprint.getByRole('link', { name: 'Alle Fassungen' }).click()
    await page.getByText('Gilt jetzt').waitFor()
    await lookIn('text-versions', '/admin/settings/texts/imprint', window => window.getByText('Gilt jetzt').waitFor())
    await button('Diese Fassung wieder nehmen: Fassung 1').click()
    await said('Fassung 1 gilt wieder.')
    await page.getByRole('heading', { name: /^Fassung 7 vom/ }).waitFor()
    expect(faults).toEqual([])
  })
})

describe('the keys', () => {
  test('search, jump, move in lists, and can be switched off', async () => {
    await page.goto('/admin/today')
    await page.getByRole('heading', { level: 1, name: 'Heute' }).waitFor()
    await page.keyboard.press('Control+k')
    const jump = page.getByRole('dialog', { name: 'Suchen und springen' })
    await jump.getByRole('combobox').fill('sprach')
    await jump.getByRole('option', { name: /Sprachcafé Zeitz/ }).waitFor()
    await lookIn('search', '/admin/today', async window => {
      await window.getByRole('button', { name: /^Suchen/ }).click()
      await window.getByRole('dialog').getByRole('combobox').fill('a')
      await window.getByRole('dialog').getByRole('option').first().waitFor()
    })
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/admin/organisations/*')
    await page.keyboard.press('Control+k')
    await jump.getByRole('combobox').fill('sprach')
    await jump.getByRole('option', { name: /Sprachcafé Zeitz/ }).waitFor()
    // what was found for the word before is not opened by Enter
    await jump.getByRole('combobox').fill('verl')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/admin/history')

    await page.keyboard.press('g')
    await page.keyboard.press('o')
    await page.waitForURL('**/admin/organisations')
    await page.getByRole('link', { name: 'Sprachcafé Zeitz', exact: true }).waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('k')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/admin/organisations/*')
    await page.getByRole('heading', { level: 1, name: 'Sprachcafé', exact: true }).waitFor()
    await page.keyboard.press('e')
    await page.getByLabel('Name', { exact: true }).waitFor()
    // in a field a letter is a letter
    await page.getByLabel('Name', { exact: true }).fill('')
    await page.keyboard.type('njgx?')
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('njgx?')
    // nor is it one on a button of the form: what was typed would be gone
    await button('Abbrechen').focus()
    await page.keyboard.type('nego')
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('njgx?')
    await button('Abbrechen').click()
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Tastenkürzel' }).getByText('Zur Seite „Heute“').waitFor()
    await expectAccessible(page)
    await page.keyboard.press('Escape')

    await page.goto('/admin/account')
    const keys = region('Tastenkürzel')
    await keys.getByLabel('Einzelne Tasten als Kürzel verwenden').uncheck()
    await said('Tastenkürzel sind ausgeschaltet.')
    await page.getByRole('heading', { level: 1 }).click()
    await page.keyboard.press('?')
    await page.keyboard.press('Control+k')
    await jump.waitFor()
    expect(await page.getByRole('dialog', { name: 'Tastenkürzel' }).count()).toBe(0)
    await page.keyboard.press('Escape')
    expect(faults).toEqual([])
  })

  test('move the drawer of a list on', async () => {
    await page.goto('/admin/account')
    await region('Tastenkürzel').getByLabel('Einzelne Tasten als Kürzel verwenden').check()
    await said('Tastenkürzel sind eingeschaltet.')
    const { items } = await office<{ items: { id: string; name: string }[] }>('GET', '/api/v1/meetings?kind=network')
    await page.goto(`/admin/meetings/${items[0]?.id}/registrations`)
    await page.getByRole('link', { name: 'Ada Adler' }).click()
    await page.getByRole('dialog', { name: 'Ada Adler' }).waitFor()
    await page.keyboard.press('j')
    await page.getByRole('dialog', { name: 'Ada Bauer' }).waitFor()
    await page.keyboard.press('k')
    await page.getByRole('dialog', { name: 'Ada Adler' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Adler')
    expect(faults).toEqual([])
  })

  test('look at a row beside the list, and at the next', async () => {
    await page.goto('/admin/people')
    await page.getByRole('link', { name: 'Vorschau: Ada Adler' }).click()
    const adler = page.getByRole('dialog', { name: 'Ada Adler' })
    await adler.getByText('adler@example.org').waitFor()
    const peek = page.url()
    await lookIn('peek', peek.replace(service.url, ''), window => window.getByText('Seite öffnen').waitFor())
    await page.keyboard.press('j')
    await page.getByRole('dialog', { name: 'Ada Bauer' }).getByText('bauer@example.org').waitFor()
    await page.keyboard.press('k')
    await adler.waitFor()
    await page.keyboard.press('Escape')
    await adler.waitFor({ state: 'detached' })
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Vorschau: Ada Adler')
    await page.goto('/admin/organisations')
    await page.getByRole('link', { name: 'Vorschau: Sprachcafé Zeitz' }).click()
    await page.getByRole('dialog').getByRole('link', { name: 'Seite öffnen' }).click()
    await page.getByRole('heading', { level: 1, name: 'Sprachcafé Zeitz' }).waitFor()
    expect(faults).toEqual([])
  })
})

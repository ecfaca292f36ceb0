import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser, openPage, signIn } from './browser.ts'
import { lookAt, worlds } from './look.ts'
import { officeOf, type Office } from './office.ts'
import { startService, type RunningService } from './service.ts'

// From one meeting to the next: made after the model of an earlier one, looked at before it is published, and found by
// everybody or only by those who have the link.

let service: RunningService
let browser: Browser
let page: Page
let faults: string[]
let office: Office
/** The meeting that others are made after, and the draft that is made of it. */
const ids = { model: '', draft: '' }

const day = 86_400_000
/** In so many days, at noon in Greenwich. */
const noonIn = (days: number) => `${new Date(Date.now() + days * day).toISOString().slice(0, 10)}T12:00:00Z`
/** The same as people type it. */
const typed = (days: number) => noonIn(days).slice(0, 10).split('-').reverse().join('.')

beforeAll(async () => {
  ;[service, browser] = await Promise.all([startService(), openBrowser()])
  ;({ page, faults } = await openPage(browser, service.url))
  await signIn(page, service.signInLink)
  office = officeOf(page)
  const venue = await office<{ id: string }>('POST', '/api/v1/venues', {
    name: 'Kulturhaus am Markt',
    municipality: 'Zeitz',
    capacity: 40,
    stepFree: true,
  })
  ids.model = (
    await office<{ id: string }>('POST', '/api/v1/meetings', {
      kind: 'specialist',
      title: 'Pflege im Gespräch',
      startsAt: noonIn(60),
      endsAt: noonIn(60).replace('T12', 'T15'),
      venueId: venue.id,
      focusTopic: 'Migration und Pflege',
      summary: 'Drei Häuser berichten.',
      costs: '12 Euro, vor Ort',
      capacity: 40,
      registrationOpensAt: noonIn(18),
      registrationClosesAt: noonIn(59),
    })
  ).id
})
afterAll(async () => {
  await browser.close()
  await service.stop()
})

const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name })
const button = (name: string | RegExp) => page.getByRole('button', { name })
const link = (name: string | RegExp) => page.getByRole('link', { name })
const said = (text: string) => page.getByRole('status').filter({ hasText: text }).first().waitFor()
const onMeeting = (id: string) => `/admin/meetings/${id}`
const focused = () => page.evaluate(() => document.activeElement?.id)

test('the next meeting is made from an earlier one: the date is new, the times and what was ticked come along', async () => {
  await page.goto(onMeeting(ids.model))
  await link('Nächstes Treffen aus diesem anlegen').click()
  await heading('Nächstes Treffen anlegen').waitFor()
  expect(await page.getByLabel('Datum').inputValue()).toBe('')
  expect(await page.getByLabel('Beginn').inputValue()).toMatch(/^1[34]:00$/)
  expect(await page.getByLabel('Veranstaltungsort').inputValue()).toBe('')
  const ticked = async (label: string | RegExp) => page.getByRole('checkbox', { name: label }).isChecked()
  expect(
    await Promise.all(
      [
        '40 Plätze',
        /^Anmeldung ab 6 Wochen vorher, 1[345]:00 Uhr, bis 1 Tag vorher, 1[345]:00 Uhr$/,
        'Kosten: 12 Euro, vor Ort',
        'Schwerpunkt: Migration und Pflege',
        'Beschreibung',
      ].map(ticked),
    ),
  ).toEqual([true, true, true, false, false])

  await button('Entwurf anlegen').click()
  await page.getByRole('alert').getByRole('link', { name: 'Geben Sie das Datum ein' }).click()
  await page.keyboard.type(typed(30))
  await page.getByText('Diese Öffnung wäre schon vorbei. Sie öffnen die Anmeldung dann selbst.').waitFor()
  await page.getByLabel('Datum').fill(typed(90))
  await page.getByText(/^Sie öffnet dann am \p{L}+, .* 1[345]:00 Uhr\.$/u).waitFor()
  // by keyboard alone, as who types the date goes on
  await button('Wieder dort: Kulturhaus am Markt').focus()
  await page.keyboard.press('Enter')
  await expect.poll(() => page.getByLabel('Veranstaltungsort').inputValue()).toBe('Kulturhaus am Markt')
  expect(await focused()).toBe('venueId')
  await page.getByRole('checkbox', { name: 'Beschreibung' }).check()
  await button('Entwurf anlegen').click()

  await page.waitForURL(/\/admin\/meetings\/[0-9a-f-]{36}$/)
  await heading('Pflege im Gespräch').waitFor()
  ids.draft = page.url().split('/').at(-1) ?? ''
  expect(ids.draft).not.toBe(ids.model)
  await page.getByText(/^Verlauf: \d+ Eintr/).click()
  await page.getByText('Nach einem anderen Treffen angelegt', { exact: false }).first().waitFor()
  expect(await office('GET', `/api/v1/meetings/${ids.draft}`)).toMatchObject({
    state: 'draft',
    venue: { name: 'Kulturhaus am Markt' },
    focusTopic: null,
    summary: 'Drei Häuser berichten.',
    costs: '12 Euro, vor Ort',
    capacity: 40,
  })
  expect(faults).toEqual([])
})

test('planning anew offers the newest meeting of the kind as a model', async () => {
  await page.goto('/admin/meetings')
  await link('Neues Treffen').click()
  const box = page.getByRole('region', { name: 'Wie ein früheres Treffen' })
  await box
    .getByText(/^\d\. Integrationsnetzwerk/)
    .first()
    .waitFor({ state: 'attached' })
  await page.getByLabel('Fachveranstaltung').check()
  await expect
    .poll(() => box.getByLabel('Treffen').evaluate((select: HTMLSelectElement) => select.selectedOptions[0]?.text))
    .toBe(`Pflege im Gespräch (${typed(90)})`)
  await box.getByRole('link', { name: 'Aus diesem Treffen anlegen' }).click()
  await page.getByText(/^Nach dem Vorbild von Pflege im Gespräch/).waitFor()
})

test('for a meeting that was held, the next one is the next step', async () => {
  const { items } = await office<{ items: { id: string; state: string }[] }>('GET', '/api/v1/meetings?state=held')
  await page.goto(onMeeting(items[0]?.id ?? ''))
  const next = page.getByRole('region', { name: 'Nächstes Treffen anlegen' })
  await next.getByRole('link', { name: 'Nächstes Treffen aus diesem anlegen' }).click()
  await heading('Nächstes Treffen anlegen').waitFor()
})

test('the preview shows the page of visitors; what cannot work yet is not active', async () => {
  await page.goto(onMeeting(ids.draft))
  await link('Vorschau').click()
  await page.getByText('Vorschau: So sehen Besucherinnen und Besucher die Seite').waitFor()
  await expect.poll(() => page.title()).toMatch(/^Vorschau: Pflege im Gespräch/)
  await page.getByText('Drei Häuser berichten.').waitFor()
  await page.getByText('Stufenloser Zugang').waitFor()
  const isActive = (text: string | RegExp) =>
    page
      .locator('.public-meeting :is(a, button)')
      .filter({ hasText: text })
      .evaluate(element => element.closest('[inert]') === null)
  for (const name of ['Alle Termine', /Kalender/, 'Link kopieren'])
    expect(await isActive(name), String(name)).toBe(false)
  expect(await isActive('Auf der Karte zeigen')).toBe(true)
  await link('Zurück zum Treffen').click()
  await page.waitForURL(`**${onMeeting(ids.draft)}`)
})

test('before it is published, what is missing is said, and leads to where it is filled in', async () => {
  await page.goto(`${onMeeting(ids.draft)}/preview`)
  await button('Veröffentlichen').click()
  const dialog = page.getByRole('dialog', { name: 'Treffen veröffentlichen' })
  await dialog.getByText('6 Angaben fehlen noch.').waitFor()
  await dialog.getByText('Veranstaltungsort: Kulturhaus am Markt').waitFor()
  await dialog
    .getByText('Zur Barrierefreiheit ist noch nicht erfragt: Barrierefreie Toilette, Induktive Höranlage.')
    .waitFor()
  await dialog.getByText('40 Plätze').waitFor()
  await dialog.getByText(/^Anmeldung ab \p{L}+, .* Uhr, bis \p{L}+, .* Uhr$/u).waitFor()
  await dialog.getByText(/^Fragen gehen an .*@/).waitFor()
  await dialog.getByText('Der Schwerpunkt fehlt noch.').waitFor()

  await dialog.getByText('Українська, es fehlt: Beschreibung, Kosten.').waitFor()
  await dialog.getByRole('link', { name: 'Schwerpunkt eintragen' }).click()
  await page.waitForURL(`**${onMeeting(ids.draft)}/content`)
  await expect.poll(focused).toBe('content-focusTopic')
  await page.keyboard.type('Pflege zu Hause')
  await button('Fertig').click()
  await page.getByRole('definition').filter({ hasText: 'Pflege zu Hause' }).waitFor()

  // on the page itself as well, and for a field that is not the first of its part
  await office('PATCH', `/api/v1/meetings/${ids.draft}`, { summary: null })
  await page.goto(onMeeting(ids.draft))
  await button('Veröffentlichen').click()
  await dialog.getByRole('link', { name: 'Beschreibung eintragen' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await expect.poll(focused).toBe('content-summary')
  await page.keyboard.type('Drei Häuser berichten.')
  await button('Fertig').click()
  await page.getByRole('definition').filter({ hasText: 'Drei Häuser berichten.' }).waitFor()

  await link('Überblick').click()
  await button('Veröffentlichen').click()
  await dialog.getByText('5 Angaben fehlen noch.').waitFor()
  await dialog.getByRole('link', { name: 'Beim Veranstaltungsort eintragen' }).click()
  await heading('Kulturhaus am Markt').waitFor()
  expect(faults).toEqual([])
})

test('an unlisted meeting is marked in the office, and found only by whoever has the link', async () => {
  await page.goto(`${onMeeting(ids.draft)}/sign-up`)
  await button('Sichtbarkeit ändern').click()
  await page.getByLabel('Nur mit Link').check()
  await button('Speichern').click()
  await said('Gespeichert')
  await page.getByText('Nicht gelistet').waitFor()

  await link('Vorschau').click()
  await button('Veröffentlichen').click()
  const dialog = page.getByRole('dialog', { name: 'Treffen veröffentlichen' })
  await dialog.getByText('Auf der Startseite steht sie nicht.').waitFor()
  await dialog.getByRole('button', { name: 'Veröffentlichen' }).click()
  await said('Das Treffen ist angekündigt.')
  await page.waitForURL(`**${onMeeting(ids.draft)}`)

  await page.goto('/admin/meetings')
  const row = page.getByRole('row').filter({ hasText: 'Angekündigt' }).filter({ hasText: 'Pflege im Gespräch' })
  await row.getByText('Nicht gelistet').waitFor()
  const visitor = await openPage(browser, service.url, { width: 375 })
  await visitor.page.goto('/', { waitUntil: 'networkidle' })
  expect(await visitor.page.getByText('Pflege im Gespräch').count()).toBe(0)
  await visitor.page.goto(`/meetings/${ids.draft}`)
  await visitor.page.getByRole('heading', { level: 1, name: 'Pflege im Gespräch' }).waitFor()
  expect(visitor.faults).toEqual([])
  await visitor.context.close()
  expect(faults).toEqual([])
})

describe.each(worlds)('$width px', world => {
  const look = (name: string, address: string, ready: (other: Page) => Promise<void>) =>
    lookAt(browser, service.url, { name, address, ...world, signedIn: page }, ready)

  test('the form of the next meeting has no fault, nor when it is sent with mistakes', async () => {
    const form = `${onMeeting(ids.model)}/next`
    await look('next-meeting', form, async other => {
      await other.getByLabel('Datum').fill(typed(30))
      await other.getByText('Diese Öffnung wäre schon vorbei.').waitFor()
    })
    await look('next-meeting-mistakes', form, async other => {
      await other.getByLabel('Beginn').fill('abends')
      await other.getByRole('button', { name: 'Entwurf anlegen' }).click()
      await other.getByRole('alert').waitFor()
    })
  })

  test('preview and checklist have no fault', async () => {
    await look('preview', `${onMeeting(ids.model)}/preview`, other =>
      other.getByText('Drei Häuser berichten.').waitFor(),
    )
    await look('publish-missing', onMeeting(ids.model), async other => {
      await other.getByRole('button', { name: 'Veröffentlichen' }).click()
      await other
        .getByRole('dialog')
        .getByText(/Angaben fehlen noch\./)
        .waitFor()
    })
    // of one that is published there is nothing to try out any more
    await look('preview-published', `${onMeeting(ids.draft)}/preview`, other =>
      other.getByText('Das Treffen ist veröffentlicht.').waitFor(),
    )
  })

  test('an unlisted meeting has no fault in page, form and list', async () => {
    await look('meeting-unlisted', `${onMeeting(ids.draft)}/sign-up`, async other => {
      await other.getByRole('button', { name: 'Sichtbarkeit ändern' }).click()
      await other.getByLabel('Nur mit Link').waitFor()
    })
    await look('meetings-unlisted', '/admin/meetings', other => other.getByText('Nicht gelistet').first().waitFor())
    await look('new-meeting-model', '/admin/meetings/new', other =>
      other.getByRole('heading', { name: 'Wie ein früheres Treffen' }).waitFor(),
    )
  })
})

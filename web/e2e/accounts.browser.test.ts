// People who work in the office: invited, reading only, signed in at several places, with a forgotten password.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPostOffice } from '../../server/test/post-office.ts'
import { openBrowser, openPage, signIn } from './browser.ts'
import { lookAt, worlds } from './look.ts'
import { mailTo, officeOf, openMeeting, type Office } from './office.ts'
import { freePort, startService, type RunningService } from './service.ts'

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

const password = 'vier blaue Boote im Hafen'
const email = 'rita@example.org'
const at = (address: string) => new URL(address, service.url).pathname
const said = (on: Page, text: string) => on.getByRole('status').filter({ hasText: text }).first().waitFor()

/** Somebody with a password of their own, who has accepted an invitation by the API. */
async function member(name: string, role: string): Promise<{ email: string; page: Page }> {
  const address = `${name.toLowerCase()}@example.org`
  await office('POST', '/api/v1/accounts', { name, email: address, role })
  const window = await openPage(browser, service.url)
  await accept(window.page, (await mailTo(office, address, 'invitation')).link)
  return { email: address, page: window.page }
}
async function accept(on: Page, link: string): Promise<void> {
  await on.goto(at(link))
  await on.getByLabel('Neues Passwort').fill(password)
  await on.getByRole('button', { name: 'Einladung annehmen' }).click()
  await on.waitForURL('**/admin/**')
}
async function signInWith(on: Page, address: string, word: string): Promise<void> {
  await on.goto('/sign-in')
  await on.getByLabel('E-Mail-Adresse').fill(address)
  await on.getByLabel('Passwort', { exact: true }).fill(word)
  await on.getByRole('button', { name: 'Anmelden', exact: true }).click()
  await on.waitForURL('**/admin/**')
}

describe('an invitation', () => {
  let invited: Page

  test('goes out with a role that is explained, and says who invites', async () => {
    await page.goto('/admin/settings')
    await page.getByRole('link', { name: 'Konten' }).click()
    await page.getByRole('button', { name: 'Person einladen' }).click()
    const dialog = page.getByRole('dialog', { name: 'Person einladen' })
    await dialog.getByLabel('Name').fill('Rita Lese')
    await dialog.getByLabel('E-Mail-Adresse').fill(email)
    await dialog.getByText(/und ändert nichts/).waitFor()
    await dialog.getByLabel('Lesen').check()
    await dialog.getByRole('button', { name: 'Einladung senden' }).click()
    await said(page, 'Die Einladung an Rita Lese ist auf dem Weg.')
    const row = page.getByRole('listitem').filter({ hasText: 'Rita Lese' })
    await row.getByText(/^Eingeladen am .*, gilt bis /).waitFor()

    // sent anew, the link before is over; the page says so
    const first = await mailTo(office, email, 'invitation')
    for (const world of worlds)
      await lookAt(
        browser,
        service.url,
        { name: 'accounts', address: '/admin/accounts', signedIn: page, ...world },
        one => one.getByRole('heading', { name: 'Offene Einladungen' }).waitFor(),
      )
    for (const world of worlds)
      await lookAt(
        browser,
        service.url,
        { name: 'invite', address: '/admin/accounts', signedIn: page, ...world },
        async one => {
          await one.getByRole('button', { name: 'Person einladen' }).click()
          await one.getByRole('dialog', { name: 'Person einladen' }).waitFor()
        },
      )
    await row.getByRole('button', { name: 'Einladung neu senden: Rita Lese' }).click()
    await expect
      .poll(async () => (await mailTo(office, email, 'invitation')).link, { timeout: 20_000 })
      .not.toBe(first.link)
    ;({ page: invited } = await openPage(browser, service.url))
    await invited.goto(at(first.link))
    await invited.getByRole('heading', { name: 'Diese Einladung gilt nicht mehr' }).waitFor()
    const { link, text } = await mailTo(office, email, 'invitation')
    expect(text).toMatch(/hat Sie eingeladen/)
    for (const world of worlds)
      await lookAt(browser, service.url, { name: 'invitation', address: at(link), ...world }, one =>
        one.getByRole('heading', { name: 'Willkommen, Rita Lese' }).waitFor(),
      )
    await invited.goto(at(link))
    await invited.getByText(/hat Sie eingeladen\./).waitFor()
    await invited.getByLabel('Neues Passwort').fill('passwortpasswort')
    await invited.getByRole('button', { name: 'Einladung annehmen' }).click()
    await invited
      .getByRole('alert')
      .getByText(/zu leicht zu erraten/)
      .first()
      .waitFor()
    await accept(invited, link)
    // whoever opens it again is told what to do
    await invited.goto(at(link))
    await invited.getByRole('heading', { name: 'Diese Einladung ist schon angenommen' }).waitFor()
    expect(faults).toEqual([])
  })

  test('to read only lets in, and nothing on any page offers a change', async () => {
    const meeting = await openMeeting(office, 30)
    await office('POST', `/api/v1/meetings/${meeting}/registrations`, {
      firstName: 'Ada',
      lastName: 'Muster',
      email: 'ada@example.org',
      organisationTyped: 'Chor',
      needs: { stepFree: true, interpreter: null, food: null, other: null },
    })
    const draft = await office<{ id: string }>('POST', '/api/v1/meetings', {
      kind: 'network',
      startsAt: '2027-06-01T12:00:00Z',
      endsAt: '2027-06-01T15:00:00Z',
    })
    await office('POST', `/api/v1/meetings/${meeting}/mailings`, {
      audience: 'everybody',
      subject: 'Anfahrt',
      body: 'Linie 1',
    })
    const [person, organisation, group] = await Promise.all([
      office<{ id: string }>('POST', '/api/v1/people', { firstName: 'Berta', lastName: 'Bau' }),
      office<{ id: string }>('POST', '/api/v1/organisations', { name: 'Verein', sector: 'civil_society' }),
      office<{ id: string }>('POST', '/api/v1/working-groups', { name: 'Sprache' }),
    ])
    const { items: venues } = await office<{ items: { id: string }[] }>('GET', '/api/v1/venues')
    const { items: people } = await office<{ items: { id: string }[] }>(
      'GET',
      `/api/v1/meetings/${meeting}/registrations`,
    )
    const mail = await office<{ items: { id: string; to: string }[] }>('GET', '/api/v1/mails')
    const ofAda = mail.items.find(({ to }) => to === 'ada@example.org')?.id

    const pages = [
      'meetings',
      `meetings/${meeting}`,
      `meetings/${meeting}?edit=summary`,
      `meetings/${meeting}/registrations`,
      `meetings/${meeting}/registrations?registration=${people[0]?.id}`,
      `meetings/${meeting}/attendance`,
      `meetings/${meeting}/mailings`,
      `meetings/${draft.id}`,
      `meetings/${draft.id}/preview`,
      `meetings/${draft.id}/registrations`,
      'statistics',
      'people',
      `people/${person.id}`,
      'organisations',
      `organisations/${organisation.id}`,
      'working-groups',
      `working-groups/${group.id}`,
      'venues',
      `venues/${venues[0]?.id}`,
      'mails',
      `mails/${ofAda}`,
      'settings',
    ]
    const refused: string[] = []
    invited.on('response', answer => {
      if (answer.status() === 403) refused.push(answer.url())
    })
    const offered: string[] = []
    for (const address of pages) {
      await invited.goto(`/admin/${address}`)
      await invited.locator('main h1').waitFor()
      await invited.waitForLoadState('networkidle')
      const names = await invited
        .locator(
          'main button, main input, main textarea, main [role=menuitem], dialog[open] button, dialog[open] input',
        )
        .evaluateAll(all =>
          all.map(one => `${one.getAttribute('aria-label') ?? one.textContent?.trim() ?? ''}${one.id}`),
        )
      offered.push(...names.map(name => `${address.replace(/[0-9a-f-]{36}/g, '…')}: ${name}`))
    }
    // what is left: searching, sorting, and the text that a coordinator would send as well
    expect([...new Set(offered)].filter(one => !harmless.test(one))).toEqual([])
    expect(refused).toEqual([])
    for (const address of [
      'meetings/new',
      'people/new',
      `meetings/${meeting}/registrations/print`,
      'accounts',
      'exports',
      'barrier-reports',
    ]) {
      await invited.goto(`/admin/${address}`)
      await invited.getByRole('heading', { name: 'Diese Seite ist nicht für Sie freigegeben' }).waitFor()
    }
    for (const world of worlds)
      for (const [name, address] of [
        ['reader-meeting', `meetings/${meeting}`],
        ['reader-attendance', `meetings/${meeting}/attendance`],
        ['reader-not-allowed', 'people/new'],
      ] as const)
        await lookAt(browser, service.url, { name, address: `/admin/${address}`, signedIn: invited, ...world }, one =>
          one.locator('main h1').waitFor(),
        )
  })
})

/** What changes nothing, by the page and the name of the control. */
const harmless =
  /: (Einladungstext|Link kopieren|preview-language.*|Angemeldet am|.*(q|kind|year|status|coming|sort|sector|show|unsettled)|Suchen|Schließen|.*sort.*|Name|Organisation|.*Zeit.*)$/i

describe('the own account', () => {
  test('lists where one is signed in; what is ended there is over, and so is everything else with a new password', async () => {
    const { email: address, page: here } = await member('Nora', 'coordinator')
    const { page: there } = await openPage(browser, service.url)
    await signInWith(there, address, password)
    await here.goto('/admin/meetings')
    await here.getByRole('link', { name: /Nora/ }).click()
    await here.getByRole('heading', { name: 'Ihr Konto' }).waitFor()
    await here.getByText('diese Sitzung').waitFor()
    for (const world of worlds)
      await lookAt(
        browser,
        service.url,
        { name: 'own-account', address: '/admin/account', signedIn: here, ...world },
        one => one.getByText('diese Sitzung').waitFor(),
      )
    await here
      .getByRole('button', { name: /^Beenden: / })
      .first()
      .click()
    await said(here, 'Die Anmeldung ist beendet.')
    await there.getByRole('link', { name: 'Personen' }).click()
    await there.getByRole('dialog', { name: 'Sie sind nicht mehr angemeldet' }).waitFor()

    await here.getByRole('button', { name: 'Angaben ändern' }).click()
    await here.getByLabel('Name').fill('Nora Neu')
    await here.getByRole('button', { name: 'Speichern', exact: true }).click()
    await here.getByRole('link', { name: /Nora Neu/ }).waitFor()

    await here.getByRole('button', { name: 'E-Mail-Adresse ändern' }).click()
    await here.getByLabel('Neue E-Mail-Adresse').fill('nora.neu@example.org')
    await here
      .locator('section', { hasText: 'Neue E-Mail-Adresse' })
      .getByLabel('Bisheriges Passwort')
      .first()
      .fill(password)
    await here.getByRole('button', { name: 'Link zur Bestätigung senden' }).click()
    await here.getByText('Eine neue Adresse wartet auf Ihre Bestätigung').waitFor()
    const { link } = await mailTo(office, 'nora.neu@example.org', 'email_confirmation')
    const { page: mailbox } = await openPage(browser, service.url)
    await mailbox.goto(at(link))
    await mailbox.getByRole('button', { name: 'E-Mail-Adresse bestätigen' }).click()
    await mailbox.getByRole('heading', { name: 'Die neue E-Mail-Adresse gilt' }).waitFor()
    await here.getByText('nora.neu@example.org').first().waitFor()
    expect((await mailTo(office, address, 'email_changed')).text).toContain('nora.neu@example.org')
  })

  test('is got back by mail when the password is forgotten', async () => {
    for (const world of worlds) {
      await lookAt(browser, service.url, { name: 'sign-in', address: '/sign-in', ...world }, one =>
        one.getByRole('link', { name: 'Passwort vergessen?' }).waitFor(),
      )
      await lookAt(
        browser,
        service.url,
        { name: 'forgotten-password', address: '/forgotten-password', ...world },
        one => one.getByLabel('E-Mail-Adresse').waitFor(),
      )
    }
    // the link stands in the mail alone, so one has to be sent
    const post = await openPostOffice(await freePort())
    const env = { SMTP_URL: `smtp://127.0.0.1:${post.port}`, MAIL_FROM: 'Netzwerk <netz@example.org>' }
    const sending = await startService({ example: false, env })
    const address = 'olga@example.org'
    const mailed = async (path: string) => {
      const find = () =>
        post.delivered
          .flatMap(({ to, mail }) => (to === address ? [...(mail.text ?? '').matchAll(/https?:\S+/g)] : []))
          .map(([url]) => url)
          .findLast(url => url.includes(path))
      await expect.poll(find, { timeout: 20_000 }).toBeDefined()
      return new URL(find() ?? '').pathname
    }
    const { page: admin } = await openPage(browser, sending.url)
    await signIn(admin, sending.signInLink)
    await officeOf(admin)('POST', '/api/v1/accounts', { name: 'Olga', email: address, role: 'admin' })
    const { page: visitor } = await openPage(browser, sending.url)
    await visitor.goto(await mailed('/invitation/'))
    await visitor.getByLabel('Neues Passwort').fill(password)
    await visitor.getByRole('button', { name: 'Einladung annehmen' }).click()
    await visitor.waitForURL('**/admin/**')
    await visitor.context().clearCookies()
    await visitor.goto('/sign-in')
    await visitor.getByRole('link', { name: 'Passwort vergessen?' }).click()
    await visitor.getByRole('heading', { name: 'Passwort vergessen' }).waitFor()
    await visitor.getByLabel('E-Mail-Adresse').fill(address)
    await visitor.getByRole('button', { name: 'Link anfordern' }).click()
    await visitor.getByRole('heading', { name: 'Sehen Sie in Ihr Postfach' }).waitFor()
    const link = await mailed('/reset-password/')
    await visitor.goto(link)
    await visitor.getByLabel('Neues Passwort').fill('sieben gelbe Drachen steigen')
    await visitor.getByRole('button', { name: 'Passwort speichern und anmelden' }).click()
    await visitor.waitForURL('**/admin/**')
    await visitor.goto(link)
    await visitor.getByRole('heading', { name: 'Dieser Link ist schon benutzt' }).waitFor()
    await mailed('/forgotten-password')
    await sending.stop()
    await post.close()
  })

  test('of others is seen, signed out and shut by an admin, who cannot shut the last one', async () => {
    const { page: theirs, email: address } = await member('Paul', 'coordinator')
    await page.goto('/admin/accounts')
    await page.getByRole('button', { name: 'Person einladen' }).waitFor()
    expect(await page.getByRole('heading', { name: 'Offene Einladungen' }).count()).toBe(0)
    await page.getByRole('link', { name: 'Paul' }).click()
    await page.getByRole('heading', { name: 'Angemeldet auf' }).waitFor()
    for (const world of worlds)
      await lookAt(
        browser,
        service.url,
        { name: 'account', address: new URL(page.url()).pathname, signedIn: page, ...world },
        one => one.getByRole('heading', { name: 'Angemeldet auf' }).waitFor(),
      )
    await page.getByRole('button', { name: 'Überall abmelden' }).click()
    await page.getByText('Zurzeit nirgends.').waitFor()
    await theirs.getByRole('link', { name: 'Personen' }).click()
    await theirs.getByRole('dialog', { name: 'Sie sind nicht mehr angemeldet' }).waitFor()
    await page.getByRole('button', { name: 'Sperren', exact: true }).click()
    await page.getByText('Gesperrt', { exact: true }).waitFor()

    const { page: again } = await openPage(browser, service.url)
    await again.goto('/sign-in')
    await again.getByLabel('E-Mail-Adresse').fill(address)
    await again.getByLabel('Passwort', { exact: true }).fill(password)
    await again.getByRole('button', { name: 'Anmelden', exact: true }).click()
    await again.getByText('E-Mail-Adresse oder Passwort stimmen nicht.').waitFor()
    expect(faults).toEqual([])
  })
})

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPostOffice, type PostOffice } from '../../server/test/post-office.ts'
import { openBrowser, openPage, signIn } from './browser.ts'
import { inspect, lookAt, worlds } from './look.ts'
import { hour, mailTo, moveMeeting, officeOf, openMeeting, type Office } from './office.ts'
import { freePort, startService, type RunningService } from './service.ts'
import { heading, press } from './visitor.ts'

// People from an earlier meeting are invited to one that is for those who are invited, by mails that a real server takes.

let post: PostOffice
let service: RunningService
let browser: Browser
let page: Page
let faults: string[]
let office: Office
let meeting: string
let ownLink: string
let signedUp: string

/** Signs up and confirms, as people do by the API. @returns the token of their own page. */
async function comeBefore(earlier: string, firstName: string, lastName: string, invitations = true): Promise<string> {
  const email = `${firstName}.${lastName}@example.org`.toLowerCase()
  const { attempt } = await office<{ attempt: string }>('POST', `/api/v1/public/meetings/${earlier}/registrations`, {
    firstName,
    lastName,
    email,
    organisationTyped: 'Chor Zeitz',
    engagement: 'volunteer',
    needs: { stepFree: true, interpreter: null, food: null, other: null },
    consents: { contactList: true, invitations, photographs: false },
    noticeVersion: 1,
  })
  const { code } = await mailTo(office, email, 'confirm')
  return (await office<{ token: string }>('POST', '/api/v1/public/confirmations/by-code', { attempt, code })).token
}

beforeAll(async () => {
  post = await openPostOffice(await freePort())
  const env = { SMTP_URL: `smtp://127.0.0.1:${post.port}`, MAIL_FROM: 'Netzwerk <netz@example.org>' }
  ;[service, browser] = await Promise.all([startService({ example: false, env }), openBrowser()])
  ;({ page, faults } = await openPage(browser, service.url))
  await signIn(page, service.signInLink)
  office = officeOf(page)
})
afterAll(async () => {
  await browser.close()
  await service.stop()
  await post.close()
})

const button = (name: string | RegExp) => page.getByRole('button', { name })
/** The personal link in the mail that was delivered; waits until it has come. */
async function delivered(to: string, subject: string) {
  const find = () => post.delivered.find(one => one.to === to && (one.mail.subject ?? '').includes(subject))
  await expect.poll(() => find() !== undefined, { timeout: 90_000, interval: 500 }).toBe(true)
  const { mail, raw } = find() as NonNullable<ReturnType<typeof find>>
  const [link = ''] = /http\S+sign-up\?invitation=\S+/.exec(mail.text ?? '') ?? []
  return { raw, link, token: link.split('=').at(-1) ?? '' }
}
const onPhone = (javaScript = true) => openPage(browser, service.url, { width: 375, javaScript })

describe('the office', () => {
  test('says of a meeting that it is for those who are invited', async () => {
    const earlier = await openMeeting(office, 30)
    ownLink = await comeBefore(earlier, 'Ada', 'Adler')
    await comeBefore(earlier, 'Bo', 'Bauer')
    await comeBefore(earlier, 'Cem', 'Celik')
    await comeBefore(earlier, 'Dora', 'Demir', false)
    await moveMeeting(office, earlier, -26 * hour, -23 * hour)
    meeting = await openMeeting(office, 30)
    await page.goto(`/admin/meetings/${meeting}/sign-up`)
    await button('Sichtbarkeit ändern').click()
    await page.getByLabel('Nur auf Einladung', { exact: true }).check()
    await button('Speichern').click()
    await page.locator('.kern-badge', { hasText: 'Nur auf Einladung' }).waitFor()
  })

  test('invites who agreed to it, after a look at what they will read', async () => {
    await page.getByRole('link', { name: 'Einladungen' }).click()
    await page.getByText('3 Personen werden eingeladen.').waitFor()
    await page.getByText('Nicht dabei: 1 ohne Einwilligung').waitFor()
    await page.getByLabel('Wer zu einer Organisation gehört').check()
    await button('Vorschau ansehen').click()
    await page.getByRole('link', { name: 'Wählen Sie eine Organisation' }).waitFor()
    await page.getByLabel('Alle, die wir kennen').check()
    await page.getByLabel('Was Sie dazu sagen möchten').fill('Diesmal mit Führung durch das Haus.')
    await button('Vorschau ansehen').click()
    const preview = page.getByRole('dialog', { name: 'So kommt die Einladung an' })
    await preview.getByText('Guten Tag Ada Adler,').waitFor()
    await preview.getByText('Diesmal mit Führung durch das Haus.').waitFor()
    await preview.getByText('weil Sie bei einer früheren Anmeldung zugestimmt haben').waitFor()
    await inspect(page, 'admin-invitation-preview-1280', ['light'])
    await preview.getByRole('button', { name: '3 Personen einladen' }).click()
    await page.getByText('Gleich wird eine E-Mail an 3 Personen gesendet').waitFor()
    // nobody is offered to be invited a second time meanwhile
    await page.getByText('3 Personen werden gleich eingeladen.').waitFor()
    expect(await button('Vorschau ansehen').count()).toBe(0)
    expect(faults).toEqual([])
  })
})

describe.each(worlds)('before it goes out, $width px', world => {
  test('the page of invitations', () =>
    lookAt(
      browser,
      service.url,
      { name: 'invitations-none', address: `/admin/meetings/${meeting}/invitations`, ...world, signedIn: page },
      other => other.getByText('Die Einladung geht gleich hinaus').waitFor(),
    ))
  test('what strangers see of the meeting', async () => {
    await lookAt(browser, service.url, { name: 'members-list', address: '/', ...world }, other =>
      other.getByText('Nur auf Einladung').first().waitFor(),
    )
    await lookAt(browser, service.url, { name: 'members', address: `/meetings/${meeting}/sign-up`, ...world }, other =>
      other.getByText('Hier können sich nur Eingeladene anmelden').waitFor(),
    )
  })
})

describe('who is invited', () => {
  test('finds the form filled in and is signed up at once', async () => {
    const { raw, link } = await delivered('ada.adler@example.org', 'Einladung')
    expect(raw).toMatch(/^List-Unsubscribe:\s+<http/m)
    expect(raw).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click/m)
    const phone = await onPhone()
    await phone.page.goto(link)
    await heading(phone.page, 'Anmeldung')
    const value = (label: string) => phone.page.getByLabel(label, { exact: true }).inputValue()
    expect(await value('Vorname')).toBe('Ada')
    expect(await value('E-Mail-Adresse')).toBe('ada.adler@example.org')
    expect(
      await phone.page
        .getByLabel(/^Organisation/)
        .first()
        .inputValue(),
    ).toBe('Chor Zeitz')
    expect(await phone.page.getByLabel('Ehrenamtlich oder privat').isChecked()).toBe(true)
    for (const name of ['stepFree', 'contactList', 'invitations'])
      expect(await phone.page.locator(`[name=${name}]`).isChecked(), name).toBe(false)
    await press(phone.page, 'Jetzt anmelden')
    await heading(phone.page, 'Sie sind angemeldet')
    expect(await phone.page.locator('main').innerText()).not.toContain('ada.adler')
    signedUp = new URL(phone.page.url()).pathname + new URL(phone.page.url()).search
    await delivered('ada.adler@example.org', 'Sie sind angemeldet')
    expect(phone.faults).toEqual([])
    await phone.context.close()
  })

  test('is signed up without JavaScript as well', async () => {
    const { link } = await delivered('bo.bauer@example.org', 'Einladung')
    const phone = await onPhone(false)
    await phone.page.goto(link)
    await press(phone.page, 'Jetzt anmelden')
    await heading(phone.page, 'Sie sind angemeldet')
    await phone.context.close()
  })

  test('says that they cannot come, and ends invitations', async () => {
    const { token } = await delivered('cem.celik@example.org', 'Einladung')
    const phone = await onPhone()
    await phone.page.goto(`/invitations/${token}`)
    await phone.page.getByText('Sie sind zu diesem Treffen eingeladen.').waitFor()
    await press(phone.page, 'Ich kann nicht')
    await phone.page.getByText('Sie können nicht kommen').waitFor()
    await press(phone.page, 'Keine Einladungen mehr')
    await phone.page.getByText('Wir laden Sie nicht mehr ein').waitFor()
    expect(phone.faults).toEqual([])
    await phone.context.close()
  })

  test('is seen by the office with what they answered', async () => {
    await page.goto(`/admin/meetings/${meeting}/invitations`)
    const row = (name: string) => page.getByRole('row').filter({ hasText: name })
    await row('Ada Adler').getByText('Angemeldet').waitFor()
    await row('Bo Bauer').getByText('Angemeldet').waitFor()
    await row('Cem Celik').getByText('Abgesagt').waitFor()
    await page
      .getByText('Nicht dabei: 1 ohne Einwilligung, 2 schon angemeldet oder abgemeldet, 1 schon eingeladen')
      .waitFor()
    expect(faults).toEqual([])
  })
})

describe.each(worlds)('afterwards, $width px', world => {
  const look = (name: string, address: string, ready: (page: Page) => Promise<void>, signedIn?: Page) =>
    lookAt(browser, service.url, { name, address, ...world, ...(signedIn ? { signedIn } : {}) }, ready)

  test('the answers', () =>
    look(
      'invitations',
      `/admin/meetings/${meeting}/invitations`,
      async other => {
        await other.getByText('Cem Celik').waitFor()
        await other.getByLabel('Wer bei einem bestimmten Treffen war').check()
        await other.getByText('lässt sich niemand einladen').waitFor()
      },
      page,
    ))
  test('the form that knows somebody, and what follows it', async () => {
    const { link, token } = await delivered('cem.celik@example.org', 'Einladung')
    await look('invited-form', new URL(link).pathname + new URL(link).search, other =>
      other.getByText('Von Ihrer letzten Anmeldung übernommen').waitFor(),
    )
    await look('invitation', `/invitations/${token}`, other =>
      other.getByText('Wir laden Sie nicht mehr ein').waitFor(),
    )
    const { token: fresh } = await delivered('ada.adler@example.org', 'Einladung')
    await look('invitation-fresh', `/invitations/${fresh}`, other => heading(other, 'Ihre Einladung'))
    await look('signed-up', signedUp, other => heading(other, 'Sie sind angemeldet'))
  })
  test('the next meeting on the page of the earlier registration', async () => {
    const next = await openMeeting(office, 30)
    await look('own-next', `/registrations/${ownLink}`, async other => {
      await other.getByRole('heading', { name: 'Nächstes Treffen' }).waitFor()
      await other.getByRole('link', { name: 'Anmelden', exact: true }).waitFor()
    })
    await office('POST', `/api/v1/meetings/${next}/cancel`, { reason: 'Nur ein Versuch' })
  })
})

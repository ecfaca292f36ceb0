import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectAccessible, openBrowser, openPage, signIn } from './browser.ts'
import { inspect, lookAt, worlds } from './look.ts'
import { mailTo, officeOf, type Office } from './office.ts'
import { startService, type RunningService } from './service.ts'

let service: RunningService
let browser: Browser
let desk: Page
let faults: string[]
let office: Office
let organisationId = ''
beforeAll(async () => {
  ;[service, browser] = await Promise.all([startService(), openBrowser()])
  ;({ page: desk, faults } = await openPage(browser, service.url))
  await signIn(desk, service.signInLink)
  office = officeOf(desk)
  organisationId = (
    await office<{ id: string }>('POST', '/api/v1/organisations', {
      name: 'Caritas Naumburg',
      sector: 'welfare_and_advice',
    })
  ).id
})
afterAll(async () => {
  await browser.close()
  await service.stop()
})

const said = (text: string) => desk.getByRole('status').filter({ hasText: text }).first().waitFor()
const page = () => `/admin/organisations/${organisationId}`
const keys = () => desk.getByRole('region', { name: 'API-Schlüssel' })

/** A program of the organisation. */
const ask = async (secret: string, address: string, body?: object) => {
  const answer = await fetch(`${service.url}/api/v1/partner/${address}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${secret}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: answer.status, data: (await answer.json()) as Record<string, unknown> }
}

describe('from the key to the person who is registered by it', () => {
  let first = ''
  test('a key is made: what it may do stands there as sentences, its secret once', async () => {
    await desk.goto(page())
    await keys().getByRole('button', { name: 'Neuer Schlüssel' }).click()
    const dialog = desk.getByRole('dialog')
    for (const box of await dialog.getByRole('checkbox').all()) await box.uncheck()
    await dialog.getByRole('button', { name: 'Schlüssel erstellen' }).click()
    await dialog.getByRole('link', { name: 'Geben Sie an, wofür der Schlüssel ist' }).waitFor()
    await dialog.getByRole('link', { name: 'Wählen Sie aus, was man mit dem Schlüssel tun darf' }).waitFor()
    await inspect(desk, 'admin-api-key-mistakes-1280', ['light'])
    await dialog.getByLabel('Wofür ist der Schlüssel?').fill('Intranet')
    for (const name of ['Veröffentlichte Treffen lesen', 'Sehen, ob die eigenen Leute', 'Eigene Leute anmelden'])
      await dialog.getByRole('checkbox', { name }).check()
    await inspect(desk, 'admin-api-key-new-1280', ['light', 'dark'])
    await dialog.getByRole('button', { name: 'Schlüssel erstellen' }).click()
    await desk.getByRole('heading', { name: 'Der neue Schlüssel „Intranet“' }).waitFor()
    first = await desk.getByLabel('Schlüssel', { exact: true }).inputValue()
    expect(first).toMatch(/^treffpunkt_\w{49}$/)
    await desk.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await keys().getByRole('button', { name: 'Schlüssel kopieren' }).click()
    await said('Kopiert')
    expect(await desk.evaluate(() => navigator.clipboard.readText())).toBe(first)
    await inspect(desk, 'admin-api-key-secret-1280', ['light', 'dark'])
    // no other one pushes it off the page, and nobody goes away without being asked
    expect(await keys().getByRole('button', { name: 'Neuer Schlüssel' }).count()).toBe(0)
    expect(await keys().getByRole('button', { name: 'Schlüssel „Intranet“ erneuern' }).count()).toBe(0)
    await desk.getByRole('link', { name: 'Heute', exact: true }).click()
    const asking = desk.getByRole('dialog', { name: 'Haben Sie den Schlüssel gespeichert?' })
    await expectAccessible(desk)
    await asking.getByRole('button', { name: 'Auf der Seite bleiben' }).click()
    expect(await desk.getByLabel('Schlüssel', { exact: true }).inputValue()).toBe(first)
    await keys().getByRole('button', { name: 'Ich habe den Schlüssel gespeichert' }).click()
    expect(await desk.content()).not.toContain(first)
    await desk.reload()
    await keys().getByText('noch nicht benutzt').waitFor()
    expect(await keys().getByRole('listitem').filter({ hasText: 'Eigene Leute anmelden' }).count()).toBeGreaterThan(0)
    expect(await desk.content()).not.toContain(first)
  })

  test('with it a program registers somebody: the office sees who did, the person is told', async () => {
    const { data } = await ask(first, 'meetings')
    const open = (data['items'] as { id: string; state: string }[]).find(({ state }) => state === 'open')
    const who = { firstName: 'Olha', lastName: 'Kovalenko', email: 'olha@example.org', language: 'uk' }
    const { status, data: registration } = await ask(first, `meetings/${open?.id}/registrations`, who)
    expect(status).toBe(201)
    expect((await mailTo(office, who.email, 'entered')).text).toContain('Caritas Naumburg')
    await desk.goto(`/admin/meetings/${open?.id}/registrations?registration=${registration['id'] as string}`)
    await desk.getByText('von der Organisation, über ihren API-Schlüssel').waitFor()
    await desk.getByText('Schlüssel „Intranet“ von Caritas Naumburg').first().waitFor()
    await desk.goto(page())
    await keys().getByText('zuletzt benutzt am').waitFor()
  })

  test('renewed with two side by side, revoked at once, and back by the way back', async () => {
    await keys().getByRole('button', { name: 'Schlüssel „Intranet“ erneuern' }).click()
    await expectAccessible(desk)
    await desk.getByRole('dialog').getByRole('button', { name: 'Neuen Schlüssel erstellen' }).click()
    await desk.getByRole('heading', { name: 'Der neue Schlüssel „Intranet“' }).waitFor()
    const second = await desk.getByLabel('Schlüssel', { exact: true }).inputValue()
    await desk.getByRole('link', { name: 'Heute', exact: true }).click()
    await desk.getByRole('dialog').getByRole('button', { name: 'Seite verlassen' }).click()
    await desk.getByRole('heading', { level: 1, name: 'Heute' }).waitFor()
    await desk.goto(page())
    await keys().getByText('Zwei Schlüssel gelten nebeneinander').waitFor()
    expect([(await ask(first, 'access')).status, (await ask(second, 'access')).status]).toEqual([200, 200])
    for (const world of worlds)
      await lookAt(
        browser,
        service.url,
        { name: 'api-keys-two', address: page(), signedIn: desk, ...world },
        async it => it.getByText('Zwei Schlüssel gelten nebeneinander').waitFor(),
      )
    await keys().getByRole('button', { name: 'Bisherigen jetzt beenden' }).click()
    await said('Der bisherige Schlüssel gilt nicht mehr.')
    expect([(await ask(first, 'access')).status, (await ask(second, 'access')).status]).toEqual([401, 200])
    await keys().getByRole('button', { name: 'Schlüssel „Intranet“ widerrufen' }).click()
    await said('Der Schlüssel „Intranet“ gilt nicht mehr.')
    expect((await ask(second, 'access')).status).toBe(401)
    await keys().getByText('1 beendeter Schlüssel').waitFor()
    await desk.getByRole('button', { name: 'Rückgängig' }).click()
    await said('Der Schlüssel „Intranet“ gilt wieder.')
    expect((await ask(second, 'access')).status).toBe(200)
    expect(faults).toEqual([])
  })
})

describe('the documentation', () => {
  test.each(['', '/first-registration', '/changes', '/life-cycle', '/errors', '/reference'])(
    '/api/docs%s is readable everywhere',
    async at => {
      for (const world of worlds)
        await lookAt(
          browser,
          service.url,
          { name: `api-docs${at.replace('/', '-')}`, address: `/api/docs${at}`, ...world },
          async it => it.getByRole('heading', { level: 1 }).waitFor(),
        )
    },
  )
})

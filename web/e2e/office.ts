import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** Calls the API with the session of a signed-in page, as the administration does. */
export function officeOf(page: Page) {
  return async <Data>(method: 'GET' | 'POST' | 'PATCH', address: string, body?: unknown): Promise<Data> => {
    const { status, data } = await page.evaluate(
      async ({ method, address, body }) => {
        const session = (await (await fetch('/api/v1/session')).json()) as { csrfToken: string }
        const etag = method === 'PATCH' ? (await fetch(address)).headers.get('etag') : null
        const answer = await fetch(address, {
          method,
          headers: {
            'x-csrf-token': session.csrfToken,
            'idempotency-key': crypto.randomUUID(),
            ...(body === undefined
              ? {}
              : { 'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json' }),
            ...(etag ? { 'if-match': etag } : {}),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        })
        return { status: answer.status, data: (await answer.json()) as unknown }
      },
      { method, address, body },
    )
    expect(status, `${method} ${address}: ${JSON.stringify(data)}`).toBeLessThan(300)
    return data as Data
  }
}
export type Office = ReturnType<typeof officeOf>

type Mail = { id: string; kind: string; to: string }

/** The newest mail of a kind to an address, with its text and links; waits until it is there. */
export async function mailTo(office: Office, to: string, kind: string) {
  let mail: Mail | undefined
  await expect
    .poll(
      async () => {
        const { items } = await office<{ items: Mail[] }>('GET', '/api/v1/mails')
        mail = items.find(one => one.to === to && one.kind === kind)
        return mail?.id
      },
      // some are written by a job
      { timeout: 20_000 },
    )
    .toBeTruthy()
  const { text, links } = await office<{ text: string; links: { label: string; url: string }[] }>(
    'GET',
    `/api/v1/mails/${mail?.id}`,
  )
  return { text, link: links[0]?.url ?? '', code: /\b\d{6}\b/.exec(text.replace(/\d{5} \p{L}/gu, ''))?.[0] ?? '' }
}

/** In minutes, for `moveMeeting`. */
export const hour = 60

/** Moves a meeting: minutes from now at which it begins and ends. */
export const moveMeeting = (office: Office, meeting: string, from: number, to: number): Promise<unknown> => {
  const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()
  return office('PATCH', `/api/v1/meetings/${meeting}`, { startsAt: at(from), endsAt: at(to) })
}

/** An open meeting in a month with that many seats. */
export async function openMeeting(office: Office, seats: number): Promise<string> {
  const venue = await office<{ id: string }>('POST', '/api/v1/venues', {
    name: 'Bürgerhaus Hohenmölsen',
    municipality: 'Hohenmölsen',
    street: 'Dr.-Walter-Friedrich-Straße 2',
    postalCode: '06679',
    stepFree: true,
  })
  const day = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
  const { id } = await office<{ id: string }>('POST', '/api/v1/meetings', {
    kind: 'network',
    focusTopic: 'Migration und Pflege',
    startsAt: `${day}T13:00:00Z`,
    endsAt: `${day}T16:00:00Z`,
    venueId: venue.id,
    capacity: seats,
  })
  await office('POST', `/api/v1/meetings/${id}/publish`)
  await office('POST', `/api/v1/meetings/${id}/open`)
  return id
}

import ICAL from 'ical.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startService, type Client, type TestService } from '../../test/service.ts'

let service: TestService
let office: Client
beforeAll(async () => {
  service = await startService()
  office = await service.signIn('coordinator')
})
afterAll(() => service.close())

async function announced(body: object = {}): Promise<string> {
  const startsAt = new Date(Date.now() + 30 * 86_400_000)
  const { body: meeting } = await office.post('/api/v1/meetings', {
    kind: 'specialist',
    title: 'Tag & Nacht <der> Pflege',
    startsAt: startsAt.toISOString(),
    endsAt: new Date(startsAt.getTime() + 3_600_000).toISOString(),
    ...body,
  })
  await office.post(`/api/v1/meetings/${meeting.id}/publish`)
  return meeting.id
}
const read = (path: string) => fetch(service.url + path)
const text = async (path: string) => (await read(path)).text()

test('the calendar holds what is public; what is cancelled stays and says so, what is unlisted is not there', async () => {
  const [open, cancelled, unlisted] = [
    await announced(),
    await announced(),
    await announced({ visibility: 'unlisted' }),
  ]
  await office.post(`/api/v1/meetings/${cancelled}/cancel`, { reason: 'Sturm' })
  const calendar = new ICAL.Component(ICAL.parse(await text('/meetings.ics')))
  const events = calendar.getAllSubcomponents('vevent').map(event => ({
    id: String(event.getFirstPropertyValue('uid')).split('@')[0],
    status: event.getFirstPropertyValue('status'),
  }))
  expect(events).toContainEqual({ id: open, status: 'CONFIRMED' })
  expect(events).toContainEqual({ id: cancelled, status: 'CANCELLED' })
  expect(events.map(({ id }) => id)).not.toContain(unlisted)
  expect(calendar.getFirstSubcomponent('vtimezone')?.getFirstPropertyValue('tzid')).toBe('Europe/Berlin')
})

test('feed and sitemap name what is public, well-formed whatever the names hold', async () => {
  const [open, unlisted] = [await announced(), await announced({ visibility: 'unlisted' })]
  const feed = await text('/meetings.atom')
  expect(feed).toContain('<title>Tag &amp; Nacht &lt;der&gt; Pflege</title>')
  expect(feed).toContain(`/meetings/${open}"`)
  const map = await text('/sitemap.xml')
  expect(map).toContain(`/uk/meetings/${open}</loc>`)
  expect(map).toContain('/imprint</loc>')
  expect(feed + map).not.toContain(unlisted)
  expect(await text('/robots.txt')).toMatch(/Sitemap: http\S+\/sitemap\.xml/)
})

test('who has the feed already is told so', async () => {
  const first = await read('/meetings.atom')
  const again = await fetch(`${service.url}/meetings.atom`, {
    headers: { 'if-none-match': first.headers.get('etag') ?? '' },
  })
  expect(again.status).toBe(304)
})

test('the page of a meeting says what it is to programs, and how it is shown where it is passed on', async () => {
  const venue = await office.post('/api/v1/venues', { name: 'Kulturhaus', municipality: 'Zeitz', postalCode: '06712' })
  const id = await announced({ focusTopic: '</script><b>Pflege', venueId: (venue.body as { id: string }).id })
  const page = await text(`/meetings/${id}`)
  const [, json = ''] = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(page) ?? []
  expect(JSON.parse(json)).toMatchObject({
    '@type': 'Event',
    name: 'Tag & Nacht <der> Pflege',
    eventStatus: 'https://schema.org/EventScheduled',
    isAccessibleForFree: true,
    location: { hasMap: 'https://www.openstreetmap.org/search?query=Kulturhaus%2C%20Zeitz' },
  })
  expect(page).toContain('property="og:title" content="Tag &amp; Nacht &lt;der&gt; Pflege')
  await office.post(`/api/v1/meetings/${id}/cancel`, { reason: 'Sturm' })
  expect(await text(`/meetings/${id}`)).toContain('EventCancelled')
  // what only whoever has the address shall find is shown nowhere else
  const unlisted = await announced({ visibility: 'unlisted' })
  expect(await text(`/meetings/${unlisted}`)).not.toContain('og:title')
})

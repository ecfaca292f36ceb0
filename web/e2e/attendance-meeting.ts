import type { AttendanceKind, DoorLink } from '@treffpunkt/shared/attendance'
import { expect } from 'vitest'
import { openMeeting, type Office } from './office.ts'

export const guests: [string, string, string][] = [
  ['Mehmet', 'Aydın', 'Jobcenter Burgenlandkreis'],
  ['Olena', 'Kovalenko', 'Caritasverband Naumburg'],
  ['Jörg', 'Öztürk', ''],
  ['Bernd', 'Weber', 'Bürgerverein Zeitz-Ost'],
  ['Anna', 'Weber', 'Landkreis'],
  ['Birgit', 'Zimmermann-Hohenstein', 'Bundesagentur für Arbeit, Agentur Weißenfels'],
]

/** A meeting in a month with six registrations. @returns its id, and those of the registrations by name. */
export async function meetingWithGuests(office: Office) {
  const meeting = await openMeeting(office, 30)
  const ids = new Map<string, string>()
  for (const [firstName, lastName, organisationTyped] of guests) {
    const body = { firstName, lastName, ...(organisationTyped ? { organisationTyped } : {}) }
    const { id: one } = await office<{ id: string }>('POST', `/api/v1/meetings/${meeting}/registrations`, body)
    ids.set(`${firstName} ${lastName}`, one)
  }
  return { meeting, idOf: (name: string) => ids.get(name) ?? '' }
}

export const newDoorLink = (office: Office, meeting: string, name: string) =>
  office<DoorLink>('POST', `/api/v1/meetings/${meeting}/door-links`, { name })

export const walkIn = (name: string, organisation: string | null) => ({
  attendeeId: crypto.randomUUID(),
  name,
  organisation,
})

/** Makes an entry as a helper's phone does. */
export async function enterAtTheDoor(
  link: DoorLink,
  who: string | ReturnType<typeof walkIn>,
  kind: AttendanceKind = 'present',
): Promise<void> {
  const now = new Date().toISOString()
  const { origin, pathname } = new URL(link.url ?? '')
  const about =
    typeof who === 'string'
      ? { attendeeId: who, how: 'scan' }
      : {
          attendeeId: who.attendeeId,
          how: 'walk_in',
          walkIn: { name: who.name, organisation: who.organisation },
        }
  const answer = await fetch(`${origin}/api/v1/meetings/${link.meetingId}/attendance`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Door ${pathname.split('/').at(-1)}` },
    body: JSON.stringify({ sentAt: now, entries: [{ id: crypto.randomUUID(), kind, at: now, ...about }] }),
  })
  expect(answer.status, await answer.clone().text()).toBe(200)
  const { outcomes } = (await answer.json()) as { outcomes: { outcome: string }[] }
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['recorded'])
}

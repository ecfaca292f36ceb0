import { enterGuest, entryOf, makeDoorLink, publishMeeting, record } from './door.ts'
import { makePartner } from './partner.ts'
import type { Client } from './service.ts'

/** What there really is: the ids that addresses and bodies may name. */
export type Real = {
  /** By the part of an address that stands before {id}. */
  ids: Record<string, string[]>
  /** By the name of a field. */
  fields: Record<string, string | string[]>
  /** The personal link of the registration. */
  link: string
  /** The API key of the organisation. */
  secret: string
}

/** One of everything, by the API alone; meetings in two states: begun, with people at the door, and open for sign-up. */
export async function makeOneOfEach(admin: Client, url: string): Promise<Real> {
  const make = async (path: string, body: object): Promise<string> => {
    const answer = await admin.post(`/api/v1/${path}`, body)
    if (answer.status !== 201) throw new Error(answer.text)
    return (answer.body as { id: string }).id
  }
  const mark = Math.random().toString(36).slice(2)
  const venue = await make('venues', { name: 'Bürgerhaus', municipality: 'Hohenmölsen' })
  const organisation = await make('organisations', { name: `Verein ${mark}`, sector: 'civil_society' })
  const workingGroup = await make('working-groups', { name: `Sprache ${mark}`, state: 'active' })
  const person = await make('people', { firstName: 'Ada', lastName: mark })
  const account = await make('accounts', { name: 'Eva Ost', email: `${mark}@example.org`, role: 'door' })

  const begun = await publishMeeting(admin)
  // a week before, everybody would be reminded at this moment
  const open = await publishMeeting(admin, 24 * 10)
  await admin.post(`/api/v1/meetings/${open}/open`)
  const guest = await enterGuest(admin, begun, { email: `guest-${mark}@example.org` })
  const entry = entryOf('present', guest.id)
  const walkIn = { name: 'Wil Spontan', organisation: null }
  const cameBy = entryOf('present', crypto.randomUUID(), { how: 'walk_in', walkIn })
  await record(admin, begun, entry, cameBy)
  const link = await makeDoorLink(admin, begun)
  // withdrawing and coming back take until the meeting begins
  const registration = await enterGuest(admin, open, { email: `later-${mark}@example.org`, organisationTyped: 'Chor' })
  const own = (await admin.get(`/api/v1/registrations/${registration.id}/link`)).body as { url: string }
  const partner = await makePartner(admin, url, organisation)
  const colleague = await partner.post(`/api/v1/partner/meetings/${open}/registrations`, {
    firstName: 'Eda',
    lastName: mark,
    email: `colleague-${mark}@example.org`,
  })
  if (colleague.status !== 201) throw new Error(colleague.text)
  // somebody known from another meeting, who agreed to be invited
  const further = await publishMeeting(admin, 24 * 12)
  await admin.post(`/api/v1/meetings/${further}/open`)
  await admin.post(`/api/v1/public/meetings/${further}/registrations`, {
    firstName: 'Kim',
    lastName: mark,
    email: `known-${mark}@example.org`,
    consents: { contactList: false, invitations: true, photographs: false },
    noticeVersion: 1,
  })
  const known = (await admin.get(`/api/v1/meetings/${further}/registrations`)).body as { items: { id: string }[] }
  await admin.post(`/api/v1/registrations/${known.items[0]?.id}/confirm`)
  const mailing = await make(`meetings/${open}/mailings`, {
    audience: 'everybody',
    subject: 'Anfahrt',
    body: 'Linie 1',
  })
  const question = await make(`meetings/${open}/questions`, {
    kind: 'yes_no',
    label: 'Essen Sie mit?',
    purpose: 'Küche',
  })
  const view = await make('views', { name: `Ansicht ${mark}`, filter: {} })
  const reported = await admin.post('/api/v1/public/barrier-reports', { barrier: mark, email: `${mark}@example.org` })
  if (reported.status !== 201) throw new Error(reported.text)
  const reports = (await admin.get('/api/v1/barrier-reports')).body as { items: { id: string }[] }
  // a change that can be compared with what holds now, and given back
  await admin.patch(`/api/v1/venues/${venue}`, { directions: 'Linie 1' }, { 'if-match': '*' })
  const history = (await admin.get('/api/v1/history?object=venue')).body as { items: { id: string }[] }
  const mails = (await admin.get('/api/v1/mails')).body as { items: { id: string }[] }
  return {
    ids: {
      venues: [venue],
      organisations: [organisation],
      'working-groups': [workingGroup],
      people: [person],
      accounts: [account],
      // the only one is that of the admin who asks, and would end
      sessions: [],
      meetings: [begun, open],
      'public/meetings': [open],
      'api-keys': [partner.key.id],
      'partner/meetings': [open],
      'partner/organisations': [organisation],
      'partner/working-groups': [workingGroup],
      'partner/registrations': [(colleague.body as { id: string }).id],
      registrations: [registration.id, guest.id],
      'door-links': [link.id],
      'walk-ins': [cameBy.attendeeId],
      mailings: [mailing],
      views: [view],
      questions: [question],
      'barrier-reports': reports.items.slice(0, 1).map(({ id }) => id),
      mails: mails.items.slice(0, 1).map(({ id }) => id),
      history: history.items.slice(0, 1).map(({ id }) => id),
      'history/{object}': [begun],
    },
    fields: {
      venueId: venue,
      // a place and a room
      attendanceMode: 'mixed',
      organisationId: organisation,
      workingGroupId: workingGroup,
      attendeeId: guest.id,
      ownerId: account,
      registrationId: registration.id,
      undoes: entry.id,
      fields: ['directions'],
      // whom an invitation is for, at a meeting or from an organisation
      of: begun,
    },
    link: own.url.split('/').at(-1) ?? '',
    secret: partner.secret,
  }
}

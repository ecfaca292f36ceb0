import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { scopes, type Scope } from '@treffpunkt/shared/route'
import { fitting, type Schema } from './bad-input.ts'
import { withNames } from './addresses.ts'
import { openapi } from './contract.ts'
import { enterGuest, makeDoorLink, phoneAt, publishMeeting } from './door.ts'
import { makeOneOfEach, type Real } from './one-of-each.ts'
import { makeOrganisation, makePartner, programWith } from './partner.ts'
import { clientOf, startService, type Client, type TestService } from './service.ts'
import { holdMessages, storedIn } from './stored.ts'

// Every operation of openapi.json × everybody who may come along × what is theirs, what is others' and what there is not.
// What an operation allows stands in its contract; that the server keeps to it is shown here, and that a refused request
// changes nothing.

let service: TestService
let real: Real
let stored: () => Promise<string[]>
let doorMeetingId: string
const actors: Record<string, Client> = {}
beforeAll(async () => {
  service = await startService()
  actors['anonymous'] = service.anonymous
  for (const role of ['door', 'reader', 'coordinator', 'admin'] as const) actors[role] = await service.signIn(role)
  const [office, admin] = [actors['coordinator'] as Client, actors['admin'] as Client]
  real = await makeOneOfEach(admin, service.url)
  doorMeetingId = await publishMeeting(office)
  actors['door link'] = phoneAt(service.url, await makeDoorLink(office, doorMeetingId))
  const { id } = await enterGuest(office, doorMeetingId, { email: 'ada@example.org' })
  const { url } = (await office.get(`/api/v1/registrations/${id}/link`)).body as { url: string }
  actors['attendee'] = clientOf(service.url, { authorization: `Link ${url.split('/').at(-1)}` })
  actors['partner'] = programWith(service.url, real.secret)
  const organisationId = await makeOrganisation(office)
  const bare = await makePartner(office, service.url, organisationId)
  await service.db.updateTable('apiKeys').set({ scopes: [] }).where('id', '=', bare.key.id).execute()
  actors['partner without scopes'] = bare
  const revoked = await makePartner(office, service.url, organisationId)
  await office.post(`/api/v1/api-keys/${revoked.key.id}/revoke`)
  actors['revoked key'] = revoked
  stored = await storedIn(service)
  await holdMessages(service)
})
afterAll(() => service.close())

const adminOnly = new Set([
  'changeSettings',
  'writeText',
  'getTextTemplate',
  'setLogo',
  'removeLogo',
  'sendTestMail',
  'listAccounts',
  'createAccount',
  'getAccount',
  'changeAccount',
  'createSignInLink',
  'sendInvitation',
  'withdrawInvitation',
  'listSessionsOf',
  'endSessionsOf',
])
const anyAccount = new Set([
  'endSession',
  'setPassword',
  'getOwnAccount',
  'changeOwnAccount',
  'requestEmailChange',
  'listOwnSessions',
  'endSessionById',
  'endOtherSessions',
])
/** Reading that a reader may not: links that act for whoever has them, and what carries people's data away. */
const readsToAct = new Set([
  'getDataOfPerson',
  'previewErasure',
  'getRegistrationLink',
  'listDoorLinks',
  'listApiKeys',
  // what was there before is for those who may give it back
  'compareChange',
  'listRegistrationIds',
  'getContactList',
  'listAccessTasks',
  'listExports',
  'listBarrierReports',
  'getBarrierReport',
  'countBarrierReports',
])
const everybody = new Set([
  'getOpenapi',
  'getSession',
  'createSession',
  'redeemSignInLink',
  'readAccountLink',
  'setPasswordByLink',
  'requestPasswordReset',
  'confirmEmail',
  'getNetwork',
  'getText',
  'listPublicMeetings',
  'getPublicMeeting',
  'listPublicQuestions',
  'signUp',
  'confirmByCode',
  'confirmByLink',
  'resendCode',
  'sendLostLinks',
  'readTicket',
  'suggestOrganisations',
  'reportBarrier',
  'readBarrierReceipt',
  'readInvitation',
  'declineInvitation',
  'endInvitations',
])
/** Only by the personal link of a registration; an account opens none of these, nor does a door link. */
const byLink = new Set([
  'getOwnRegistration',
  'getOwnContactList',
  'getNextMeeting',
  'changeOwnRegistration',
  'withdrawOwn',
  'restoreOwn',
  'acceptOffer',
  'declineOffer',
  'attendOnline',
  'attendOnSite',
  'substituteOwn',
  'addColleagues',
  'getOwnData',
  'getOwnDataInWords',
  'previewOwnErasure',
  'eraseOwn',
])

/** By a door link as well as by an account that may check in. */
const atDoor = new Set(['listDoorMeetings', 'getDoorList', 'recordAttendance', 'streamAttendance'])
/** By a key that has the scope; `null`: by any that is live. */
const byKey: Record<string, Scope | null> = {
  getPartnerAccess: null,
  listPartnerMeetings: 'meetings:read',
  getPartnerMeeting: 'meetings:read',
  listPartnerWorkingGroups: 'working-groups:read',
  getPartnerWorkingGroup: 'working-groups:read',
  listPartnerQuestions: 'meetings:read',
  listPartnerOrganisations: 'organisations:read',
  getPartnerOrganisation: 'organisations:read',
  getOwnOrganisation: 'organisations:read',
  listPartnerRegistrations: 'registrations:read',
  getPartnerRegistration: 'registrations:read',
  listPartnerChanges: 'registrations:read',
  createPartnerRegistration: 'registrations:write',
  changePartnerRegistration: 'registrations:write',
  withdrawPartnerRegistration: 'registrations:write',
}

const accounts = new Set(['door', 'reader', 'coordinator', 'admin'])

const unknown = '01990000-0000-7000-8000-000000000000'
const operations = Object.entries(openapi.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    path,
    method,
    operation,
    operationId: operation.operationId,
  })),
)

const mayEnter = (method: string, operationId: string, actor: string): boolean => {
  if (everybody.has(operationId)) return true
  if (byLink.has(operationId)) return actor === 'attendee'
  if (operationId in byKey)
    return actor === 'partner' || (actor === 'partner without scopes' && byKey[operationId] === null)
  if (atDoor.has(operationId) && actor === 'door link') return true
  if (!accounts.has(actor)) return false
  if (atDoor.has(operationId)) return actor !== 'reader'
  if (anyAccount.has(operationId)) return true
  if (adminOnly.has(operationId)) return actor === 'admin'
  if (actor === 'reader') return method === 'get' && !readsToAct.has(operationId)
  return actor !== 'door'
}

/** 403: known, and not allowed. 401: of another kind than the operation asks for. */
function refusalOf(operationId: string, actor: string): number {
  if (operationId in byKey) return actor === 'partner without scopes' ? 403 : 401
  return accounts.has(actor) && !byLink.has(operationId) ? 403 : 401
}

type Operation = (typeof operations)[number]
const fill = (path: string, id: string): string => withNames(path).replace('{id}', id)
/** The part of an address that stands before {id}. */
const placeOf = (path: string): string => path.slice('/api/v1/'.length).split('/{id}')[0] ?? ''
/** A body that the operation would take. */
function goodBody({ operation }: Operation): unknown {
  const schema = Object.values(operation.requestBody?.content ?? {})[0]?.schema as Schema | undefined
  return schema === undefined ? undefined : fitting(schema, real.fields)
}

async function ask(client: Client, method: string, url: string, body: unknown): ReturnType<Client['get']> {
  const headers = { 'if-match': '*' }
  if (method === 'get') return client.get(url)
  if (method === 'delete') return client.delete(url, headers)
  return client[method as 'post' | 'put' | 'patch'](url, body, headers)
}

describe('who may enter', () => {
  // signing out and streaming have tests of their own; asked here they would end the actor, or the answer never would
  const asked = operations.filter(({ operationId }) => operationId !== 'endSession' && operationId !== 'streamChanges')
  test.each(asked)('$operationId', async operation => {
    const { path, method, operationId } = operation
    const before = await stored()
    for (const [actor, client] of Object.entries(actors)) {
      if (mayEnter(method, operationId, actor)) {
        // needs nothing but whoever asks, so it would really happen
        if (actor === 'attendee' && byLink.has(operationId) && method === 'post') continue
        if (method !== 'get' && !path.includes('{') && operation.operation.requestBody === undefined) continue
        const { status } = await ask(client, method, fill(path, unknown), '[]')
        expect([401, 403], `${operationId} as ${actor}`).not.toContain(status)
      } else {
        // what there is, with what it takes: was it let in, it would happen
        const id = real.ids[placeOf(path)]?.[0] ?? unknown
        const { status } = await ask(client, method, fill(path, id), goodBody(operation))
        expect(status, `${operationId} as ${actor}`).toBe(refusalOf(operationId, actor))
      }
    }
    expect(await stored()).toEqual(before)
  })

  test('streamChanges', async () => {
    expect((await service.anonymous.get('/api/v1/live')).status).toBe(401)
    expect((await actors['door']?.get('/api/v1/live'))?.status).toBe(403)
    for (const actor of ['door link', 'partner', 'revoked key'])
      expect((await actors[actor]?.get('/api/v1/live'))?.status, actor).toBe(401)
  })

  test('the document names the scope of every operation that a key opens, and of no other', () => {
    const named = operations.flatMap(({ operationId, operation }) =>
      (operation.security ?? []).flatMap(one =>
        one['key'] === undefined ? [] : [[operationId, one['key'][0] ?? null]],
      ),
    )
    expect(Object.fromEntries(named)).toEqual(byKey)
    expect(new Set(Object.values(byKey).filter(scope => scope !== null))).toEqual(new Set(scopes))
  })
})

describe("what is others' is as unknown as what there is not", () => {
  /** Of everything that a link or a key opens by an id: one that is another's. */
  const foreign: Record<string, () => Promise<string[]>> = {}
  beforeAll(async () => {
    const office = actors['coordinator'] as Client
    const make = async (path: string, body: object) =>
      ((await office.post(`/api/v1/${path}`, body)).body as { id: string }).id
    const draft = await make('meetings', {
      kind: 'network',
      startsAt: '2027-05-05T14:00:00+02:00',
      endsAt: '2027-05-05T17:00:00+02:00',
    })
    const proposed = await make('working-groups', { name: 'Noch nicht begonnen', state: 'proposed' })
    const deleted = await makeOrganisation(office)
    await office.delete(`/api/v1/organisations/${deleted}`, { 'if-match': '*' })
    // of another partner, of the office, and of themselves for the same organisation
    const rival = await makePartner(office, service.url, await makeOrganisation(office))
    const open = real.ids['public/meetings']?.[0] ?? ''
    const theirs = await rival.post(`/api/v1/partner/meetings/${open}/registrations`, {
      firstName: 'Ida',
      lastName: 'Fremd',
      email: 'ida@example.org',
    })
    const same = await enterGuest(office, open, {
      email: 'same@example.org',
      organisationId: real.fields['organisationId'],
    })
    foreign['partner/meetings'] = async () => [draft]
    foreign['partner/working-groups'] = async () => [proposed]
    foreign['partner/organisations'] = async () => [deleted]
    foreign['partner/registrations'] = async () => [
      (theirs.body as { id: string }).id,
      same.id,
      ...(real.ids['registrations'] ?? []),
    ]
    foreign['door/meetings'] = async () => real.ids['meetings'] ?? []
  })

  const opened = operations.filter(
    ({ path, operationId }) => path.includes('{id}') && (operationId in byKey || atDoor.has(operationId)),
  )
  test.each(opened)('$operationId', async operation => {
    const { path, method, operationId } = operation
    const actor = operationId in byKey ? 'partner' : 'door link'
    const client = actors[actor] as Client
    const place = placeOf(path)
    const request = (id: string) => ask(client, method, fill(path, id), goodBody(operation))
    const before = await stored()
    const said = async (id: string) => {
      const { status, body } = await request(id)
      return { status, ...(body as object), instance: '' }
    }
    const ofNothing = await said(unknown)
    expect(ofNothing.status).toBe(404)
    const others = (await (actor === 'partner' ? foreign[place] : foreign['door/meetings'])?.()) ?? []
    expect(others.length, `nothing of others for ${path}`).toBeGreaterThan(0)
    for (const id of others) expect(await said(id), `${operationId} of ${id}`).toEqual(ofNothing)
    expect(await stored()).toEqual(before)

    // the stream of a meeting is never answered in full
    if (operationId === 'streamAttendance') return
    const own = actor === 'partner' ? real.ids[place]?.[0] : doorMeetingId
    expect((await request(own ?? '')).status, `${operationId} of the own`).toBeLessThan(300)
  })
})

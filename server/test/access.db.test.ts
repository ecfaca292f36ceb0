import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withNames } from './addresses.ts'
import { openapi } from './contract.ts'
import { enterGuest, makeDoorLink, phoneAt, publishMeeting } from './door.ts'
import { clientOf, startService, type Client, type TestService } from './service.ts'

// Every operation of openapi.json × everybody who may come along. What an operation allows stands in its contract; that
// the server keeps to it is shown here, and that a refused request changes nothing.

let service: TestService
const actors: Record<string, Client> = {}
beforeAll(async () => {
  service = await startService()
  actors['anonymous'] = service.anonymous
  for (const role of ['door', 'reader', 'coordinator', 'admin'] as const) actors[role] = await service.signIn(role)
  const office = actors['coordinator'] as Client
  const meetingId = await publishMeeting(office)
  actors['door link'] = phoneAt(service.url, await makeDoorLink(office, meetingId))
  const { id } = await enterGuest(office, meetingId, { email: 'ada@example.org' })
  const { url } = (await office.get(`/api/v1/registrations/${id}/link`)).body as { url: string }
  actors['attendee'] = clientOf(service.url, { authorization: `Link ${url.split('/').at(-1)}` })
})
afterAll(() => service.close())

const adminOnly = new Set([
  'changeSettings',
  'writeText',
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
  'listRegistrationIds',
  'getContactList',
  'listExports',
  'listBarrierReports',
  'getBarrierReport',
  'countBarrierReports',
])
const everybody = new Set([
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
  'signUp',
  'confirmByCode',
  'confirmByLink',
  'resendCode',
  'sendLostLinks',
  'readTicket',
  'suggestOrganisations',
  'reportBarrier',
  'readBarrierReceipt',
])
/** Only by the personal link of a registration; an account opens none of these, nor does a door link. */
const byLink = new Set([
  'getOwnRegistration',
  'getOwnContactList',
  'changeOwnRegistration',
  'withdrawOwn',
  'restoreOwn',
  'acceptOffer',
  'declineOffer',
  'substituteOwn',
  'getOwnData',
  'getOwnDataInWords',
  'previewOwnErasure',
  'eraseOwn',
])

/** By a door link as well as by an account that may check in. */
const atDoor = new Set(['listDoorMeetings', 'getDoorList', 'recordAttendance', 'streamAttendance'])
const accounts = new Set(['door', 'reader', 'coordinator', 'admin'])

const unknown = '01990000-0000-7000-8000-000000000000'
const operations = Object.entries(openapi.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { operationId }]) => ({ path, method, operationId })),
)

const mayEnter = (method: string, operationId: string, actor: string): boolean => {
  if (everybody.has(operationId)) return true
  if (byLink.has(operationId)) return actor === 'attendee'
  if (atDoor.has(operationId) && actor === 'door link') return true
  if (!accounts.has(actor)) return false
  if (atDoor.has(operationId)) return actor !== 'reader'
  if (anyAccount.has(operationId)) return true
  if (adminOnly.has(operationId)) return actor === 'admin'
  if (actor === 'reader') return method === 'get' && !readsToAct.has(operationId)
  return actor !== 'door'
}

async function ask(client: Client, method: string, path: string): Promise<number> {
  const url = withNames(path).replace('{id}', unknown)
  if (method === 'get') return (await client.get(url)).status
  if (method === 'delete') return (await client.delete(url)).status
  return (await client[method as 'post' | 'put' | 'patch'](url, '[]')).status
}

describe('who may enter', () => {
  // signing out and streaming have tests of their own; asked here they would end the actor, or the answer never would
  const asked = operations.filter(({ operationId }) => operationId !== 'endSession' && operationId !== 'streamChanges')
  test.each(asked)('$operationId', async ({ path, method, operationId }) => {
    const before = await service.db.selectFrom('changes').select('id').execute()
    for (const [actor, client] of Object.entries(actors)) {
      // needs nothing but the link, so it would really happen
      if (actor === 'attendee' && byLink.has(operationId) && method === 'post') continue
      const status = await ask(client, method, path)
      const refused = !accounts.has(actor) || byLink.has(operationId) ? 401 : 403
      if (mayEnter(method, operationId, actor)) expect([401, 403], `${operationId} as ${actor}`).not.toContain(status)
      else expect(status, `${operationId} as ${actor}`).toBe(refused)
    }
    expect(await service.db.selectFrom('changes').select('id').execute()).toHaveLength(before.length)
  })

  test('streamChanges', async () => {
    expect((await service.anonymous.get('/api/v1/live')).status).toBe(401)
    expect((await actors['door']?.get('/api/v1/live'))?.status).toBe(403)
    expect((await actors['door link']?.get('/api/v1/live'))?.status).toBe(401)
  })
})

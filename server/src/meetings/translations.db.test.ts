import { afterAll, beforeAll, expect, test } from 'vitest'
import { startService, type Client, type TestService } from '../../test/service.ts'

let service: TestService
let office: Client
beforeAll(async () => {
  service = await startService()
  office = await service.signIn('coordinator')
})
afterAll(() => service.close())

const ukrainian = { focusTopic: 'Міграція та догляд', summary: null, costs: null }
const arabic = { focusTopic: 'الهجرة والرعاية', summary: 'نص', costs: '5 يورو' }

async function planned(body: object = {}) {
  const { body: meeting } = await office.post('/api/v1/meetings', {
    kind: 'network',
    focusTopic: 'Migration und Pflege',
    summary: 'Text',
    costs: '5 Euro',
    startsAt: '2031-05-07T12:00:00Z',
    endsAt: '2031-05-07T15:00:00Z',
    ...body,
  })
  return `/api/v1/meetings/${meeting.id}`
}
const change = async (address: string, translations: object) => {
  const { headers } = await office.get(address)
  return office.patch(address, { translations }, { 'if-match': headers['etag'] ?? '' })
}

test('PATCH /meetings/:id: a language that is named is replaced or taken away, the others stay', async () => {
  const address = await planned({ translations: { uk: ukrainian } })
  expect((await office.get(address)).body.translations).toEqual({ uk: ukrainian })
  expect((await change(address, { ar: arabic })).body.translations).toEqual({ uk: ukrainian, ar: arabic })
  expect((await change(address, { uk: null })).body.translations).toEqual({ ar: arabic })
  // a language without a word is none
  expect((await change(address, { ar: { focusTopic: ' ', summary: '', costs: null } })).body.translations).toEqual({})
})

test('PATCH /meetings/:id: 422 for a language that there is not, and for a field that is not translated', async () => {
  const address = await planned()
  expect((await change(address, { fr: ukrainian })).status).toBe(422)
  expect((await change(address, { uk: { ...ukrainian, title: 'Назва' } })).status).toBe(422)
})

test('the public reads every translation; the next meeting takes along those of the texts it takes', async () => {
  const address = await planned({ translations: { uk: ukrainian, ar: arabic } })
  await office.post(`${address}/publish`)
  const id = address.split('/').at(-1)
  const seen = await service.anonymous.get(`/api/v1/public/meetings/${id}`)
  expect(seen.body.translations).toEqual({ uk: ukrainian, ar: arabic })
  const { body: next } = await office.post(`${address}/clone`, {
    startsAt: '2031-09-07T12:00:00Z',
    endsAt: '2031-09-07T15:00:00Z',
    copy: { costs: true },
  })
  expect(next.translations).toEqual({ ar: { focusTopic: null, summary: null, costs: '5 يورو' } })
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { startService, type Client, type TestService } from '../../test/service.ts'

let service: TestService
let admin: Client
beforeAll(async () => {
  service = await startService()
  admin = await service.signIn('admin')
})
afterAll(() => service.close())

test('PUT /texts/imprint: 422 for a text without words, as the law wants one on every page', async () => {
  const address = '/api/v1/texts/imprint'
  const write = async (body: string) => {
    const { headers } = await service.anonymous.get('/api/v1/public/texts/imprint')
    return admin.put(address, { body }, { 'if-match': headers['etag'] ?? '' })
  }
  for (const empty of ['', ' \n '])
    expect((await write(empty)).body).toMatchObject({ status: 422, errors: [{ pointer: '/body', code: 'required' }] })
  expect((await write('Landkreis')).body).toMatchObject({ body: 'Landkreis' })
})

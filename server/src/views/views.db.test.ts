import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { View } from '@treffpunkt/shared/views'
import { startService, type Client, type TestService } from '../../test/service.ts'

let service: TestService
let office: Client
beforeAll(async () => {
  service = await startService()
  office = await service.signIn('coordinator')
})
afterAll(() => service.close())

const save = (name: string, filter: object = { status: 'waitlisted', sort: '-createdAt' }) =>
  office.post('/api/v1/views', { name, filter })
const names = async (client = office) =>
  ((await client.get('/api/v1/views')).body as { items: View[] }).items.map(({ name }) => name)

describe('a saved view', () => {
  test('belongs to the whole office, is renamed, deleted and brought back', async () => {
    const { body } = (await save('Warteliste')) as { body: View }
    expect(body).toMatchObject({ name: 'Warteliste', filter: { status: 'waitlisted', sort: '-createdAt' } })
    expect(await names(await service.signIn('coordinator'))).toEqual(['Warteliste'])
    const at = `/api/v1/views/${body.id}`
    expect((await office.patch(at, { name: 'Wer wartet' }, { 'if-match': '"1"' })).body).toMatchObject({
      name: 'Wer wartet',
      filter: body.filter,
      version: 2,
    })
    expect((await office.delete(at, { 'if-match': '"1"' })).status).toBe(412)
    expect((await office.delete(at, { 'if-match': '"2"' })).status).toBe(204)
    expect(await names()).toEqual([])
    expect((await office.post(`${at}/restore`)).body).toMatchObject({ name: 'Wer wartet' })
    expect(await names()).toEqual(['Wer wartet'])
  })

  test('has a name that no other has, and filters that the list knows', async () => {
    expect((await save('wer WARTET')).body).toMatchObject({ type: '/problems/already_exists' })
    expect((await save('Anders', { colour: 'red' })).body).toMatchObject({ errors: [{ pointer: '/filter/colour' }] })
    expect((await save('Anders', { status: 'gone' })).status).toBe(422)
  })
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { startService, type Client, type TestService } from '../../test/service.ts'

let service: TestService
let office: Client
beforeAll(async () => {
  service = await startService()
  office = await service.signIn('coordinator')
  for (const name of ['Bürgerverein Zeitz-Ost', 'Caritasverband Naumburg'])
    await office.post('/api/v1/organisations', { name, sector: 'civil_society' })
})
afterAll(() => service.close())

const found = async (q: string) => {
  const answer = await office.get(`/api/v1/organisations?q=${encodeURIComponent(q)}`)
  return (answer.body as { items: { name: string }[] }).items.map(({ name }) => name)
}

test.each(['%', '_', '\\', '🙂', '…', ' % '])('signs that are in no name find nobody: %j', async q => {
  expect(await found(q)).toEqual([])
})

test('signs beside letters are passed over, and nothing typed finds everybody', async () => {
  expect(await found('buergerverein % zeitz')).toEqual(['Bürgerverein Zeitz-Ost'])
  expect(await found('ZEITZ-OST')).toEqual(['Bürgerverein Zeitz-Ost'])
  expect(await found('')).toHaveLength(2)
  expect(await found('  ')).toHaveLength(2)
})

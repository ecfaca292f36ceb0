import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import fastify from 'fastify'
import { expect, it } from 'vitest'
import { useTraces } from './traces.ts'

it('says that the collector takes nothing, and ends all the same', async () => {
  const collector = http.createServer((_request, response) => response.writeHead(400).end())
  collector.listen(0, '127.0.0.1')
  await once(collector, 'listening')
  const { port } = collector.address() as AddressInfo
  const said: string[] = []
  const app = fastify()
  await useTraces(app, `http://127.0.0.1:${port}/v1/traces`, reason => void said.push(reason))
  app.get('/', async () => 'here')
  expect((await app.inject('/')).body).toBe('here')
  await app.close()
  collector.close()
  expect(said).toEqual([expect.stringMatching(/./)])
})

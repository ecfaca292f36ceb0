// What Fastify does with the schemas of our answers and nothing else: no sessions, no log, no hooks.
import fastify from 'fastify'
import * as common from '@treffpunkt/shared/common'
import * as meetings from '@treffpunkt/shared/meetings'
import * as organisations from '@treffpunkt/shared/organisations'
import * as people from '@treffpunkt/shared/people'
import * as registrations from '@treffpunkt/shared/registrations'
import { connectPool } from '../src/db/connect.ts'
import { useValidation } from '../src/http/validation.ts'
import { readBareServer, rowsOf } from './bare-answers.ts'

const { databaseUrl, answers } = readBareServer()
const pool = connectPool({ connectionString: databaseUrl }, { onError: () => undefined })
const app = fastify()
const isNamed = (value: unknown): value is { $id: string } =>
  typeof value === 'object' && value !== null && '$id' in value && typeof value.$id === 'string'
useValidation(
  app,
  [common, meetings, organisations, people, registrations].flatMap(noun =>
    Object.values<unknown>(noun).filter(isNamed),
  ),
)

const schemas: Record<string, object> = {
  '/meetings': meetings.listMeetings.schema.response[200],
  '/registrations': registrations.listRegistrations.schema.response[200],
  '/public-meetings': meetings.listPublicMeetings.schema.response[200],
}
for (const answer of answers) {
  const schema = schemas[answer.path]
  if (schema === undefined) continue
  app.get(answer.path, { schema: { response: { 200: schema } } }, async () => ({
    items: (await rowsOf(pool, answer)).slice(0, 20),
    next: null,
  }))
}
await app.listen({ port: Number(process.env['PORT']), host: '127.0.0.1' })
console.log('ready')
process.on('SIGTERM', () => process.exit(0))

// What Fastify does with the schemas of our answers and nothing else: no sessions, no log, no hooks.
import fastify from 'fastify'
import fs from 'node:fs'
import path from 'node:path'
import * as meetings from '@treffpunkt/shared/meetings'
import * as registrations from '@treffpunkt/shared/registrations'
import { connectPool } from '../src/db/connect.ts'
import { useValidation } from '../src/http/validation.ts'
import { readBareServer, rowsOf } from './bare-answers.ts'

const { databaseUrl, answers } = readBareServer()
const pool = connectPool({ connectionString: databaseUrl }, { onError: () => undefined })
const app = fastify()
const isNamed = (value: unknown): value is { $id: string } =>
  typeof value === 'object' && value !== null && '$id' in value && typeof value.$id === 'string'
// every named schema there is: which of them the answers refer to is no concern of this baseline
const folder = path.join(import.meta.dirname, '../../shared/src')
const nouns = fs.readdirSync(folder).filter(name => name.endsWith('.ts') && !name.includes('.test.'))
const modules = await Promise.all(
  nouns.map(async name => (await import(path.join(folder, name))) as Record<string, unknown>),
)
const named = modules.flatMap(noun => Object.values<unknown>(noun).filter(isNamed))
useValidation(app, [...new Map(named.map(schema => [schema.$id, schema])).values()])

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

// What node:http and pg do without anything between them: the ceiling for one process.
import http from 'node:http'
import { connectPool } from '../src/db/connect.ts'
import { readBareServer, rowsOf } from './bare-answers.ts'

const { databaseUrl, answers } = readBareServer()
const pool = connectPool({ connectionString: databaseUrl }, { onError: () => undefined })
const byPath = new Map(answers.map(answer => [answer.path, answer]))

async function answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const found = byPath.get(request.url ?? '')
  if (found === undefined) {
    response.writeHead(404, { 'content-length': 0 }).end()
    return
  }
  const rows = await rowsOf(pool, found)
  const body = found.page ?? JSON.stringify({ items: rows.slice(0, 20), next: null })
  response.writeHead(200, {
    'content-type': found.page === undefined ? 'application/json; charset=utf-8' : 'text/html; charset=utf-8',
    'content-length': Buffer.byteLength(body),
  })
  response.end(body)
}

http
  .createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(500, { 'content-length': 0 }).end(error))
  })
  .listen(Number(process.env['PORT']), '127.0.0.1', () => console.log('ready'))
process.on('SIGTERM', () => process.exit(0))

import fs from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startService, type TestService } from '../../test/service.ts'

let service: TestService
beforeAll(async () => {
  service = await startService()
})
afterAll(() => service.close())

const built = path.resolve(import.meta.dirname, '../../../web/dist/client/door.html')

test.each(['/door', '/door/a-token', '/door/a/b'])(
  'GET %s → the page of the phone, never stored, with WebAssembly',
  async address => {
    const answer = await fetch(`${service.url}${address}`, { headers: { accept: 'text/html' } })
    expect(answer.status).toBe(200)
    expect(await answer.text()).toBe(fs.readFileSync(built, 'utf8'))
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('referrer-policy')).toBe('same-origin')
    expect(answer.headers.get('x-robots-tag')).toBe('noindex')
    const policy = answer.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval';")
    expect(policy).not.toContain('unsafe-inline')
  },
)

test('no other page may load more, and none is sent beside its route', async () => {
  const others = await fetch(`${service.url}/sign-in`)
  const policy = (await fetch(`${service.url}/door`)).headers.get('content-security-policy')
  expect(policy?.replace(" 'wasm-unsafe-eval'", '')).toBe(others.headers.get('content-security-policy'))
  for (const file of ['door.html', 'index.html']) expect((await fetch(`${service.url}/${file}`)).status).toBe(404)
})

import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PartnerRegistration } from '@treffpunkt/shared/partners'
import { openapi } from '../../test/contract.ts'
import { publishMeeting } from '../../test/door.ts'
import { makeOrganisation, makePartner, type PartnerClient } from '../../test/partner.ts'
import { startService, type Client, type TestService } from '../../test/service.ts'
import { examples } from './curl.ts'
import { openedByKeys, shownSchemas, type Document } from './reference.ts'
import { fieldWords, operationWords, statusWords } from './words.ts'

// The pages are read as a person reads them, and what they tell them to type is done, word by word.

let service: TestService
let office: Client
let partner: PartnerClient
beforeAll(async () => {
  service = await startService()
  office = await service.signIn('coordinator')
  partner = await makePartner(office, service.url, await makeOrganisation(office, 'Caritas Naumburg'))
})
afterAll(() => service.close())

const pages = [
  '',
  '/first-registration',
  '/keys',
  '/writing',
  '/changes',
  '/life-cycle',
  '/errors',
  '/lists',
  '/reference',
]
const read = async (page: string) => {
  const answer = await fetch(`${service.url}/api/docs${page}`, { headers: { accept: 'text/html' } })
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}

const signs: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' }
/** The commands of a page, by the name they bear, in their order. */
const commandsOf = (page: string): [string, string][] =>
  [...page.matchAll(/data-example="([\w-]+)"[^>]*><code>([^<]*)<\/code>/g)].map(([, name = '', text = '']) => [
    name,
    text.replace(/&(?:lt|gt|quot|#39|amp);/g, sign => signs[sign] ?? sign),
  ])

/** Words as a shell makes them: quotes, line continuations, variables, and what a command prints, which is run. */
function words(command: string, variables: Record<string, string>): string[] {
  const filled = (text: string) =>
    text
      .replace(/\$\(([^)]+)\)/g, (_, inner: string) => execFileSync('sh', ['-c', inner], { encoding: 'utf8' }).trim())
      .replace(/\$([A-Z]+)/g, (_, name: string) => {
        const value = variables[name]
        if (value === undefined) throw new Error(`nobody has set ${name}`)
        return value
      })
  return [...command.replaceAll('\\\n', ' ').matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => single ?? filled(double ?? bare ?? ''),
  )
}

/** Does what `curl` would do with these words. */
async function run(command: string, variables: Record<string, string>) {
  const [program, ...rest] = words(command, variables)
  expect(program).toBe('curl')
  let [method, url, body]: [string | undefined, string, string | undefined] = [undefined, '', undefined]
  const headers = new Headers()
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '-X') method = rest.shift()
    else if (word === '-i') continue
    else if (word === '-d') body = rest.shift()
    else if (word === '-H') {
      const [name = '', value = ''] = (rest.shift() ?? '').split(/: (.*)/s)
      headers.set(name, value)
    } else url = word
  }
  const answer = await fetch(url, { method: method ?? 'GET', headers, ...(body === undefined ? {} : { body }) })
  return { status: answer.status, headers: answer.headers, data: (await answer.json()) as Record<string, unknown> }
}

async function variablesFor(): Promise<Record<string, string>> {
  const meeting = await publishMeeting(office, 24 * 14)
  await office.post(`/api/v1/meetings/${meeting}/open`)
  const { body: group } = await office.post('/api/v1/working-groups', { name: `Wohnen ${meeting}`, state: 'active' })
  return {
    TREFFPUNKT: service.url,
    KEY: partner.secret,
    MEETING: meeting,
    GROUP: (group as { id: string }).id,
    ORGANISATION: partner.key.organisationId,
  }
}

describe('the pages', () => {
  test.each(pages)('/api/docs%s is there, without any script but the one of the theme', async page => {
    const { status, headers, text } = await read(page)
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(text).toMatch(/<title>[^<]+ – [^<]+<\/title>/)
    expect([...text.matchAll(/<script[^>]*>/g)].map(([tag]) => tag)).toEqual(['<script src="/theme.js">'])
    expect(text).not.toContain('undefined')
    expect(text).not.toContain('[object')
  })

  test('lead to one another, and nowhere else', async () => {
    for (const page of pages) {
      const { text } = await read(page)
      const own = new Set([...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))
      for (const [, address = ''] of text.matchAll(/href="([^"]+)"/g)) {
        if (address.startsWith('#')) expect(own, `${page} ${address}`).toContain(address.slice(1))
        else expect((await fetch(`${service.url}${address}`)).status, `${page} ${address}`).toBe(200)
      }
    }
    expect((await read('/nothing')).status).toBe(404)
  })
})

describe('what they tell people to type', () => {
  test('the first registration, from the key to the withdrawal', async () => {
    const variables = await variablesFor()
    const done: string[] = []
    for (const [name, command] of commandsOf((await read('/first-registration')).text)) {
      const { status, headers, data } = await run(command, variables)
      expect([200, 201], `${command}: ${JSON.stringify(data)}`).toContain(status)
      if (name === 'step-rehearse') expect(headers.get('dry-run')).toBe('true')
      if (name === 'step-register') variables['REGISTRATION'] = (data as PartnerRegistration).id
      if (name === 'step-look') variables['ETAG'] = headers.get('etag') ?? ''
      if (name === 'step-look') expect(data).toMatchObject({ status: 'confirmed', firstName: 'Erika' })
      if (name === 'step-change') expect(data).toMatchObject({ lastName: 'Mustermann' })
      if (name === 'step-withdraw') expect(data).toMatchObject({ status: 'withdrawn' })
      done.push(name)
    }
    expect(done.map(name => name.replace('step-', ''))).toEqual([
      'access',
      'meetings',
      'rehearse',
      'register',
      'look',
      'change',
      'withdraw',
    ])
  })

  test('keeping up: from a position', async () => {
    const variables = await variablesFor()
    const [position, changes] = commandsOf((await read('/changes')).text)
    const { data } = await run(position?.[1] ?? '', variables)
    const after = await run(changes?.[1] ?? '', { ...variables, POSITION: String(data['position']) })
    expect(after).toMatchObject({ status: 200, data: { items: [], hasMore: false } })
  })

  test('the example of every operation', async () => {
    const variables = await variablesFor()
    const commands = commandsOf((await read('/reference')).text)
    expect(commands.map(([name]) => name)).toEqual(Object.keys(examples))
    for (const [name, command] of commands) {
      const { status, headers, data } = await run(command, variables)
      expect([200, 201], `${command}: ${JSON.stringify(data)}`).toContain(status)
      if (name === 'createPartnerRegistration') variables['REGISTRATION'] = (data as PartnerRegistration).id
      if (name === 'getPartnerRegistration') variables['ETAG'] = headers.get('etag') ?? ''
    }
  })
})

describe('the reference', () => {
  const document = openapi as unknown as Document
  const opened = openedByKeys(document)
  test('says something about every operation that a key opens, every field and every answer', () => {
    const ids = opened.map(({ operation }) => operation.operationId).sort()
    expect(Object.keys(operationWords).sort()).toEqual(ids)
    expect(Object.keys(examples).sort()).toEqual(ids)
    const fields = [
      ...shownSchemas(document).flatMap(([name, { properties = {} }]) =>
        Object.keys(properties).map(field => `${name}.${field}`),
      ),
      ...opened.flatMap(({ operation: { operationId, parameters = [] } }) =>
        parameters.map(({ name }) => `${operationId}.${name}`),
      ),
    ]
    const wordless = fields.filter(field => !(field in fieldWords) && !((field.split('.')[1] ?? '') in fieldWords))
    expect(wordless).toEqual([])
    const statuses = new Set(opened.flatMap(({ operation }) => Object.keys(operation.responses)))
    expect([...statuses].filter(status => !(status in statusWords))).toEqual([])
  })

  test('is printed from the document that the service serves', async () => {
    const served = await service.anonymous.get('/api/v1/openapi.json')
    expect(served.body).toEqual(openapi)
    const { text } = await read('/reference')
    for (const { method, path } of opened) expect(text).toContain(`${method.toUpperCase()} ${path}`)
  })

  test('comes as a document for programs: worded, open for new fields, readable by every engine', async () => {
    const answer = await fetch(`${service.url}/api/docs/openapi.json`)
    const text = await answer.text()
    const made = JSON.parse(text) as Document & { servers: { url: string }[] }
    expect(answer.headers.get('content-type')).toContain('application/json')
    expect(Object.keys(made.paths).every(path => path.startsWith('/api/v1/partner/'))).toBe(true)
    expect(openedByKeys(made).length).toBe(opened.length)
    for (const [, name] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g))
      expect(Object.keys(made.components.schemas), name).toContain(name)
    expect(text).not.toMatch(/Default Response|"pattern":"[^"]*(\(\?|\\\\u)/)
    const closed = Object.entries(made.components.schemas).filter(([, one]) =>
      JSON.stringify(one).includes('"additionalProperties":false'),
    )
    expect(closed.map(([name]) => name).sort()).toEqual(['NewPartnerRegistration', 'PartnerRegistrationChanges'])
    const wordless: string[] = []
    const look = (part: unknown, path: string): void => {
      if (typeof part !== 'object' || part === null) return
      if ('description' in part && part.description === '') wordless.push(path)
      for (const [name, one] of Object.entries(part)) look(one, `${path}/${name}`)
    }
    look(made, '')
    expect(wordless).toEqual([])
    const change = made.paths['/api/v1/partner/registrations/{id}']?.['patch']
    expect(change?.parameters?.find(({ name }) => name === 'if-match')?.required).toBe(true)
    expect(Object.keys(change?.responses['200']?.headers ?? {})).toEqual(expect.arrayContaining(['ETag', 'Dry-Run']))
  })
})

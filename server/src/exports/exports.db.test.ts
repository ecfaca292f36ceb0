import { inflateRawSync } from 'node:zlib'
import supertest from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Export } from '@treffpunkt/shared/exports'
import type { Registration } from '@treffpunkt/shared/registrations'
import { publishMeeting } from '../../test/door.ts'
import { startService, type Client, type TestService } from '../../test/service.ts'

let service: TestService
let office: Client & { cookie: string; account: { name: string } }
let id: string
const people: Registration[] = []
beforeAll(async () => {
  service = await startService()
  office = await service.signIn('coordinator')
  id = await publishMeeting(office, 24 * 14)
  const enter = async (who: object) =>
    people.push((await office.post(`/api/v1/meetings/${id}/registrations`, who)).body as Registration)
  await enter({
    firstName: 'Jürgen',
    lastName: 'Öztürk',
    email: 'oeztuerk@example.org',
    organisationTyped: '=HYPERLINK("https://example.org")',
    needs: { stepFree: true, interpreter: 'Arabisch', food: 'vegan', other: null },
  })
  await enter({ firstName: 'Ada', lastName: 'Semi;kolon', organisationTyped: '@verein', sector: 'civil_society' })
  await enter({ firstName: 'Eva', lastName: 'Abgemeldet', email: 'eva@example.org' })
  await office.post(`/api/v1/registrations/${people[2]?.id}/withdraw`)
})
afterAll(() => service.close())

const take = (body: object) =>
  office.post(`/api/v1/meetings/${id}/exports`, { format: 'csv', columns: ['lastName'], filter: {}, ...body })
const log = async (query = '') => ((await office.get(`/api/v1/exports${query}`)).body as { items: Export[] }).items

/** The same as bytes: what a browser would save. */
async function download(body: object): Promise<{ bytes: Buffer; headers: Record<string, string> }> {
  const { csrfToken } = (await office.get('/api/v1/session')).body as { csrfToken: string }
  const answer = await supertest(service.url)
    .post(`/api/v1/meetings/${id}/exports`)
    .set({ cookie: office.cookie, 'x-csrf-token': csrfToken })
    .send(body)
    .buffer()
    .parse((response, done) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => done(null, Buffer.concat(parts)))
    })
  expect(answer.status).toBe(200)
  return { bytes: answer.body as Buffer, headers: answer.headers as Record<string, string> }
}

/** A file inside an archive, by its local header. */
function inArchive(archive: Buffer, name: string): string {
  for (let at = 0; (at = archive.indexOf('PK\u0003\u0004', at)) >= 0; at++) {
    const [length, extra] = [archive.readUInt16LE(at + 26), archive.readUInt16LE(at + 28)]
    if (archive.toString('utf8', at + 30, at + 30 + length) !== name) continue
    const from = at + 30 + length + extra
    return archive.readUInt16LE(at + 8) === 0
      ? archive.toString('utf8', from, from + archive.readUInt32LE(at + 18))
      : inflateRawSync(archive.subarray(from)).toString()
  }
  throw new Error(`no ${name} in the archive`)
}

describe('POST /api/v1/meetings/{id}/exports', () => {
  test('CSV opens in a German spreadsheet, and no cell begins a formula', async () => {
    const { bytes, headers } = await download({
      format: 'csv',
      columns: ['lastName', 'firstName', 'organisation', 'status', 'createdAt'],
      filter: { sort: '-name' },
    })
    expect(headers['content-type']).toBe('text/csv; charset=utf-8; header=present')
    expect(headers['cache-control']).toBe('no-store')
    expect(headers['content-disposition']).toMatch(/^attachment; filename="20\d\d-\d\d-\d\d_Anmeldungen\.csv"$/)
    const text = bytes.toString()
    expect(text.startsWith('\uFEFFNachname;Vorname;Organisation;Stand;Angemeldet am\r\n')).toBe(true)
    const moment = String.raw`\d\d\.\d\d\.20\d\d \d\d:\d\d`
    expect(text).toMatch(
      new RegExp(`\nÖztürk;Jürgen;"'=HYPERLINK\\(""https://example.org""\\)";Bestätigt;${moment}\r\n`),
    )
    expect(text).toMatch(new RegExp(`\n"Semi;kolon";Ada;'@verein;Bestätigt;${moment}\r\n`))
    expect(text.split('\r\n')).toHaveLength(5)
  })

  test('XLSX has a title, a named sheet, a header that stays, and dates as dates', async () => {
    const { bytes, headers } = await download({
      format: 'xlsx',
      columns: ['lastName', 'createdAt', 'shortCode'],
      filter: {},
    })
    expect(headers['content-disposition']).toMatch(/_Anmeldungen\.xlsx"$/)
    expect(inArchive(bytes, 'docProps/core.xml')).toContain('<dc:title>Anmeldungen: ')
    expect(inArchive(bytes, '_rels/.rels')).toContain('docProps/core.xml')
    expect(inArchive(bytes, 'xl/workbook.xml')).toContain('name="Anmeldungen"')
    const sheet = inArchive(bytes, 'xl/worksheets/sheet1.xml')
    expect(sheet).toContain('state="frozen"')
    const days = Number(/<c r="B2" s="\d+"><v>([\d.]+)<\/v>/.exec(sheet)?.[1])
    // the clock of Berlin, one or two hours ahead of UTC, in days since 1900
    const hours = (days - 25_569) * 24 - Date.parse(people[2]?.createdAt ?? '') / 3_600_000
    expect(Math.round(hours)).toBeOneOf([1, 2])
    expect(inArchive(bytes, 'xl/sharedStrings.xml')).toContain('Öztürk')
  })

  test('takes those that the filters find, or some of them', async () => {
    const names = async (body: object) => (await take(body)).text.trim().split('\r\n').slice(1)
    expect(await names({ filter: { status: 'withdrawn' } })).toEqual(['Abgemeldet'])
    expect(await names({ filter: { q: 'ozturk' } })).toEqual(['Öztürk'])
    const registrationIds = [people[0]?.id, people[2]?.id]
    expect(await names({ registrationIds })).toEqual(['Abgemeldet', 'Öztürk'])
    expect(await names({ registrationIds, filter: { status: 'confirmed' } })).toEqual(['Öztürk'])
  })

  test('needs are in the file when they are asked for by name', async () => {
    expect((await take({ columns: ['lastName', 'status', 'email'] })).text).not.toContain('Arabisch')
    const { text } = await take({ columns: ['lastName', 'stepFree', 'interpreter', 'food'] })
    expect(text).toContain('Öztürk;ja;Arabisch;vegan')
    expect(text).toContain('"Semi;kolon";nein;;')
  })

  test('every file is a line in the log, and an entry in the history of the meeting', async () => {
    await take({ columns: ['lastName', 'email'], filter: { status: 'confirmed' }, registrationIds: [people[0]?.id] })
    const [newest, ...older] = await log(`?meetingId=${id}`)
    expect(newest).toMatchObject({
      meeting: { id },
      format: 'csv',
      columns: ['lastName', 'email'],
      filter: { status: 'confirmed' },
      chosen: 1,
      people: 1,
      by: office.account.name,
    })
    expect(older.length).toBeGreaterThan(0)
    expect(await log(`?meetingId=${await publishMeeting(office, 48)}`)).toEqual([])
    const { items } = (await office.get(`/api/v1/history/meeting/${id}`)).body as { items: { kind: string }[] }
    expect(items[0]?.kind).toBe('exported')
    // what was written down stays
    await expect(service.pool.query('delete from exports')).rejects.toThrow('permission denied')
    await expect(service.pool.query('update exports set people = 0')).rejects.toThrow('permission denied')
  })

  test('a refusal exports nothing', async () => {
    const before = await log()
    expect((await take({ columns: [] })).status).toBe(422)
    expect((await take({ columns: ['password'] })).status).toBe(422)
    expect((await take({ columns: ['email', 'email'] })).status).toBe(422)
    expect(await log()).toEqual(before)
  })
})

import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { Benchmark, Row } from './benchmark.ts'
import { figure } from './rounds.ts'
import { meetingId, oneVenue, openMeetings, seed } from './seed.ts'
import { startService } from './server-process.ts'

type Kind = 'HTML' | 'JavaScript' | 'CSS' | 'fonts'

const pages = [
  { name: 'Start page', path: '/' },
  { name: 'Page of a meeting', path: `/meetings/${meetingId(1)}` },
  { name: 'Sign-up page', path: `/meetings/${meetingId(1)}/sign-up` },
]
const goals: Partial<Record<Kind, number>> = { JavaScript: 65, CSS: 16, fonts: 50 }

/** What a first visit to the public pages loads. */
export const weight: Benchmark = {
  name: 'weight',
  title: 'Bytes of the public pages',
  async run({ postgres, say }) {
    const database = await postgres.createDatabase()
    await seed(database, oneVenue, openMeetings({ from: 1, to: 10, capacity: 60, days: 7 }))
    const service = await startService(database)
    const rows: Row[] = []
    try {
      for (const { name, path } of pages) {
        const loaded = await firstVisit(service.url, path)
        say(`${name}: ${loaded.length} requests`)
        for (const kind of ['HTML', 'JavaScript', 'CSS', 'fonts'] as const) rows.push(weigh(name, kind, loaded))
        rows.push({
          what: `${name}, requests`,
          ours: loaded.length,
          baseline: null,
          goal: { atMost: 12 },
          means: `${loaded.map(({ address }) => address).join(', ')}.`,
        })
      }
    } finally {
      await service.stop()
    }
    return rows
  },
}

type Loaded = { address: string; kind: Kind | 'other'; body: Buffer }

function weigh(page: string, kind: Kind, loaded: Loaded[]): Row {
  const bodies = loaded.filter(one => one.kind === kind).map(({ body }) => body)
  const kilobytes = (pack: (body: Buffer) => Buffer) =>
    bodies.reduce((sum, body) => sum + (kind === 'fonts' ? body : pack(body)).length, 0) / 1000
  const brotli = kilobytes(body => brotliCompressSync(body))
  const goal = goals[kind]
  return {
    what: `${page}, ${kind}, kB`,
    ours: kilobytes(body => gzipSync(body, { level: 9 })),
    baseline: null,
    ...(goal === undefined ? {} : { goal: { atMost: goal } }),
    means:
      kind === 'fonts'
        ? 'Fonts for Latin letters that the styles name; they are packed already.'
        : `With gzip; ${figure(brotli)} kB with brotli.`,
  }
}

/** Loads a page and all that its HTML, its styles and its scripts name, as a browser does before anybody touches it. */
async function firstVisit(url: string, path: string): Promise<Loaded[]> {
  const loaded = new Map<string, Loaded>()
  const load = async (address: string): Promise<void> => {
    if (loaded.has(address)) return
    const answer = await fetch(url + address)
    if (answer.status !== 200) throw new Error(`${address} answers ${answer.status}`)
    const body = Buffer.from(await answer.arrayBuffer())
    const kind = kindOf(answer.headers.get('content-type') ?? '')
    loaded.set(address, { address, kind, body })
    for (const next of named(kind, body.toString())) await load(new URL(next, url + address).pathname)
  }
  await load(path)
  return [...loaded.values()]
}

function kindOf(type: string): Loaded['kind'] {
  if (type.startsWith('text/html')) return 'HTML'
  if (/javascript/.test(type)) return 'JavaScript'
  if (type.startsWith('text/css')) return 'CSS'
  return type.startsWith('font/') ? 'fonts' : 'other'
}

/** Addresses of what is loaded along with a file. Fonts of other scripts wait until a letter needs them. */
function named(kind: Loaded['kind'], text: string): string[] {
  const all = (pattern: RegExp) => [...text.matchAll(pattern)].flatMap(([, address]) => address ?? [])
  if (kind === 'HTML')
    return [
      ...all(/<script\b[^>]*\bsrc="([^"]+)"/g),
      ...all(/<link\b[^>]*\brel="(?:stylesheet|modulepreload|preload|icon)"[^>]*\bhref="([^"]+)"/g),
    ]
  if (kind === 'JavaScript') return all(/\b(?:from|import)\s*"(\.[^"]+\.js)"/g)
  if (kind === 'CSS')
    return [...text.matchAll(/@font-face\s*\{([^}]*)\}/g)].flatMap(([, face = '']) => {
      const range = /unicode-range:\s*([^;]+)/.exec(face)?.[1]
      const source = /url\(["']?([^"')]+\.woff2)/.exec(face)?.[1]
      const isLatin = range === undefined || /U\+(?:0{0,4}\?\?|0+-0*ff\b)/i.test(range)
      return isLatin && source !== undefined && !source.startsWith('data:') ? [source] : []
    })
  return []
}

import { expect } from 'vitest'
import type { HistoryEntry } from '@treffpunkt/shared/changes'
import type { Client } from './service.ts'

async function readAll(client: Client, query: string): Promise<HistoryEntry[]> {
  const all: HistoryEntry[] = []
  for (let cursor = ''; ;) {
    const { items, next } = (await client.get(`/api/v1/history?${query}${cursor}`)).body as {
      items: HistoryEntry[]
      next: string | null
    }
    all.push(...items)
    if (next === null) return all
    cursor = `&cursor=${next}`
  }
}
const idsOf = (entries: HistoryEntry[]) => entries.map(({ kind, object, id }) => `${kind} ${object} ${id}`)

/** The lists of what can be undone, which do not look at everything, name what the whole list says of its lines. */
export async function expectSameLines(client: Client): Promise<void> {
  const undoable = (await readAll(client, 'limit=200')).filter(
    ({ kind, undoableUntil }) =>
      undoableUntil !== null &&
      Date.parse(undoableUntil) > Date.now() &&
      ['deleted', 'withdrawn', 'changed', 'written'].includes(kind),
  )
  expect(undoable.length).toBeGreaterThan(0)
  expect(idsOf(await readAll(client, 'undoable=true&limit=3'))).toEqual(idsOf(undoable))
  const deleted = undoable.filter(({ kind, comparable }) => kind === 'deleted' && !comparable)
  expect(idsOf(await readAll(client, 'deleted=true&limit=2'))).toEqual(idsOf(deleted))
}

import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import pg from 'pg'
import type { ObjectType } from '@treffpunkt/shared/changes'
import type { Connection, Db } from './connect.ts'

/** One committed change as everybody may be told of it: ids only. */
export type PublishedChange = { seq: number; object: ObjectType; objectId: string; kind: string }

export type ChangeFeed = {
  /** Call after a commit: numbers what has been committed and tells all servers. Calls meanwhile fall into one more round. */
  wake(): void
  /** Hears at once that this process has committed something, before it is numbered. Until the returned function is called. */
  onWake(listener: () => void): () => void
  /** Hears every change in its order, until the returned function is called. */
  subscribe(listener: (change: PublishedChange) => void): () => void
  /** Hears that changes may have been missed (the listening connection was lost): forget what was cached. Until the returned function is called. */
  onGap(listener: () => void): () => void
  /** Changes after `seq`, oldest first. */
  after(seq: number, limit: number): Promise<PublishedChange[]>
  close(): Promise<void>
}

const lockKey = 'treffpunkt_sequencer'

/** Between two rounds, in milliseconds. */
const pause = 50

/**
 * Gives committed changes their public sequence number and carries the news to this process.
 *
 * One sequencer at a time works under an advisory lock that it holds until its own commit, so numbers appear in order
 * and none appears late. It sends one NOTIFY a round: a NOTIFY inside the writing transactions would queue all commits
 * behind one lock of PostgreSQL. A process that dies between commit and numbering is covered by the others' and its
 * successor's sweep every second.
 */
export function startChangeFeed(db: Db, connection: Connection, onError: (error: unknown) => void): ChangeFeed {
  const listeners = new Set<(change: PublishedChange) => void>()
  const gapListeners = new Set<() => void>()
  const wakeListeners = new Set<() => void>()
  let running: Promise<unknown> | undefined
  let again = false
  let closed = false
  let seen: number | undefined

  // In one statement, because a round follows nearly every commit. Its snapshot may be older than the lock: what another
  // server has numbered meanwhile is gone from the pending ones, and what came later is not among them.
  const numberOnce = () =>
    sql`with taken as (
        delete from changes_pending where (select pg_try_advisory_xact_lock(hashtextextended(${lockKey}, 0))) returning change_id
      ), numbered as (
        insert into change_sequence (change_id) select change_id from taken
          order by (select c.at from changes c where c.id = change_id), change_id returning 1
      ) select pg_notify('treffpunkt_changes', '') from (select from numbered limit 1) any_of_them`.execute(db)

  function nextRound(): void {
    if (closed) return
    if (running !== undefined) {
      again = true
      return
    }
    running = numberOnce()
      .catch(onError)
      // whatever is committed meanwhile shares the next one: a crowd is not numbered one by one
      .then(() => sleep(pause))
      .finally(() => {
        running = undefined
        if (again) {
          again = false
          nextRound()
        }
      })
  }

  const after = async (seq: number, limit: number): Promise<PublishedChange[]> =>
    db
      .selectFrom('changeSequence as s')
      .innerJoin('changes as c', 'c.id', 's.changeId')
      .select(['s.seq', 'c.object', 'c.objectId', 'c.kind'])
      .where('s.seq', '>', seq)
      .orderBy('s.seq')
      .limit(limit)
      .execute() as Promise<PublishedChange[]>

  let reading = Promise.resolve()
  const readNews = () => {
    reading = reading
      .then(async () => {
        if (closed || seen === undefined) return
        for (;;) {
          const news = await after(seen, 500)
          for (const change of news) {
            seen = change.seq
            for (const listener of listeners) listener(change)
          }
          if (news.length < 500) return
        }
      })
      .catch(onError)
  }

  let client: pg.Client | undefined
  let retry: NodeJS.Timeout | undefined

  async function listen(): Promise<void> {
    const next = new pg.Client({ ...connection, keepAlive: true })
    client = next
    const lost = () => {
      if (closed || client !== next) return
      client = undefined
      for (const listener of gapListeners) listener()
      retry = setTimeout(() => void listen().catch(onError), 1000)
    }
    next.on('error', onError)
    next.on('end', lost)
    next.on('notification', readNews)
    try {
      await next.connect()
      await next.query('listen treffpunkt_changes')
      if (seen === undefined) {
        const { rows } = await next.query<{ seq: string }>('select coalesce(max(seq), 0) as seq from change_sequence')
        seen = Number(rows[0]?.seq ?? 0)
      }
      for (const listener of gapListeners) listener()
      readNews()
    } catch (error) {
      onError(error)
      await next.end().catch(onError)
      lost()
    }
  }
  listen().catch(onError)

  // Picks up what a process left behind that died between its commit and its round, and news whose NOTIFY was lost.
  const sweep = setInterval(() => {
    nextRound()
    readNews()
  }, 1000)

  return {
    wake() {
      for (const listener of wakeListeners) listener()
      nextRound()
    },
    onWake(listener) {
      wakeListeners.add(listener)
      return () => wakeListeners.delete(listener)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onGap(listener) {
      gapListeners.add(listener)
      return () => gapListeners.delete(listener)
    },
    after,
    async close() {
      closed = true
      clearInterval(sweep)
      clearTimeout(retry)
      await running
      await reading
      await client?.end().catch(onError)
    },
  }
}

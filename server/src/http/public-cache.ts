/** Answers that are the same for everybody, kept in this process for a moment. */
export type PublicCache = {
  /** The answer under `key`: the one that is kept, the one that is being made, or a new one. What fails is not kept. */
  get<Answer>(key: string, make: () => Promise<Answer>): Promise<Answer>
  close(): void
}

type Entry = { answer: Promise<unknown>; until: number }

/** More addresses than any network has, none of them as long; programs that try out all kinds fill no memory. */
const most = 500
const longest = 400

/**
 * Keeps public answers until anything changes, and `seconds` at most, because a state may change by the clock alone
 * (sign-up opens, a hold runs out). What this process has committed is seen by the very next reader; what another has, as
 * soon as the change log tells of it. An answer that was begun before a change is given to those who asked before it, and
 * not kept. When news may have been missed, everything is forgotten.
 */
export function createPublicCache(
  feed: Record<'onWake' | 'subscribe' | 'onGap', (listener: () => void) => () => void>,
  seconds: number,
  now: () => number = Date.now,
): PublicCache {
  const entries = new Map<string, Entry>()
  const forget = () => entries.clear()
  const ends = [feed.onWake(forget), feed.subscribe(forget), feed.onGap(forget)]

  return {
    get<Answer>(key: string, make: () => Promise<Answer>): Promise<Answer> {
      if (seconds === 0 || key.length > longest) return make()
      const kept = entries.get(key)
      if (kept !== undefined && kept.until > now()) return kept.answer as Promise<Answer>
      const entry: Entry = { answer: make(), until: now() + seconds * 1000 }
      entries.delete(key)
      entries.set(key, entry)
      if (entries.size > most) entries.delete(entries.keys().next().value ?? '')
      entry.answer.catch(() => {
        if (entries.get(key) === entry) entries.delete(key)
      })
      return entry.answer as Promise<Answer>
    },
    close: () => ends.forEach(end => end()),
  }
}

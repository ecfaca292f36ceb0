import { setImmediate as nextTurn } from 'node:timers/promises'

/**
 * Does what many ask for at once in batches, so that they share a transaction and its way to the disk (group commit).
 * Of those with the same key one batch is under way at a time, and whoever asks meanwhile goes into the next one
 * together; nobody waits for a clock, and on an idle server everybody is a batch of one, or of those who ask in the same
 * turn of the event loop. Other keys do not wait for it.
 * @param together does a batch: for each, in order, what to do with its answer; `again`: by itself.
 * @param alone does one. What stands in an error that one of a batch may have caused is done one by one, so that it keeps
 * no other from it.
 * @param isOnes tells such an error from one that meets everybody (no connection, a lock that does not come free), which
 * all of the batch are told at once.
 * @param most of a batch.
 * @returns does one; `hasLine`: a batch of this key is under way.
 */
export function createGroupCommit<One, Answer>({
  keyOf,
  together,
  alone,
  isOnes,
  most = 64,
}: {
  keyOf: (one: One) => string
  together: (batch: One[]) => Promise<(() => Promise<Answer> | 'again')[]>
  alone: (one: One) => Promise<Answer>
  isOnes: (error: unknown) => boolean
  most?: number
}): ((one: One) => Promise<Answer>) & { hasLine: (key: string) => boolean } {
  type Waiting = {
    one: One
    resolve: (answer: Answer | PromiseLike<Answer>) => void
    reject: (error: unknown) => void
  }
  /** Those who wait behind the batch of their key. */
  const lines = new Map<string, Waiting[]>()

  async function serve(key: string, first: Waiting): Promise<void> {
    const line = [first]
    lines.set(key, line)
    try {
      while (line.length > 0) {
        // with whoever is read from the network in the same turn of the event loop: a crowd comes at once
        await nextTurn()
        await answer(line.splice(0, most))
      }
    } finally {
      lines.delete(key)
    }
  }

  async function answer(batch: Waiting[]): Promise<void> {
    let answers: (() => Promise<Answer> | 'again')[] = []
    try {
      answers = await together(batch.map(({ one }) => one))
    } catch (error) {
      if (!isOnes(error)) {
        for (const { reject } of batch) reject(error)
        return
      }
    }
    // those that are done again do not hold up the next batch
    for (const [n, { one, resolve }] of batch.entries()) {
      const given = answers[n]?.() ?? 'again'
      resolve(given === 'again' ? alone(one) : given)
    }
  }

  const ask = (one: One) =>
    new Promise<Answer>((resolve, reject) => {
      const waiting = { one, resolve, reject }
      const line = lines.get(keyOf(one))
      if (line === undefined) serve(keyOf(one), waiting).catch(reject)
      else line.push(waiting)
    })
  return Object.assign(ask, { hasLine: (key: string) => lines.has(key) })
}

/**
 * Does what many ask for at once in batches, so that they share a transaction and its way to the disk (group commit).
 * One batch is under way at a time, and whoever asks meanwhile goes into the next one together; nobody waits for a clock,
 * and on an idle server everybody is a batch of one. A batch that fails is done again one by one, so that one that
 * cannot be done keeps no other from it.
 * @param together does a batch: for each, in order, what to do with its answer; `again`: by itself.
 * @param alone does one.
 * @param most of a batch.
 */
export function createGroupCommit<One, Answer>(
  together: (batch: One[]) => Promise<(() => Promise<Answer> | 'again')[]>,
  alone: (one: One) => Promise<Answer>,
  most = 64,
): (one: One) => Promise<Answer> {
  type Waiting = { one: One; resolve: (answer: Answer | PromiseLike<Answer>) => void }
  let waiting: Waiting[] = []
  let isUnderWay = false

  async function doWaiting(): Promise<void> {
    if (isUnderWay) return
    isUnderWay = true
    while (waiting.length > 0) {
      const batch = waiting.slice(0, most)
      waiting = waiting.slice(most)
      // those that are done again do not hold up the next batch
      await answer(batch)
    }
    isUnderWay = false
  }

  async function answer(batch: Waiting[]): Promise<void> {
    const answers = await together(batch.map(({ one }) => one)).catch(() => [])
    for (const [n, { one, resolve }] of batch.entries()) {
      const given = answers[n]?.() ?? 'again'
      resolve(given === 'again' ? alone(one) : given)
    }
  }

  return one =>
    new Promise((resolve, reject) => {
      waiting.push({ one, resolve })
      doWaiting().catch(reject)
    })
}

import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createGroupCommit } from './group-commit.ts'

/** A group whose batches end when they are let; one key for each ten. */
function group({ fails = (_batch: number[]): Error | undefined => undefined, most = 64 } = {}) {
  const batches: number[][] = []
  const alone: number[] = []
  const ends: (() => void)[] = []
  const ask = createGroupCommit<number, string>({
    keyOf: n => String(Math.floor(n / 10)),
    together: async batch => {
      batches.push(batch)
      await new Promise<void>(resolve => ends.push(resolve))
      const error = fails(batch)
      if (error !== undefined) throw error
      return batch.map(n => (n === 7 ? () => 'again' : async () => `together ${n}`))
    },
    alone: async n => {
      alone.push(n)
      if (n === 3) throw new Error('three')
      return `alone ${n}`
    },
    isOnes: error => String(error).includes('one of them'),
    most,
  })
  /** Lets what was asked begin. */
  const begin = () => sleep(1)
  const end = async () => {
    await begin()
    ends.shift()?.()
    await begin()
  }
  return { ask, batches, alone, begin, end }
}

test('one goes at once; who asks meanwhile goes together, as many as a batch takes; other keys do not wait', async () => {
  const { ask, batches, begin, end } = group({ most: 2 })
  const answers = [1, 11].map(ask)
  await begin()
  answers.push(...[2, 3, 4].map(ask))
  expect(batches).toEqual([[1], [11]])
  expect([ask.hasLine('0'), ask.hasLine('1'), ask.hasLine('2')]).toEqual([true, true, false])
  for (let n = 0; n < 4; n++) await end()
  expect(batches).toEqual([[1], [11], [2, 3], [4]])
  expect(await Promise.all(answers)).toEqual([1, 11, 2, 3, 4].map(n => `together ${n}`))
  expect(ask.hasLine('0')).toBe(false)
  // the next begins anew
  const later = ask(5)
  await end()
  expect(await later).toBe('together 5')
})

test('who asks in the same turn goes together', async () => {
  const { ask, batches, end } = group()
  const answers = [1, 2, 3].map(ask)
  await end()
  expect(batches).toEqual([[1, 2, 3]])
  expect(await Promise.all(answers)).toEqual([1, 2, 3].map(n => `together ${n}`))
})

const outcomes = async (answers: Promise<string>[]) =>
  (await Promise.allSettled(answers)).map(one => (one.status === 'fulfilled' ? one.value : String(one.reason)))

test('of a batch that one of them made fail each is done by itself, and one failure is nobody else’s', async () => {
  const { ask, alone, begin, end } = group({
    fails: batch => (batch.includes(3) ? new Error('one of them') : undefined),
  })
  const first = ask(1)
  await begin()
  const settled = outcomes([first, ...[2, 3, 4].map(ask)])
  for (let n = 0; n < 2; n++) await end()
  expect(await settled).toEqual(['together 1', 'alone 2', 'Error: three', 'alone 4'])
  expect(alone).toEqual([2, 3, 4])
})

test('what meets everybody is told to everybody at once, and the next batch tries anew', async () => {
  let isDown = true
  const { ask, alone, end } = group({ fails: () => (isDown ? new Error('no connection') : undefined) })
  const first = outcomes([1, 2].map(ask))
  await end()
  await end()
  expect(await first).toEqual(['Error: no connection', 'Error: no connection'])
  isDown = false
  const next = ask(4)
  await end()
  expect(await next).toBe('together 4')
  expect(alone).toEqual([])
})

test('what is to be asked again is done after the batch', async () => {
  const { ask, end } = group()
  const answer = ask(7)
  await end()
  expect(await answer).toBe('alone 7')
})

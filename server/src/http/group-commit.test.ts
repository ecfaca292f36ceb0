import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createGroupCommit } from './group-commit.ts'

/** A group whose batches end when they are let. */
function group({ fails = (_batch: number[]): boolean => false, most = 64 } = {}) {
  const batches: number[][] = []
  const alone: number[] = []
  const ends: (() => void)[] = []
  const ask = createGroupCommit<number, string>(
    async batch => {
      batches.push(batch)
      await new Promise<void>(resolve => ends.push(resolve))
      if (fails(batch)) throw new Error('the batch failed')
      return batch.map(n => (n === 7 ? () => 'again' : async () => `together ${n}`))
    },
    async n => {
      alone.push(n)
      if (n === 13) throw new Error('thirteen')
      return `alone ${n}`
    },
    most,
  )
  const end = async () => {
    ends.shift()?.()
    await sleep(0)
  }
  return { ask, batches, alone, end }
}

test('one goes at once; who asks meanwhile goes together, as many as a batch takes', async () => {
  const { ask, batches, end } = group({ most: 2 })
  const answers = [1, 2, 3, 4].map(ask)
  expect(batches).toEqual([[1]])
  for (let n = 0; n < 3; n++) await end()
  expect(batches).toEqual([[1], [2, 3], [4]])
  expect(await Promise.all(answers)).toEqual(['together 1', 'together 2', 'together 3', 'together 4'])
})

test('of a batch that fails each is done by itself, and one failure is nobody else’s', async () => {
  const { ask, alone, end } = group({ fails: batch => batch.includes(13) })
  const answers = [1, 12, 13, 14].map(ask)
  const settled = Promise.allSettled(answers)
  await end()
  await end()
  expect((await settled).map(one => (one.status === 'fulfilled' ? one.value : String(one.reason)))).toEqual([
    'together 1',
    'alone 12',
    'Error: thirteen',
    'alone 14',
  ])
  expect(alone).toEqual([12, 13, 14])
})

test('what is to be asked again is done after the batch', async () => {
  const { ask, end } = group()
  const answer = ask(7)
  await end()
  expect(await answer).toBe('alone 7')
})

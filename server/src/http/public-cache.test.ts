import { expect, test } from 'vitest'
import { createPublicCache } from './public-cache.ts'

/** A feed that tells what it is told to. */
function feed() {
  const listeners = new Set<() => void>()
  const on = (listener: () => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }
  return { onWake: on, subscribe: on, onGap: on, tell: () => listeners.forEach(listener => listener()) }
}

test('many readers at once are one reading; after a change it is read anew', async () => {
  const news = feed()
  const cache = createPublicCache(news, 5)
  let read = 0
  const get = () => cache.get('/', async () => ++read)
  expect(await Promise.all([get(), get(), get()])).toEqual([1, 1, 1])
  expect(await get()).toBe(1)
  news.tell()
  expect(await get()).toBe(2)
})

test('an answer that was begun before a change is not kept', async () => {
  const news = feed()
  const cache = createPublicCache(news, 5)
  let row = 'before'
  const gate = Promise.withResolvers<void>()
  const slow = cache.get('/', async () => {
    const seen = row
    await gate.promise
    return seen
  })
  row = 'after'
  news.tell()
  // who asks after the change does not wait for the older answer
  expect(await cache.get('/', async () => row)).toBe('after')
  gate.resolve()
  expect(await slow).toBe('before')
  expect(await cache.get('/', async () => 'read again')).toBe('after')
})

test('what changes by the clock alone is read anew after the seconds', async () => {
  let clock = 0
  const cache = createPublicCache(feed(), 5, () => clock)
  expect(await cache.get('/', async () => 1)).toBe(1)
  clock = 4999
  expect(await cache.get('/', async () => 2)).toBe(1)
  clock = 5000
  expect(await cache.get('/', async () => 3)).toBe(3)
})

test('what fails is not kept', async () => {
  const cache = createPublicCache(feed(), 5)
  await expect(
    cache.get('/', async () => {
      throw new Error('no database')
    }),
  ).rejects.toThrow('no database')
  expect(await cache.get('/', async () => 'there')).toBe('there')
})

test('programs that try out addresses fill no memory: the oldest goes', async () => {
  const cache = createPublicCache(feed(), 5)
  let read = 0
  for (let i = 0; i <= 500; i++) await cache.get(`/${i}`, async () => ++read)
  expect(await cache.get('/500', async () => 0)).toBe(501)
  expect(await cache.get('/0', async () => 0)).toBe(0)
})

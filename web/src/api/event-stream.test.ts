import { expect, test } from 'vitest'
import { readEvents } from './event-stream.ts'

const streamOf = (...chunks: string[]) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk))
      controller.close()
    },
  })
const allOf = (...chunks: string[]) => Array.fromAsync(readEvents(streamOf(...chunks), 1_000))

test('events are read whole, wherever the network has cut them, and comments are not events', async () => {
  expect(await allOf('retry: 2000\n\n: still here\n\nid: 7\neve', 'nt: entry\nda', 'ta: {"a":"ü"}\n', '\n')).toEqual([
    { event: 'entry', data: '{"a":"ü"}', id: '7' },
  ])
  expect(await allOf('event: guests\ndata:\n\ndata: one\ndata: two\n\n')).toEqual([
    { event: 'guests', data: '', id: undefined },
    { event: 'message', data: 'one\ntwo', id: undefined },
  ])
})

test('an event that was not finished is none', async () => {
  expect(await allOf('data: one\n\ndata: tw')).toEqual([{ event: 'message', data: 'one', id: undefined }])
})

test('a silent stream is a broken one', async () => {
  const silent = new ReadableStream<Uint8Array>()
  await expect(Array.fromAsync(readEvents(silent, 10))).rejects.toThrow('silent')
})

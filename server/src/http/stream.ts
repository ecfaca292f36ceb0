import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** Server-sent events to one listener. */
export type EventStream = {
  /** Sends one event; nothing once the stream has ended. @param id comes back as `Last-Event-ID` of the next stream. */
  send(event: { event: string; data: object; id?: number }): void
  /** Asks at once whether the listener still may listen, and ends the stream if not. */
  check(): void
  /** Ends the stream; the browser connects again. Twice is once. */
  end(): void
  readonly ended: boolean
}

type Open = (
  request: FastifyRequest,
  reply: FastifyReply,
  listener: {
    /** Whether who began to listen still may: the door asks only when a stream begins. */
    mayListen: () => Promise<boolean>
    /** What is to be undone when the stream is over, for whatever reason. */
    onEnd: () => void
  },
) => EventStream

const heartbeat = 15_000
/** Bytes that may wait for a reader who does not read. */
const patience = 1_000_000

const streaming = new WeakSet<FastifyRequest>()
let open = 0

/** Whether what answers the request is a stream, which lasts as long as somebody listens. */
export const isStream = (request: FastifyRequest): boolean => streaming.has(request)

/** Streams that are open in this process. */
export const openStreams = (): number => open

/** Streams of a scope: they end with the app, which would otherwise wait for them. */
export function useStreams(app: FastifyInstance): Open {
  const streams = new Set<() => void>()
  app.addHook('preClose', () => {
    for (const end of streams) end()
  })

  return (request, reply, { mayListen, onEnd }) => {
    reply.hijack()
    streaming.add(request)
    open++
    const { raw } = reply
    raw.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-request-id': request.id,
    })
    raw.write('retry: 2000\n\n')
    let ended = false
    const end = () => {
      if (ended) return
      ended = true
      open--
      clearInterval(beat)
      streams.delete(end)
      onEnd()
      raw.end()
    }
    // without its database the service has nothing to tell either; the next beat asks again
    const stillMay = () => mayListen().catch(() => true)
    const check = async () => {
      if (!(await stillMay())) end()
    }
    // Keeps proxies from closing a quiet line, and ends a stream whose reader has gone, does not read, or may no longer.
    const stillThere = async () => {
      if (raw.destroyed) return end()
      if (raw.writableLength > patience) return void raw.destroy()
      await check()
      if (!ended) raw.write(': still here\n\n')
    }
    const beat = setInterval(() => void stillThere(), heartbeat)
    streams.add(end)
    raw.on('close', end)
    return {
      send({ event, data, id }) {
        if (ended) return
        raw.write(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
      },
      check: () => void check(),
      end,
      get ended() {
        return ended
      },
    }
  }
}

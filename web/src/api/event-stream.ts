// Server-sent events from a stream of bytes, for streams that need a header of ours and so cannot be an EventSource.

/** One event: its name, its data, and the id from which the stream can be taken up again. */
export type StreamEvent = { event: string; data: string; id: string | undefined }

/**
 * The events of a stream, in order, until it ends.
 * @param silence after how many milliseconds without a byte the stream counts as broken: a phone that changes its
 *   network is not told that the old line is dead.
 * @throws Error when nothing came for that long, or the connection broke.
 */
export async function* readEvents(stream: ReadableStream<Uint8Array>, silence: number): AsyncGenerator<StreamEvent> {
  const reader = stream.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await orSilence(reader.read(), silence)
      if (done) return
      const blocks = (rest + decoder.decode(value, { stream: true }).replaceAll('\r\n', '\n')).split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) {
        const event = parse(block)
        if (event) yield event
      }
    }
  } finally {
    // ends the request, also when nobody reads on
    await reader.cancel().catch(() => undefined)
  }
}

/** An event from its lines; undefined for comments, with which the service says that it is still there. */
function parse(block: string): StreamEvent | undefined {
  const fields = new Map<string, string>()
  for (const line of block.split('\n')) {
    const [, name = '', value = ''] = /^([^:]+)(?:: ?(.*))?$/.exec(line) ?? []
    if (name === 'data' && fields.has('data')) fields.set('data', `${fields.get('data')}\n${value}`)
    else if (name) fields.set(name, value)
  }
  const data = fields.get('data')
  return data === undefined ? undefined : { event: fields.get('event') ?? 'message', data, id: fields.get('id') }
}

async function orSilence<Value>(reading: Promise<Value>, silence: number): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const broken = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The stream has gone silent.')), silence)
  })
  try {
    return await Promise.race([reading, broken])
  } finally {
    clearTimeout(timer)
  }
}

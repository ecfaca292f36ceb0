import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyReply } from 'fastify'

const compress = promisify(gzip)
/** One that takes it at any weight but none. */
const takesGzip = /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i

/** A text that is sent to many, compressed when somebody first asks for it so. */
export type Compressible = { text: string; gzipped?: Promise<Buffer> }

/**
 * The text as whoever asks takes it. For what is the same for everybody: together with somebody's secrets, the length of what
 * is compressed could tell them (BREACH).
 */
export async function compressedFor(reply: FastifyReply, page: Compressible): Promise<string | Buffer> {
  reply.header('vary', 'accept-encoding')
  if (!takesGzip.test(reply.request.headers['accept-encoding'] ?? '')) return page.text
  page.gzipped ??= compress(page.text)
  const body = await page.gzipped
  reply.header('content-encoding', 'gzip')
  return body
}

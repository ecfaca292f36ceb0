import { argon2, randomBytes, timingSafeEqual, type Argon2Parameters } from 'node:crypto'
import { promisify } from 'node:util'

// RFC 9106; memory in KiB. OWASP asks for at least 19 MiB, two passes, one lane.
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const
const derive = promisify(argon2)

// Hashing takes memory and a thread for tens of milliseconds: a storm of sign-ins waits here instead of starving the rest.
let running = 0
const waiting: (() => void)[] = []
async function oneOfTwo<T>(work: () => Promise<T>): Promise<T> {
  if (running >= 2) await new Promise<void>(resolve => waiting.push(resolve))
  running++
  try {
    return await work()
  } finally {
    running--
    waiting.shift()?.()
  }
}

const hash = (
  password: string,
  nonce: Buffer,
  parameters: Omit<Argon2Parameters, 'message' | 'nonce'>,
): Promise<Buffer> =>
  oneOfTwo(() => derive('argon2id', { ...parameters, message: Buffer.from(password.normalize('NFC')), nonce }))

const base64 = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')

/** argon2id as a PHC string. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16)
  const tag = await hash(password, nonce, cost)
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${base64(nonce)}$${base64(tag)}`
}

const phc = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/

/**
 * Is this the password? Takes as long when there is no hash to compare with, so that known and unknown accounts cannot
 * be told apart by time.
 */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
  const parts = phc.exec(stored ?? '')
  if (parts === null) {
    await hash(password, randomBytes(16), cost)
    return false
  }
  const [, memory, passes, parallelism, nonce = '', expected = ''] = parts
  const tag = Buffer.from(expected, 'base64')
  const actual = await hash(password, Buffer.from(nonce, 'base64'), {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    tagLength: tag.length,
  })
  return timingSafeEqual(actual, tag)
}

import { randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { secretPrefix } from '@treffpunkt/shared/api-keys'

// A prefix that programs looking for leaked secrets know, 256 random bits, and a checksum by which they (and we) tell a
// secret from what only looks like one; letters and digits, so that a double click takes all of it. As GitHub does.

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
/** 62^43 > 2^256 */
const randomLength = 43
/** 62^6 > 2^32 */
const sumLength = 6

function base62(value: bigint, length: number): string {
  let text = ''
  for (let rest = value; rest > 0n; rest /= 62n) text = (digits[Number(rest % 62n)] ?? '') + text
  return text.padStart(length, '0')
}

const sumOf = (random: string): string => base62(BigInt(crc32(secretPrefix + random)), sumLength)

/** A new secret that nobody can guess; the database keeps `hashToken` of it. */
export function newSecret(): string {
  const random = base62(BigInt(`0x${randomBytes(32).toString('hex')}`), randomLength)
  return secretPrefix + random + sumOf(random)
}

/** The end of a secret, by which people tell it from others: of the checksum, so nothing random is given away. */
export const hintOf = (secret: string): string => secret.slice(-4)

const form = new RegExp(`^${secretPrefix}([0-9A-Za-z]{${randomLength}})([0-9A-Za-z]{${sumLength}})$`)

/** Can this be a secret of ours? What was typed wrong is refused without asking the database. */
export function isSecret(text: string): boolean {
  const [, random = '', sum] = form.exec(text) ?? []
  return sum !== undefined && sum === sumOf(random)
}

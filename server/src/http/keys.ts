import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'

/** What a derived key is for; one purpose never opens another's lock. */
export type Purpose = 'csrf' | 'network-address' | 'mail-address'

export type Keys = {
  /** HMAC-SHA-256 of `text` under the purpose's own key, base64url. */
  sign(purpose: Purpose, text: string): string
}

/** Derives one key per purpose from the service's secret (HKDF, RFC 5869). */
export function createKeys(secret: Buffer): Keys {
  const derived = new Map<Purpose, Buffer>()
  const keyOf = (purpose: Purpose) => {
    let key = derived.get(purpose)
    if (key === undefined) derived.set(purpose, (key = Buffer.from(hkdfSync('sha256', secret, '', `treffpunkt/${purpose}`, 32))))
    return key
  }
  return { sign: (purpose, text) => createHmac('sha256', keyOf(purpose)).update(text).digest('base64url') }
}

/** A new secret of 256 bits that only its holder knows; the database keeps `hashToken` of it. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** SHA-256: enough for secrets of full entropy, no salt or stretching needed. */
export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest()

/** Compares without telling by its time how much of it was right. */
export const equalTokens = (one: string, other: string): boolean => timingSafeEqual(hashToken(one), hashToken(other))

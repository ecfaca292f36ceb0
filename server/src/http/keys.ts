import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'

/** What a derived key is for; one purpose never opens another's lock. */
export type Purpose =
  | 'csrf'
  | 'fingerprint'
  | 'request'
  | 'network-address'
  | 'mail-address'
  | 'attempt'
  | 'code'
  | 'confirm'
  | 'registration'
  | 'invitation'
  | 'again'
  | 'ticket'
  | 'door'
  | 'account-link'
  | 'barrier'

export type Keys = {
  /** HMAC-SHA-256 of `text` under the purpose's own key, base64url. */
  sign(purpose: Purpose, text: string): string
  /** Encrypts and authenticates `text` (AES-256-GCM, NIST SP 800-38D), base64url. */
  seal(purpose: Purpose, text: string): string
  /** What was sealed. @throws when it was not sealed by this key, or changed since. */
  open(purpose: Purpose, sealed: string): string
}

const nonceBytes = 12
const tagBytes = 16

/** Derives one key per purpose from the service's secret (HKDF, RFC 5869). */
export function createKeys(secret: Buffer): Keys {
  const derived = new Map<string, Buffer>()
  const keyOf = (purpose: Purpose | `${Purpose}/seal`) => {
    let key = derived.get(purpose)
    if (key === undefined)
      derived.set(purpose, (key = Buffer.from(hkdfSync('sha256', secret, '', `treffpunkt/${purpose}`, 32))))
    return key
  }
  return {
    sign: (purpose, text) => createHmac('sha256', keyOf(purpose)).update(text).digest('base64url'),
    seal(purpose, text) {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', keyOf(`${purpose}/seal`), nonce)
      return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString(
        'base64url',
      )
    },
    open(purpose, sealed) {
      const bytes = Buffer.from(sealed, 'base64url')
      const cipher = createDecipheriv('aes-256-gcm', keyOf(`${purpose}/seal`), bytes.subarray(0, nonceBytes))
      cipher.setAuthTag(bytes.subarray(-tagBytes))
      return Buffer.concat([cipher.update(bytes.subarray(nonceBytes, -tagBytes)), cipher.final()]).toString('utf8')
    },
  }
}

/**
 * The token of a link that reaches people: `base64url(id).base64url(HMAC(id ‖ version))`. Made when the mail or page is
 * rendered, never stored; raising the row's version revokes it.
 */
export function linkToken(keys: Keys, purpose: Purpose, id: string, version: number): string {
  const bytes = Buffer.from(id.replaceAll('-', ''), 'hex')
  return `${bytes.toString('base64url')}.${keys.sign(purpose, `${id}.${version}`)}`
}

/** The id a token names, to look its row up; says nothing about whether the token is right. Undefined when it names none. */
export function idOfToken(token: string): string | undefined {
  const bytes = Buffer.from(token.split('.')[0] ?? '', 'base64url')
  return bytes.length === 16
    ? bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
    : undefined
}

/** A new secret of 256 bits that only its holder knows; the database keeps `hashToken` of it. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** SHA-256: enough for secrets of full entropy, no salt or stretching needed. */
export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest()

/** Compares without telling by its time how much of it was right. */
export const equalTokens = (one: string, other: string): boolean => timingSafeEqual(hashToken(one), hashToken(other))

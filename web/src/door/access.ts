import { setCsrfToken } from '../api/client.ts'
import { readSession } from './calls.ts'
import { digest } from './ticket.ts'

/** By what this page may enter: the token of a door link, or the session of an account. */
export type Access = {
  token: string | undefined
  /** Digest of the token, by which the device finds what it holds; null with an account. */
  linkHash: string | null
}

/** The access that this address gives: `/door/<token>`, or `/door` for an account. */
export async function accessOf(path: string): Promise<Access> {
  const token = /^\/door\/([^/]+)/.exec(path)?.[1]
  return token ? { token: decoded(token), linkHash: await digest(token) } : { token: undefined, linkHash: null }
}

/** An address that was cut in mid-sign is a wrong link like another. */
function decoded(token: string): string {
  try {
    return decodeURIComponent(token)
  } catch {
    return token
  }
}

/**
 * Asks who is signed in, and takes the token that goes out with every change.
 * @returns false when nobody is.
 * @throws ServiceProblem without a connection.
 */
export async function takeSession(signal?: AbortSignal): Promise<boolean> {
  const { account, csrfToken } = await readSession(signal)
  setCsrfToken(csrfToken)
  return account !== null
}

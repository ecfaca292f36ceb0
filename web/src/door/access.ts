import { inject, provide, type InjectionKey, type Ref } from 'vue'
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

/** What whoever opened the door by an account may do with it. */
export type OwnAccount = {
  /** False with a door link. */
  isThere: Readonly<Ref<boolean>>
  /** Ends the session. @throws ServiceProblem without a connection: the session would go on unseen. */
  signOut: () => Promise<void>
}

const key: InjectionKey<OwnAccount> = Symbol('account')

export const provideAccount = (account: OwnAccount): void => provide(key, account)

/** The account by which this door was opened, if it was. */
export function useAccount(): OwnAccount {
  const account = inject(key)
  if (!account) throw new Error('There is no door above this component.')
  return account
}

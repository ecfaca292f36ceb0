import type { Session } from '@treffpunkt/shared/accounts'
import type { Trx } from '../db/connect.ts'
import { csrfToken, signedInOf, type FindSignedIn, type SignedIn } from '../http/actor.ts'
import { hashToken } from '../http/keys.ts'
import type { Limit } from '../http/limits.ts'
import type { Reply, Request, Service } from '../http/service.ts'
import { mistake, problem } from '../problems.ts'
import { deviceOf } from './devices.ts'
import { isGuessable } from './guessable.ts'
import { hashPassword, isPassword } from './passwords.ts'
import { findForSignIn, findSession } from './queries.ts'
import { openSession } from './sessions.ts'

// OWASP ASVS 5.0, 6.3.1: slows guessing down without ever locking anybody out for good.
export const guessesOfAccount: Limit = { name: 'sign-in', points: 10, seconds: 900 }
export const guessesOfNetwork: Limit = { name: 'sign-in-network', points: 60, seconds: 900 }
/** Nobody can fill another's mailbox. */
export const resetsOfAddress: Limit = { name: 'password-reset', points: 3, seconds: 3600 }
export const resetsOfNetwork: Limit = { name: 'password-reset-network', points: 20, seconds: 3600 }
export const testMails: Limit = { name: 'test-mail', points: 10, seconds: 3600 }
export const emailChanges: Limit = { name: 'email-change', points: 5, seconds: 3600 }

/** The cookie of a session. Over HTTPS its name binds it to this host (RFC 6265bis, 4.1.3.2). */
export function sessionCookie(service: Service) {
  const secure = service.config.publicUrl.startsWith('https:')
  const name = secure ? '__Host-session' : 'session'
  const options = { path: '/', httpOnly: true, secure, sameSite: 'lax' } as const
  return {
    read: (request: Request) => request.cookies[name],
    write: (reply: Reply, token: string) => reply.setCookie(name, token, options),
    clear: (reply: Reply) => reply.clearCookie(name, options),
  }
}

/** Finds out by the cookie who is signed in. */
export function findSignedIn(service: Service): FindSignedIn {
  const cookie = sessionCookie(service)
  return async request => {
    const token = cookie.read(request)
    return token === undefined ? null : findSession(service.db, hashToken(token))
  }
}

/**
 * Signs in: a new session every time; the one the browser had before ends (session fixation, ASVS 7.2.4).
 * @param account whose session it becomes, or what finds that out in the same transaction.
 * @param how `passwordHash`: of the password that was typed. While it was compared another may have been set, to shut
 * out who knows the old one.
 * @throws wrong_credentials when the account was shut or its password changed meanwhile.
 */
export async function signIn(
  service: Service,
  request: Request,
  reply: Reply,
  account: string | ((trx: Trx) => Promise<string>),
  { byLink, passwordHash }: { byLink: boolean; passwordHash?: string | null },
): Promise<Session> {
  const cookie = sessionCookie(service)
  const earlier = cookie.read(request)
  const { accountId, token } = await service.db.transaction().execute(async trx => {
    const id = typeof account === 'string' ? account : await account(trx)
    await requireAsTyped(trx, id, passwordHash)
    if (earlier !== undefined) await trx.deleteFrom('sessions').where('tokenHash', '=', hashToken(earlier)).execute()
    const opened = await openSession(trx, id, { byLink, ...deviceOf(request.headers['user-agent']) })
    return { accountId: id, token: opened.token }
  })
  cookie.write(reply, token)
  request.log.info({ event: 'signed_in', account: accountId }, 'signed in')
  return toSession(service, await findSession(service.db, hashToken(token)))
}

/** What was typed did not match, or does not any more. */
export const wrongCredentials = () =>
  problem('wrong_credentials', 'Check the address and the password, or ask an admin for a sign-in link.', {
    headers: { 'www-authenticate': 'Session' },
  })

/** Locks the account as whoever changes it does, and looks once more. */
async function requireAsTyped(trx: Trx, accountId: string, passwordHash: string | null | undefined): Promise<void> {
  const account = await trx
    .selectFrom('accounts')
    .select('passwordHash')
    .where('id', '=', accountId)
    .where('disabled', '=', false)
    .forUpdate()
    .executeTakeFirst()
  if (account === undefined || (passwordHash !== undefined && account.passwordHash !== passwordHash))
    throw wrongCredentials()
}

/** Asks for the password once more, where there is one; who has just come by a one-time link may have forgotten it. */
export async function requirePassword(
  service: Service,
  request: Request,
  reply: Reply,
  typed: string | undefined,
): Promise<void> {
  const signedIn = signedInOf(request)
  if (!signedIn.hasPassword || signedIn.freshByLink) return
  await service.limits.take(reply, guessesOfAccount, `password ${signedIn.accountId}`)
  const stored = await findForSignIn(service.db, signedIn.email)
  if (!(await isPassword(typed ?? '', stored?.passwordHash ?? null)))
    throw problem('wrong_password', 'Type the password you use now.')
}

/** The hash of a new password. @throws invalid_input for one that is soon guessed by who knows lists and this person. */
export async function hashOfNew(
  newPassword: string,
  { name, email }: { name: string; email: string },
): Promise<string> {
  if (isGuessable(newPassword, [name, email]))
    throw mistake(
      '/newPassword',
      'guessable',
      'This password is among the first an attacker tries. Choose another one, for example four words by chance.',
    )
  return hashPassword(newPassword)
}

/** Who is signed in, as the browser is told. */
export const toSession = (service: Service, signedIn: SignedIn | null): Session =>
  signedIn === null
    ? { account: null, csrfToken: null }
    : {
        account: {
          id: signedIn.accountId,
          name: signedIn.name,
          email: signedIn.email,
          role: signedIn.role,
          hasPassword: signedIn.hasPassword,
          shortcuts: signedIn.shortcuts,
        },
        csrfToken: csrfToken(service.keys, signedIn.sessionId),
      }

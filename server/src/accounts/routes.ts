import type { FastifyReply, FastifyRequest } from 'fastify'
import * as contract from '@treffpunkt/shared/accounts'
import type { Session } from '@treffpunkt/shared/accounts'
import { csrfToken, signedInOf, type FindSignedIn, type SignedIn } from '../http/actor.ts'
import { hashToken } from '../http/keys.ts'
import { networkOf, type Limit } from '../http/limits.ts'
import type { App, Service } from '../http/service.ts'
import { write } from '../http/unit-of-work.ts'
import { requireVersion } from '../http/versions.ts'
import { mistake, problem } from '../problems.ts'
import { changeAccount, createAccount, storePassword } from './edit.ts'
import { hashPassword, isPassword } from './passwords.ts'
import { isGuessable } from './guessable.ts'
import { findForSignIn, findSession, getAccount, listAccounts, lockAccount } from './queries.ts'
import { makeSignInLink, openSession, redeemSignInLink } from './sign-in.ts'

// OWASP ASVS 5.0, 6.3.1: slows guessing down without ever locking anybody out for good.
const perAccount: Limit = { name: 'sign-in', points: 10, seconds: 900 }
const perNetwork: Limit = { name: 'sign-in-network', points: 60, seconds: 900 }

/** The cookie of a session. Over HTTPS its name binds it to this host (RFC 6265bis, 4.1.3.2). */
function sessionCookie(service: Service) {
  const secure = service.config.publicUrl.startsWith('https:')
  const name = secure ? '__Host-session' : 'session'
  const options = { path: '/', httpOnly: true, secure, sameSite: 'lax' } as const
  return {
    read: (request: FastifyRequest) => request.cookies[name],
    write: (reply: FastifyReply, token: string) => reply.setCookie(name, token, options),
    clear: (reply: FastifyReply) => reply.clearCookie(name, options),
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

/** Signing in, and asking who is signed in: open to everybody. */
export const sessionRoutes = (service: Service) => async (app: App) => {
  const cookie = sessionCookie(service)
  const find = findSignedIn(service)

  app.route({
    ...contract.getSession,
    handler: async (request, reply) => toSession(service, await find(request, reply)),
  })

  app.route({
    ...contract.createSession,
    handler: async (request, reply) => {
      const { email, password } = request.body
      const address = service.keys.sign('mail-address', email.toLowerCase())
      const network = networkOf(request, service.keys)
      await service.limits.check(perNetwork, network)
      // taken before the slow comparison, so that guesses made at once count as well
      await service.limits.take(reply, perAccount, `${address} ${network}`)
      const account = await findForSignIn(service.db, email)
      const right = await isPassword(password, account?.passwordHash ?? null)
      if (!right || account === undefined || account.disabled) {
        await service.limits.count(perNetwork, network)
        request.log.info({ event: 'sign_in_refused' }, 'sign-in refused')
        throw problem('wrong_credentials', 'Check the address and the password, or ask an admin for a sign-in link.', {
          headers: { 'www-authenticate': 'Session' },
        })
      }
      await service.limits.forget(perAccount, `${address} ${network}`)
      return signIn(request, reply, account.id, { byLink: false })
    },
  })

  app.route({
    ...contract.redeemSignInLink,
    handler: async (request, reply) => {
      const accountId = await service.db.transaction().execute(trx => redeemSignInLink(trx, request.body.token))
      return signIn(request, reply, accountId, { byLink: true })
    },
  })

  // A new session with every sign-in; the one the browser had before ends (session fixation, ASVS 7.2.4).
  async function signIn(
    request: FastifyRequest,
    reply: FastifyReply,
    accountId: string,
    how: { byLink: boolean },
  ): Promise<Session> {
    const earlier = cookie.read(request)
    const { token } = await service.db.transaction().execute(async trx => {
      if (earlier !== undefined) await trx.deleteFrom('sessions').where('tokenHash', '=', hashToken(earlier)).execute()
      return openSession(trx, accountId, how)
    })
    cookie.write(reply, token)
    request.log.info({ event: 'signed_in', account: accountId }, 'signed in')
    return toSession(service, await findSession(service.db, hashToken(token)))
  }
}

/** What a signed-in person does with their own account. */
export const ownAccountRoutes = (service: Service) => async (app: App) => {
  const cookie = sessionCookie(service)

  app.route({
    ...contract.endSession,
    handler: async (request, reply) => {
      await service.db.deleteFrom('sessions').where('id', '=', signedInOf(request).sessionId).execute()
      cookie.clear(reply)
      // not the storage: a phone at the door keeps there what it could not send yet, and wipes its lists itself
      return reply.code(204).header('clear-site-data', '"cache"').send(null)
    },
  })

  app.route({
    ...contract.setPassword,
    handler: async (request, reply) => {
      const signedIn = signedInOf(request)
      const { currentPassword, newPassword } = request.body
      // who has just come by a one-time link may have forgotten the old one
      if (signedIn.hasPassword && !signedIn.freshByLink) {
        await service.limits.take(reply, perAccount, `password ${signedIn.accountId}`)
        const stored = await findForSignIn(service.db, signedIn.email)
        if (!(await isPassword(currentPassword ?? '', stored?.passwordHash ?? null)))
          throw problem('wrong_password', 'Type the password you use now.')
      }
      if (isGuessable(newPassword, [signedIn.name, signedIn.email]))
        throw mistake(
          '/newPassword',
          'guessable',
          'This password is among the first an attacker tries. Choose another one, for example four words by chance.',
        )
      const passwordHash = await hashPassword(newPassword)
      return write(service, request, reply, 204, async (trx, actor) => {
        await storePassword(trx, actor, signedIn.accountId, signedIn.sessionId, passwordHash)
        return null
      })
    },
  })
}

/** What an admin does with everybody's accounts. */
export const accountRoutes = (service: Service) => async (app: App) => {
  app.route({ ...contract.listAccounts, handler: request => listAccounts(service.db, request.query) })

  app.route({ ...contract.getAccount, handler: request => getAccount(service.db, request.params.id) })

  app.route({
    ...contract.createAccount,
    handler: (request, reply) =>
      write(service, request, reply, 201, (trx, actor) => createAccount(trx, actor, request.body)),
  })

  app.route({
    ...contract.changeAccount,
    handler: (request, reply) =>
      write(service, request, reply, 200, async (trx, actor) => {
        const before = await lockAccount(trx, request.params.id)
        requireVersion(request, before.version)
        return changeAccount(trx, actor, before, request.body)
      }),
  })

  app.route({
    ...contract.createSignInLink,
    handler: (request, reply) =>
      write(service, request, reply, 201, async (trx, actor) => {
        const account = await lockAccount(trx, request.params.id)
        if (account.disabled) throw problem('conflict', 'The account is disabled; enable it first.')
        return makeSignInLink(trx, actor, account.id, service.config.publicUrl)
      }),
  })
}

const toSession = (service: Service, signedIn: SignedIn | null): Session =>
  signedIn === null
    ? { account: null, csrfToken: null }
    : {
        account: {
          id: signedIn.accountId,
          name: signedIn.name,
          email: signedIn.email,
          role: signedIn.role,
          hasPassword: signedIn.hasPassword,
        },
        csrfToken: csrfToken(service.keys, signedIn.sessionId),
      }

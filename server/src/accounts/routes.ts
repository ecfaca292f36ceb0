import * as contract from '@treffpunkt/shared/accounts'
import * as own from '@treffpunkt/shared/own-account'
import { signedInOf } from '../http/actor.ts'
import { networkOf } from '../http/limits.ts'
import type { App, Request, Service } from '../http/service.ts'
import { write } from '../http/unit-of-work.ts'
import { requireVersion } from '../http/versions.ts'
import { queueAccountMail } from '../mail/queue.ts'
import { notFound, problem, undefinedWhenGone } from '../problems.ts'
import {
  emailChanges,
  findSignedIn,
  guessesOfAccount,
  guessesOfNetwork,
  hashOfNew,
  requirePassword,
  resetsOfAddress,
  resetsOfNetwork,
  sessionCookie,
  signIn,
  testMails,
  toSession,
  wrongCredentials,
} from './answers.ts'
import { changeAccount, createAccount, storePassword } from './edit.ts'
import { invite, withdrawInvitation } from './invite.ts'
import { findAccountLink, linkOver, type FoundLink, type LinkPurpose } from './links.ts'
import { changeOwnAccount, confirmEmail, requestEmailChange, setPasswordByLink } from './own.ts'
import { isPassword } from './passwords.ts'
import { findForSignIn, getAccount, getOwnAccount, listAccounts, lockAccount, lockWithAdmins } from './queries.ts'
import { endSessions, findOwner, listSessions } from './sessions.ts'
import { makeSignInLink, redeemSignInLink } from './sign-in.ts'

/** Signing in, asking who is signed in, and what links from mails are for: open to everybody. */
export const sessionRoutes = (service: Service) => async (app: App) => {
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
      await service.limits.check(guessesOfNetwork, network)
      // taken before the slow comparison, so that guesses made at once count as well
      await service.limits.take(reply, guessesOfAccount, `${address} ${network}`)
      const account = await findForSignIn(service.db, email)
      const right = await isPassword(password, account?.passwordHash ?? null)
      if (!right || account === undefined || account.disabled) {
        await service.limits.count(guessesOfNetwork, network)
        request.log.info({ event: 'sign_in_refused' }, 'sign-in refused')
        throw wrongCredentials()
      }
      await service.limits.forget(guessesOfAccount, `${address} ${network}`)
      return signIn(service, request, reply, account.id, { byLink: false, passwordHash: account.passwordHash })
    },
  })

  app.route({
    ...contract.redeemSignInLink,
    // together, so that a link is not used up when the session cannot be stored
    handler: (request, reply) =>
      signIn(service, request, reply, trx => redeemSignInLink(trx, request.body.token), { byLink: true }),
  })

  const linkOf = async (token: string, purposes?: LinkPurpose[]): Promise<FoundLink | undefined> => {
    const link = await findAccountLink(service.db, service.keys, token)
    return link === undefined || link.disabled || purposes?.includes(link.purpose) === false ? undefined : link
  }

  app.route({
    ...own.readAccountLink,
    handler: async request => {
      const link = await linkOf(request.body.token)
      if (link === undefined) throw notFound()
      return link
    },
  })

  app.route({
    ...own.setPasswordByLink,
    handler: async (request, reply) => {
      const link = await linkOf(request.body.token, ['invitation', 'password_reset'])
      if (link?.state !== 'open') throw linkOver()
      const passwordHash = await hashOfNew(request.body.newPassword, link)
      const accountId = await write(service, request, reply, 200, trx =>
        setPasswordByLink(trx, service.jobs, request.id, link, passwordHash),
      )
      return signIn(service, request, reply, accountId, { byLink: false })
    },
  })

  app.route({
    ...own.requestPasswordReset,
    handler: async (request, reply) => {
      const email = request.body.email.trim().toLowerCase()
      await service.limits.take(reply, resetsOfNetwork, networkOf(request, service.keys))
      // said to nobody, because it would tell who asked before
      const mayMail = await service.limits.count(resetsOfAddress, service.keys.sign('mail-address', email))
      return write(service, request, reply, 202, async trx => {
        // whether there is such an account is found out later, by the job: here all addresses are alike
        if (mayMail) await service.jobs.enqueue(trx, 'reset-password', { email })
        return { received: true as const }
      })
    },
  })

  app.route({
    ...own.confirmEmail,
    handler: async (request, reply) => {
      const link = await linkOf(request.body.token, ['email_change'])
      if (link === undefined) throw notFound()
      return write(service, request, reply, 200, trx => confirmEmail(trx, service.jobs, request.id, link))
    },
  })
}

/** What a signed-in person does with their own account. */
export const ownAccountRoutes = (service: Service) => async (app: App) => {
  const cookie = sessionCookie(service)
  const ownOf = (request: Request, db = service.db) => getOwnAccount(db, signedInOf(request).accountId)

  app.route({
    ...contract.endSession,
    handler: async (request, reply) => {
      const { accountId, sessionId } = signedInOf(request)
      await write(service, request, reply, 204, (trx, actor) =>
        endSessions(trx, actor, accountId, { only: sessionId }),
      ).catch(undefinedWhenGone)
      cookie.clear(reply)
      // not the storage: a phone at the door keeps there what it could not send yet, and wipes its lists itself
      return reply.code(204).header('clear-site-data', '"cache"').send(null)
    },
  })

  app.route({
    ...contract.setPassword,
    handler: async (request, reply) => {
      await requirePassword(service, request, reply, request.body.currentPassword)
      const { accountId, sessionId, ...who } = signedInOf(request)
      const passwordHash = await hashOfNew(request.body.newPassword, who)
      return write(service, request, reply, 204, async (trx, actor) => {
        await storePassword(trx, service.jobs, actor, { accountId, sessionId, passwordHash })
        return null
      })
    },
  })

  app.route({
    ...own.sendTestMail,
    handler: (request, reply) =>
      write(service, request, reply, 202, async trx => {
        const { accountId } = signedInOf(request)
        await service.limits.take(reply, testMails, accountId)
        const { email: toAddress } = await getOwnAccount(trx, accountId)
        await queueAccountMail(trx, service.jobs, { kind: 'test', accountId, toAddress })
        return { received: true as const }
      }),
  })

  app.route({ ...own.getOwnAccount, handler: request => ownOf(request) })

  app.route({
    ...own.changeOwnAccount,
    handler: (request, reply) =>
      write(service, request, reply, 200, async (trx, actor) => {
        const before = await lockAccount(trx, signedInOf(request).accountId)
        requireVersion(request, before.version)
        await changeOwnAccount(trx, actor, before, request.body)
        return ownOf(request, trx)
      }),
  })

  app.route({
    ...own.requestEmailChange,
    handler: async (request, reply) => {
      const { accountId } = signedInOf(request)
      await requirePassword(service, request, reply, request.body.currentPassword)
      await service.limits.take(reply, emailChanges, accountId)
      return write(service, request, reply, 202, async (trx, actor) => {
        await requestEmailChange(trx, service.jobs, actor, accountId, request.body.email)
        return ownOf(request, trx)
      })
    },
  })

  app.route({
    ...own.listOwnSessions,
    handler: async request => {
      const { accountId, sessionId } = signedInOf(request)
      return { items: await listSessions(service.db, accountId, sessionId) }
    },
  })

  app.route({
    ...own.endSessionById,
    handler: (request, reply) =>
      write(service, request, reply, 204, async (trx, actor) => {
        const { accountId, role } = signedInOf(request)
        const owner = await findOwner(trx, request.params.id)
        if (owner === undefined || (owner !== accountId && !contract.may(role, 'admin'))) throw notFound()
        await endSessions(trx, actor, owner, { only: request.params.id })
        return null
      }),
  })

  app.route({
    ...own.endOtherSessions,
    handler: (request, reply) =>
      write(service, request, reply, 204, async (trx, actor) => {
        const { accountId, sessionId } = signedInOf(request)
        await endSessions(trx, actor, accountId, { but: sessionId })
        return null
      }),
  })
}

/** What an admin does with everybody's accounts. */
export const accountRoutes = (service: Service) => async (app: App) => {
  app.route({ ...contract.listAccounts, handler: request => listAccounts(service.db, request.query) })

  app.route({ ...contract.getAccount, handler: request => getAccount(service.db, request.params.id) })

  app.route({
    ...contract.createAccount,
    handler: (request, reply) =>
      write(service, request, reply, 201, async (trx, actor) =>
        invite(trx, service.jobs, actor, await createAccount(trx, actor, request.body)),
      ),
  })

  app.route({
    ...contract.changeAccount,
    handler: (request, reply) =>
      write(service, request, reply, 200, async (trx, actor) => {
        const before = await lockWithAdmins(trx, request.params.id)
        requireVersion(request, before.version)
        const after = await changeAccount(trx, actor, before, request.body)
        // the invitation went to an address that was mistyped
        const isAstray = before.invitation !== null && after.email !== before.email && !after.disabled
        return isAstray ? invite(trx, service.jobs, actor, after) : after
      }),
  })

  app.route({
    ...contract.sendInvitation,
    handler: (request, reply) =>
      write(service, request, reply, 200, async (trx, actor) =>
        invite(trx, service.jobs, actor, await lockAccount(trx, request.params.id)),
      ),
  })

  app.route({
    ...contract.withdrawInvitation,
    handler: (request, reply) =>
      write(service, request, reply, 204, async (trx, actor) => {
        const account = await lockAccount(trx, request.params.id)
        requireVersion(request, account.version)
        await withdrawInvitation(trx, actor, account)
        return null
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

  app.route({
    ...own.listSessionsOf,
    handler: async request => {
      const { id } = await getAccount(service.db, request.params.id)
      return { items: await listSessions(service.db, id, signedInOf(request).sessionId) }
    },
  })

  app.route({
    ...own.endSessionsOf,
    handler: (request, reply) =>
      write(service, request, reply, 204, async (trx, actor) => {
        const { id } = await lockAccount(trx, request.params.id)
        const { accountId, sessionId } = signedInOf(request)
        await endSessions(trx, actor, id, id === accountId ? { but: sessionId } : {})
        return null
      }),
  })
}

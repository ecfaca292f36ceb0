import type { Account } from '@treffpunkt/shared/accounts'
import type { Trx } from '../db/connect.ts'
import { recordChange, type Actor } from '../db/record-change.ts'
import type { JobQueue } from '../jobs/queue.ts'
import { queueAccountMail } from '../mail/queue.ts'
import { problem } from '../problems.ts'
import { makeAccountLink } from './links.ts'
import { getAccount } from './queries.ts'

/** Sends whoever the account is for a link to it; the link before is over. @throws conflict when they have come in already. */
export async function invite(trx: Trx, jobs: JobQueue, actor: Actor, account: Account): Promise<Account> {
  if (account.disabled) throw problem('conflict', 'The account is disabled; enable it first.')
  if (hasComeIn(account)) throw problem('conflict', 'The account has been signed in with already.')
  const madeBy = actor.kind === 'account' ? actor.id : null
  const accountLinkId = await makeAccountLink(trx, account.id, 'invitation', { madeBy })
  await queueAccountMail(trx, jobs, {
    kind: 'invitation',
    accountId: account.id,
    toAddress: account.email,
    accountLinkId,
  })
  await recordChange(trx, actor, { object: 'account', id: account.id, kind: 'invited' })
  return getAccount(trx, account.id)
}

/** Takes an invitation back: the account, with which nobody has ever done anything, goes. */
export async function withdrawInvitation(trx: Trx, actor: Actor, account: Account): Promise<void> {
  if (hasComeIn(account)) throw problem('conflict', 'The account has been signed in with already; disable it instead.')
  await trx.deleteFrom('accounts').where('id', '=', account.id).execute()
  await recordChange(trx, actor, { object: 'account', id: account.id, kind: 'deleted', before: account })
}

const hasComeIn = (account: Account): boolean => account.lastSignInAt !== null || account.hasPassword

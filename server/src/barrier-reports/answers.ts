import type { BarrierReceipt, NewBarrierReport } from '@treffpunkt/shared/barrier-reports'
import { equalTokens, idOfToken } from '../http/keys.ts'
import { networkOf, type Limit } from '../http/limits.ts'
import type { Reply, Request, Service } from '../http/service.ts'
import { write } from '../http/unit-of-work.ts'
import type { Db } from '../db/connect.ts'
import { notFound } from '../problems.ts'
import { mayMailTo } from '../registrations/answers.ts'
import { newShortCode } from '../registrations/short-code.ts'
import { enterBarrierReport } from './edit.ts'
import { bare } from './page-address.ts'
import { receiptToken } from './tokens.ts'
import { getBarrierReport } from './queries.ts'

// What people do without an account: the API and the form without JavaScript both end here.

// a network may be a whole office; somebody who finds a dozen barriers in ten minutes can still report them
const reportsOfNetwork: Limit = { name: 'barrier-network', points: 30, seconds: 600 }

/** Takes a report in, within the limits. */
export async function reportWithin(
  service: Service,
  request: Request,
  reply: Reply,
  body: NewBarrierReport,
): Promise<BarrierReceipt> {
  await service.limits.take(reply, reportsOfNetwork, networkOf(request, service.keys))
  const email = body.email?.trim()
  const mayMail = email ? await mayMailTo(service, email) : false
  return write(service, request, reply, 201, async (trx, actor) => {
    const page = body.page ? bare(body.page) : null
    const id = await enterBarrierReport(trx, service.jobs, actor, { ...body, page }, mayMail)
    return receiptOf(service, trx, id)
  })
}

/** What the reporter was told, by the token of the receipt. @throws not_found for a token that is not ours. */
export async function readReceipt(service: Service, token: string): Promise<BarrierReceipt> {
  const id = idOfToken(token)
  if (id === undefined || !equalTokens(token, receiptToken(service.keys, id))) throw notFound()
  return receiptOf(service, service.db, id)
}

/** A program filled in the field that people do not see: it is answered like everybody, and nothing happens. */
export const unheardReceipt = (service: Service, request: Request): BarrierReceipt => ({
  reference: `B-${newShortCode()}`,
  dueOn: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10),
  answerBy: 'nothing',
  token: receiptToken(service.keys, request.id),
})

async function receiptOf(service: Service, db: Db, id: string): Promise<BarrierReceipt> {
  const { reference, dueOn, email, otherContact } = await getBarrierReport(db, id)
  const answerBy = email !== null ? 'email' : otherContact !== null ? 'other' : 'nothing'
  return { reference, dueOn, answerBy, token: receiptToken(service.keys, id) }
}

import type { OwnInvitation } from '@treffpunkt/shared/invitations'
import type { Limit } from '../http/limits.ts'
import type { Reply, Request, Service } from '../http/service.ts'
import { write } from '../http/unit-of-work.ts'
import { notFound } from '../problems.ts'
import { decline, idOfLink, readInvitation, type Answer } from './answer.ts'

// What people do by the link in an invitation, within the limits: the API and the page both end here.

const answersOfInvitation: Limit = { name: 'invitation-answers', points: 20, seconds: 3600 }

/** Answers an invitation by its link. @returns how it stands then. @throws not_found where it can be answered no more. */
export async function answer(
  service: Service,
  request: Request,
  reply: Reply,
  token: string,
  { status, work }: { status: number; work: Answer },
): Promise<OwnInvitation> {
  const id = idOfLink(service.keys, token)
  const { meeting } = await readInvitation(service, token)
  if (work === decline && meeting === null) throw notFound()
  await service.limits.take(reply, answersOfInvitation, id)
  return write(service, request, reply, status, async (trx, actor) => {
    await work(trx, actor, id)
    return readInvitation({ db: trx, keys: service.keys }, token)
  })
}

import { prefixOf } from '@treffpunkt/shared/languages'
import { useForms, type Fields } from '../http/forms.ts'
import type { Pages } from '../http/pages.ts'
import type { App, Reply, Service } from '../http/service.ts'
import { getNetwork } from '../settings/queries.ts'
import { decline, end, readInvitation } from './answer.ts'
import { answer } from './answers.ts'

type WithToken = { Params: { token: string } }

/** What a mail program posts, which must not be led elsewhere; our own page sends forms without it. */
const oneClick = { 'List-Unsubscribe': 'One-Click' }

/**
 * Where somebody who was invited says that they cannot come, or want no more invitations. Opening it changes nothing: mail
 * scanners open every link.
 */
export const invitationPages = (service: Service, pages: Pages) => async (app: App) => {
  await useForms(app)
  // mail programs end invitations by themselves, and say so in a form of several parts (RFC 8058)
  app.addContentTypeParser('multipart/form-data', { parseAs: 'buffer', bodyLimit: 4096 }, (_request, _body, done) =>
    done(null, oneClick),
  )
  const schema = { hide: true }
  const goTo = (reply: Reply, path: string) =>
    reply.header('cache-control', 'no-store').redirect(prefixOf(reply.request.language) + path, 303)

  app.get<WithToken>('/invitations/:token', { schema }, async (request, reply) => {
    const { token } = request.params
    const invitation = await readInvitation(service, token)
    return pages.send(reply, {
      path: `/invitations/${token}`,
      hidden: true,
      data: { '/api/v1/public/network': await getNetwork(service.db), '/invitation': invitation },
    })
  })
  for (const [name, work] of [
    ['decline', decline],
    ['end', end],
  ] as const) {
    app.get<WithToken>(`/invitations/:token/${name}`, { schema }, (request, reply) =>
      goTo(reply, `/invitations/${request.params.token}#${name}`),
    )
    app.post<WithToken & { Body: Fields }>(`/invitations/:token/${name}`, { schema }, async (request, reply) => {
      const { token } = request.params
      const isByProgram = request.body['List-Unsubscribe'] === oneClick['List-Unsubscribe']
      await answer(service, request, reply, token, { status: isByProgram ? 200 : 303, work })
      if (isByProgram) return reply.header('cache-control', 'no-store').type('text/plain; charset=utf-8').send('')
      return goTo(reply, `/invitations/${token}`)
    })
  }
}

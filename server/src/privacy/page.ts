import type { PersonalData } from '@treffpunkt/shared/privacy'
import { prefixOf } from '@treffpunkt/shared/languages'
import { useForms } from '../http/forms.ts'
import type { Pages } from '../http/pages.ts'
import type { App, Reply, Request, Service } from '../http/service.ts'
import { notFound, undefinedWhenGone } from '../problems.ts'
import { findByToken, isOfErased } from '../registrations/tokens.ts'
import { getNetwork, getSettings } from '../settings/queries.ts'
import { eraseWithin, previewOwn, readOwnData } from './answers.ts'
import { asDocument } from './document.ts'
import { inWords } from './in-words.ts'

type WithToken = { Params: { token: string } }

/**
 * The pages about one's own data, below that of the registration: see, take along, erase. All of them work without
 * JavaScript; once everything is erased each of them leads to the page that says so.
 */
export const ownDataPages = (service: Service, pages: Pages) => async (app: App) => {
  await useForms(app)
  const schema = { hide: true }

  const toRegistration = (reply: Reply, token: string) =>
    reply
      .header('cache-control', 'no-store')
      .redirect(`${prefixOf(reply.request.language)}/registrations/${token}`, 303)

  /** Does something with the registration of the link; where it is erased, shows that. */
  async function withOwn(
    request: Request & { params: { token: string } },
    reply: Reply,
    work: (own: { id: string; meetingId: string }) => Promise<Reply>,
  ): Promise<Reply> {
    const { token } = request.params
    const found = await findByToken(service.db, service.keys, 'registration', token)
    if (found !== undefined) return work(found)
    if (await isOfErased(service.db, service.keys, token)) return toRegistration(reply, token)
    throw notFound()
  }

  async function readIn(request: Request, reply: Reply, own: { id: string }) {
    const [data, { timeZone }] = [await readOwnData(service, reply, own), await getSettings(service.db)]
    return { data, timeZone, words: inWords(data, request.language, timeZone) }
  }
  const attach = (reply: Reply, { createdAt }: PersonalData, ending: 'json' | 'html') =>
    reply
      .header('cache-control', 'no-store')
      .header('content-disposition', `attachment; filename="meine-daten-${createdAt.slice(0, 10)}.${ending}"`)

  app.get<WithToken>('/registrations/:token/data', { schema }, (request, reply) =>
    withOwn(request, reply, async own => {
      const { words } = await readIn(request, reply, own)
      return pages.send(reply, {
        path: `/registrations/${request.params.token}/data`,
        hidden: true,
        data: {
          '/api/v1/public/network': await getNetwork(service.db),
          [`/api/v1/own-registration/data-in-words?language=${request.language}`]: words,
        },
      })
    }),
  )
  app.get<WithToken>('/registrations/:token/data.json', { schema }, (request, reply) =>
    withOwn(request, reply, async own => {
      const data = await readOwnData(service, reply, own)
      return attach(reply, data, 'json')
        .type('application/json; charset=utf-8')
        .send(JSON.stringify(data, null, 2))
    }),
  )
  app.get<WithToken>('/registrations/:token/data.html', { schema }, (request, reply) =>
    withOwn(request, reply, async own => {
      const { data, words, timeZone } = await readIn(request, reply, own)
      return attach(reply, data, 'html')
        .type('text/html; charset=utf-8')
        .send(asDocument(data, words, { language: request.language, timeZone }))
    }),
  )

  app.get<WithToken>('/registrations/:token/erase', { schema }, (request, reply) =>
    withOwn(request, reply, async own =>
      pages.send(reply, {
        path: `/registrations/${request.params.token}/erase`,
        hidden: true,
        data: {
          '/api/v1/public/network': await getNetwork(service.db),
          '/api/v1/own-registration/erasure': await previewOwn(service, own),
        },
      }),
    ),
  )
  app.post<WithToken>('/registrations/:token/erase', { schema }, (request, reply) =>
    withOwn(request, reply, async own => {
      request.attendee = own
      // pressed twice: the first has done it
      await eraseWithin(service, request, reply, { registration: own.id }).catch(undefinedWhenGone)
      return toRegistration(reply, request.params.token)
    }),
  )
}

import { NewBarrierReport as NewBarrierReportSchema, type NewBarrierReport } from '@treffpunkt/shared/barrier-reports'
import { prefixOf } from '@treffpunkt/shared/languages'
import { checkForm, newFormKey, orAgain, useForms, type Fields } from '../http/forms.ts'
import type { Pages } from '../http/pages.ts'
import type { App, Reply, Request, Service } from '../http/service.ts'
import { getNetwork } from '../settings/queries.ts'
import { readReceipt, reportWithin } from './answers.ts'
import { pageBefore } from './page-address.ts'

type Posted = { Body: Fields }
type WithToken = { Params: { token: string } }

/** Reporting a barrier, and the receipt; the form works without JavaScript, too. */
export const barrierPages = (service: Service, pages: Pages) => async (app: App) => {
  await useForms(app)
  const schema = { hide: true }
  const goTo = (reply: Reply, path: string) =>
    reply.header('cache-control', 'no-store').redirect(prefixOf(reply.request.language) + path, 303)

  const formPage = async (reply: Reply, data: Record<string, unknown>, status = 200) =>
    pages.send(reply, {
      path: '/report-barrier',
      status,
      hidden: status !== 200,
      data: { '/api/v1/public/network': await getNetwork(service.db), '/form-key': newFormKey(), ...data },
    })

  app.get('/report-barrier', { schema }, (request, reply) => {
    const page = pageBefore(request.headers.referer, request.host)
    return formPage(reply, page === undefined ? {} : { '/page-before': page })
  })
  app.post<Posted>('/report-barrier', { schema, config: { once: true } }, (request, reply) =>
    orAgain(
      request,
      reply,
      async () => {
        const body = readReport(request)
        if (body.homepage) return goTo(reply, '/accessibility')
        const { token } = await reportWithin(service, request, reply, body)
        return goTo(reply, `/report-barrier/${token}`)
      },
      filled => formPage(reply, { '/form': filled }, filled.problem.status),
    ),
  )

  app.get<WithToken>('/report-barrier/:token', { schema }, async (request, reply) => {
    const receipt = await readReceipt(service, request.params.token)
    return pages.send(reply, {
      path: `/report-barrier/${request.params.token}`,
      hidden: true,
      data: { '/api/v1/public/network': await getNetwork(service.db), '/barrier-receipt': receipt },
    })
  })
}

/** The fields of the form as the API takes them; an empty one says nothing. */
function readReport(request: Request & { body: Fields }): NewBarrierReport {
  const { body } = request
  const line = (name: string) => body[name]?.trim() || null
  return checkForm<NewBarrierReport>(request, NewBarrierReportSchema, {
    page: line('page'),
    barrier: body['barrier'] ?? '',
    name: line('name'),
    email: line('email'),
    otherContact: line('otherContact'),
    language: request.language,
    ...(body['homepage'] ? { homepage: body['homepage'] } : {}),
  })
}

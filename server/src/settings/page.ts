import type { TextKind } from '@treffpunkt/shared/settings'
import type { Pages } from '../http/pages.ts'
import type { ProblemPage } from '../http/problems.ts'
import type { App, Service } from '../http/service.ts'
import { getNetwork, getText } from './queries.ts'

const legal = [
  { path: '/imprint', kind: 'imprint' },
  { path: '/privacy', kind: 'privacy' },
  { path: '/accessibility', kind: 'accessibility' },
] as const satisfies { path: string; kind: TextKind }[]

/** Impressum, Datenschutz, Barrierefreiheit. */
export const settingsPages = (service: Service, pages: Pages) => async (app: App) => {
  for (const { path, kind } of legal) {
    app.get(path, { schema: { hide: true } }, async (_request, reply) => {
      const [network, text] = await Promise.all([getNetwork(service.db), getText(service.db, kind)])
      return pages.send(reply, {
        path,
        data: { '/api/v1/public/network': network, [`/api/v1/public/texts/${kind}`]: text },
      })
    })
  }
}

/** The administration and signing in, whose pages the client makes alone; under `/admin` any address. */
export const officePages = (pages: Pages) => async (app: App) => {
  for (const path of ['/admin', '/admin/*', '/sign-in', '/sign-in/:token'])
    app.get(path, { schema: { hide: true } }, async (_request, reply) => pages.sendShell(reply, 'Treffpunkt'))
}

/** A problem as a page for people: the frame of the network, what happened, what to do. */
export const problemPage =
  (service: Service, pages: Pages): ProblemPage =>
  async (request, reply, problem) => {
    const path = request.url.split('?')[0] ?? '/'
    // without a database there is no name to show; the page says what happened all the same
    const network = await getNetwork(service.db).catch(() => undefined)
    return pages.send(reply, {
      path: problem.status === 404 ? path : '/problem',
      status: problem.status,
      hidden: true,
      data: { ...(network === undefined ? {} : { '/api/v1/public/network': network }), '/problem': problem },
    })
  }

import { problemCodes, type ProblemCode } from '@treffpunkt/shared/problem-codes'
import type { Network, TextKind } from '@treffpunkt/shared/settings'
import type { Pages } from '../http/pages.ts'
import type { ProblemPage } from '../http/problems.ts'
import type { App, Service } from '../http/service.ts'
import { notFound } from '../problems.ts'
import { getNetwork, getText } from './queries.ts'

const legal = [
  { path: '/imprint', kind: 'imprint' },
  { path: '/privacy', kind: 'privacy' },
  { path: '/accessibility', kind: 'accessibility' },
] as const satisfies { path: string; kind: TextKind }[]

/** There is a page only once the office has something to show there. */
const slots = [
  { path: '/easy-language', kind: 'easy_language', isFilled: (network: Network) => network.easyLanguage },
  { path: '/sign-language', kind: 'sign_language', isFilled: (network: Network) => network.signLanguage },
] as const satisfies { path: string; kind: TextKind; isFilled: (network: Network) => boolean }[]

/** Addresses of the pages that the law asks for. */
export const legalPaths = [...legal.map(({ path }) => path), '/report-barrier']

/** Impressum, Datenschutz, Barrierefreiheit; Leichte Sprache and Gebärdensprache once the office has them. */
export const settingsPages = (service: Service, pages: Pages) => async (app: App) => {
  const always = legal.map(page => ({ ...page, isFilled: () => true }))
  for (const { path, kind, isFilled } of [...always, ...slots]) {
    app.get(path, { schema: { hide: true } }, ({ language }, reply) =>
      pages.sendKept(reply, async () => {
        const [network, text] = await Promise.all([getNetwork(service.db), getText(service.db, kind, language)])
        if (!isFilled(network)) throw notFound()
        return {
          path,
          data: { '/api/v1/public/network': network, [`/api/v1/public/texts/${kind}?language=${language}`]: text },
        }
      }),
    )
  }
}

/** The administration and signing in, whose pages the client makes alone; under `/admin` any address. */
export const officePages = (pages: Pages) => async (app: App) => {
  const byMail = ['/forgotten-password', '/invitation/:token', '/reset-password/:token', '/confirm-email/:token']
  for (const path of ['/admin', '/admin/*', '/sign-in', '/sign-in/:token', ...byMail])
    app.get(path, { schema: { hide: true } }, async (_request, reply) => pages.sendShell(reply, 'Treffpunkt'))
}

const isProblem = (code: string): code is ProblemCode => Object.hasOwn(problemCodes, code)

/**
 * What the `type` of a problem leads to, in German and English.
 * @param inGerman its title, and what to do about it.
 */
export const problemTypePages =
  (service: Service, pages: Pages, inGerman: (code: ProblemCode) => { title: string; remedy: string | null }) =>
  async (app: App) => {
    app.get<{ Params: { code: string } }>('/problems/:code', { schema: { hide: true } }, async (request, reply) => {
      const { code } = request.params
      if (!isProblem(code)) throw notFound()
      const network = await getNetwork(service.db)
      return pages.send(reply, {
        path: `/problems/${code}`,
        hidden: true,
        data: { '/api/v1/public/network': network, '/problem-type': inGerman(code) },
      })
    })
  }

/** A problem as a page for people: the frame of the network, what happened, what to do. */
export const problemPage =
  (service: Service, pages: Pages): ProblemPage =>
  async (_request, reply, problem) => {
    // without a database there is no name to show; the page says what happened all the same
    const network = await getNetwork(service.db).catch(() => undefined)
    return pages.send(reply, {
      path: '/problem',
      status: problem.status,
      hidden: true,
      data: { ...(network === undefined ? {} : { '/api/v1/public/network': network }), '/problem': problem },
    })
  }

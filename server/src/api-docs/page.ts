import type { Pages } from '../http/pages.ts'
import type { App, Service } from '../http/service.ts'
import { notFound } from '../problems.ts'
import { getSettings } from '../settings/queries.ts'
import { changesGuide } from './changes.ts'
import { errors } from './errors.ts'
import { firstRegistration, keys, listsAndLimits, overview, writing } from './guides.ts'
import { lifeCycle } from './life-cycle.ts'
import { frame, type DocsPage } from './layout.ts'
import { partnerDocument } from './partner-document.ts'
import { reference, type Document } from './reference.ts'

/** All pages, in the order in which they are read. */
const pagesOf = (publicUrl: string, document: Document): DocsPage[] => [
  {
    path: '',
    title: 'Überblick',
    description: 'Was Organisationen mit einem Schlüssel lesen und tun, und was nicht.',
    content: overview(),
  },
  {
    path: 'first-registration',
    title: 'Erste Anmeldung mit curl in fünf Minuten',
    description: 'Schritt für Schritt: Schlüssel prüfen, Treffen finden, proben, anmelden, nachsehen.',
    content: firstRegistration(publicUrl),
  },
  { path: 'keys', title: 'Schlüssel', description: 'Mitschicken, Rechte, Ende und Erneuern.', content: keys() },
  {
    path: 'writing',
    title: 'Schreiben: einmal und mit Probe',
    description: 'Idempotency-Key, dryRun und If-Match.',
    content: writing(),
  },
  {
    path: 'changes',
    title: 'Abgleichen',
    description: 'Auf dem Stand bleiben: was sich geändert hat, wie oft Sie fragen, was gelöscht ist.',
    content: changesGuide(),
  },
  {
    path: 'life-cycle',
    title: 'Von der Anmeldung bis zum Treffen',
    description: 'Welche Stände es gibt, was auf sie folgt, welche E-Mails die Person bekommt.',
    content: lifeCycle(),
  },
  { path: 'errors', title: 'Fehler', description: 'Was Fehler sagen und was zu tun ist.', content: errors() },
  {
    path: 'lists',
    title: 'Listen und Grenzen',
    description: 'Seite für Seite lesen, nicht zweimal lesen, Grenzen.',
    content: listsAndLimits(),
  },
  {
    path: 'reference',
    title: 'Alle Aufrufe und Felder',
    description: 'Alle Aufrufe mit Rechten, Parametern, Inhalten, Antworten und Beispielen.',
    content: reference(document),
  },
]

/** The documentation for people who program: plain pages that need no script. */
export const apiDocsPages = (service: Service, pages: Pages) => async (app: App) => {
  let made: DocsPage[] | undefined
  let document: object | undefined
  app.get('/api/docs/openapi.json', { schema: { hide: true } }, async (_request, reply) => {
    document ??= partnerDocument(app.swagger() as unknown as Document, service.config.publicUrl)
    return reply.type('application/json; charset=utf-8').send(document)
  })
  for (const path of ['/api/docs', '/api/docs/:page'])
    app.get<{ Params: { page?: string } }>(path, { schema: { hide: true } }, async (request, reply) => {
      made ??= pagesOf(service.config.publicUrl, app.swagger() as unknown as Document)
      const page = made.find(one => one.path === (request.params.page ?? ''))
      if (page === undefined) throw notFound()
      const { networkName } = await getSettings(service.db)
      return pages.sendPlain(reply, 'docs.html', {
        title: `${page.title} – ${networkName}`,
        description: page.description,
        content: frame(networkName, made, page),
      })
    })
}

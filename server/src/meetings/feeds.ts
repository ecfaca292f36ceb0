import { prefixOf, type Language } from '@treffpunkt/shared/languages'
import type { PublicMeeting } from '@treffpunkt/shared/meetings'
import type { Network } from '@treffpunkt/shared/settings'
import { html, type Html } from '../http/html.ts'
import type { App, Reply, Request, Service } from '../http/service.ts'
import { entityTag } from '../http/versions.ts'
import { getLook, getNetwork } from '../settings/queries.ts'
import { networkCalendar } from './calendar.ts'
import { inOneLine } from './event-data.ts'
import { listAnnounced, listPublicIds } from './public-queries.ts'

/** What programs read: calendars, readers of news, search engines. Meetings that not everybody can come to are in none of it. */
export const meetingFeeds =
  (service: Service, { legalPaths }: { legalPaths: readonly string[] }) =>
  async (app: App) => {
    const schema = { hide: true }
    const base = service.config.publicUrl
    const kept = (key: string, make: () => Promise<string>) => service.cache.get(key, make)
    const send = (request: Request, reply: Reply, type: string, content: string) => {
      const tag = entityTag(null, content)
      reply.header('cache-control', 'no-cache').header('etag', tag)
      if (request.headers['if-none-match'] === tag) return reply.code(304).send()
      return reply.type(`${type}; charset=utf-8`).send(content)
    }

    app.get('/meetings.ics', { schema }, async (request, reply) =>
      send(
        request,
        reply,
        'text/calendar',
        await kept('/meetings.ics', () => networkCalendar(service.db, id => `${base}/meetings/${id}`)),
      ),
    )
    app.get('/meetings.atom', { schema }, async (request, reply) => {
      const content = await kept('/meetings.atom', async () =>
        atomFeed(...(await Promise.all([getNetwork(service.db), listAnnounced(service.db)])), base),
      )
      return send(request, reply, 'application/atom+xml', content)
    })
    app.get('/sitemap.xml', { schema }, async (request, reply) => {
      const content = await kept('/sitemap.xml', async () => {
        const [ids, { languages }] = await Promise.all([listPublicIds(service.db), getLook(service.db)])
        // search engines know no plain German
        const offered = languages.filter(language => language !== 'de-einfach')
        return sitemap(offered, ['/', ...ids.map(id => `/meetings/${id}`), ...legalPaths], base)
      })
      return send(request, reply, 'application/xml', content)
    })
    app.get('/robots.txt', { schema }, (request, reply) => send(request, reply, 'text/plain', robots(base)))
  }

/** The coming meetings as a feed of news (Atom, RFC 4287). @param base where the service is reached. */
const atomFeed = (network: Network, meetings: (PublicMeeting & { updatedAt: string })[], base: string): string => {
  const newest =
    meetings
      .map(one => one.updatedAt)
      .sort()
      .at(-1) ?? '2000-01-01T00:00:00Z'
  const entry = (meeting: PublicMeeting & { updatedAt: string }): Html =>
    html` <entry>
      <id>urn:uuid:${meeting.id}</id>
      <title>${meeting.name}</title>
      <updated>${meeting.updatedAt}</updated>
      <link href="${base}/meetings/${meeting.id}" />
      <summary>${inOneLine(meeting, 'de', network.timeZone)}</summary>
    </entry>`
  return html`<?xml version="1.0" encoding="utf-8"?>
    <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de">
      <id>${base}/</id>
      <title>${network.name}</title>
      <updated>${newest}</updated>
      <link href="${base}/" />
      <link rel="self" href="${base}/meetings.atom" />
      <author><name>${network.officeName}</name></author
      >${meetings.map(entry)}
    </feed> `.html
}

/** Every public page in every language (sitemaps.org, with the alternatives that search engines read). */
const sitemap = (languages: Language[], paths: string[], base: string): string => {
  const page = (path: string): Html[] =>
    languages.map(
      language =>
        html` <url>
          <loc>${base}${prefixOf(language)}${path}</loc>${languages.map(
            other => html` <xhtml:link rel="alternate" hreflang="${other}" href="${base}${prefixOf(other)}${path}" />`,
          )}
        </url>`,
    )
  return html`<?xml version="1.0" encoding="utf-8"?>
    <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"
      >${paths.map(page)}
    </urlset> `.html
}

/** What programs that read everything may read: not what belongs to one person, nor the office. */
const robots = (base: string): string =>
  [
    'User-agent: *',
    'Disallow: /admin',
    'Disallow: /door',
    'Disallow: /sign-in',
    'Allow: /',
    '',
    `Sitemap: ${base}/sitemap.xml`,
    '',
  ].join('\n')

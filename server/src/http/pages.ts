import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { languageKeys, languages, prefixOf, type Language } from '@treffpunkt/shared/languages'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { problem } from '../problems.ts'
import { compressedFor, type Compressible } from './compressed.ts'
import { html, jsonBlock, linkedBlock, type Html } from './html.ts'
import type { PublicCache } from './public-cache.ts'
import { accentStyles } from '@treffpunkt/shared/colours'
import { policyWith, type MayLoad } from './security.ts'

/** A page as its noun describes it: what is there before, and without, any script. */
export type Page = {
  /** Address of the page in German, without the query: in other languages their prefix comes before it. */
  path: string
  description?: string | null
  /** What the page says, for programs (JSON-LD). */
  linked?: object
  /** Whether the page names the calendar and the feed of the network. */
  feeds?: boolean
  /** Answers of the API that the page shows, by their address: the client finds them in the page and asks for nothing. */
  data: Record<string, unknown>
  status?: number
  /** Neither indexed nor stored: pages with a person's data, and those that only whoever has the address shall find. */
  hidden?: boolean
}

export type Pages = {
  /** A public page with its content: heading, facts and form are in the HTML. */
  send(reply: FastifyReply, page: Page): Promise<FastifyReply>
  /**
   * The same for a page that depends on nothing but its address, and is kept until something changes.
   * @param describe reads what the page shows.
   */
  sendKept(reply: FastifyReply, describe: () => Promise<Page>): Promise<FastifyReply>
  /** The administration, a document of its own: the client alone makes its pages. */
  sendShell(reply: FastifyReply, title: string): Promise<FastifyReply>
  /** A page without scripts, from an entry of its own in the web's build: head and content put at their marks. */
  sendPlain(
    reply: FastifyReply,
    file: string,
    page: { title: string; description: string; content: Html },
  ): FastifyReply
  /** A page with an entry of its own in the web's build, neither indexed nor stored, that may load more than others. */
  sendDocument(reply: FastifyReply, file: string, may: MayLoad): Promise<FastifyReply>
}

/** What the office chose for the frame of every page; `accent`: null for the colour of the design. */
export type Look = { accent: string | null; languages: readonly Language[] }

/** What the web's build for the server exports: the client's own components as HTML, their title, and which they are. */
type Render = (page: {
  path: string
  language: Language
  data: Record<string, unknown>
}) => Promise<{ title: string; content: string; modules: string[] }>

/** Where a document takes what the service puts into its head. */
const headMark = '<!--treffpunkt:head-->'

const dist = path.resolve(import.meta.dirname, '../../../web/dist')

/** The files of each module, with the styles of a component that are packed with those of others. */
function withStyles(manifest: Record<string, string[]>): Record<string, string[]> {
  const files = { ...manifest }
  for (const [id, packed] of Object.entries(manifest)) {
    const [component, part = ''] = id.split('?')
    if (component !== undefined && part.includes('type=style'))
      files[component] = [...(files[component] ?? []), ...packed.filter(file => file.endsWith('.css'))]
  }
  return files
}

/**
 * Serves the built client, and renders public pages into its index, in the language of the address.
 * @param publicUrl under which the service is reached, without a slash at the end.
 * @param readLook asked for every page that is made.
 */
export async function usePages(
  app: FastifyInstance,
  publicUrl: string,
  cache: PublicCache,
  readLook: () => Promise<Look>,
): Promise<Pages> {
  const { render } = (await import(pathToFileURL(path.join(dist, 'server/render.js')).href)) as { render: Render }
  const manifest = withStyles(
    JSON.parse(fs.readFileSync(path.join(dist, 'client/.vite/ssr-manifest.json'), 'utf8')) as Record<string, string[]>,
  )
  const [beforeHead, afterHead, afterContent, afterData] = splitIndex(
    fs.readFileSync(path.join(dist, 'client/index.html'), 'utf8'),
  )

  await app.register(fastifyStatic, {
    root: path.join(dist, 'client'),
    index: false,
    wildcard: false,
    // pages are sent by their routes, with their headers
    globIgnore: ['*.html', '.vite/**', '**/*.br', '**/*.gz'],
    preCompressed: true,
    setHeaders: (reply, file) => {
      // tickets have an address in each language; the worker itself lies above them
      if (file.endsWith('ticket-offline.js')) reply.header('service-worker-allowed', '/')
      // names of built files carry a digest of their content
      reply.header(
        'cache-control',
        file.includes(`${path.sep}assets${path.sep}`) ? 'public, max-age=31536000, immutable' : 'no-cache',
      )
    },
  })

  const documents = new Map<string, string>()
  const documentOf = (file: string): string => {
    let text = documents.get(file)
    if (text === undefined) {
      try {
        text = fs.readFileSync(path.join(dist, 'client', file), 'utf8')
      } catch {
        throw problem('not_ready', `web/dist/client/${file} is missing; build the web again.`)
      }
      documents.set(file, text)
    }
    return text
  }

  const begin = (language: Language) => {
    const { lang, dir } = languages[language]
    return beforeHead.replace('<html lang="de" dir="ltr">', `<html lang="${lang}" dir="${dir}">`)
  }
  const beginnings = Object.fromEntries(languageKeys.map(language => [language, begin(language)]))

  /** A page as it is sent. */
  type Made = Compressible & { status: number; hidden: boolean; styles: string[] }

  // without a database a page says what happened, in the colours of the design
  const look = () => readLook().catch((): Look => ({ accent: null, languages: languageKeys }))

  const whole = (language: Language, head: Html, content: string, data: Html): string =>
    `${beginnings[language]}${head.html}${afterHead}${content}${afterContent}${data.html}${afterData}`

  async function make(
    language: Language,
    { path: address, description, linked, feeds = false, data, status = 200, hidden = false }: Page,
  ): Promise<Made> {
    const [{ title, content, modules }, { accent, languages: offered }] = await Promise.all([
      render({ path: address, language, data }),
      look(),
    ])
    const colours = coloursOf(accent)
    const head = html`<title>${title}</title>
      ${description && html`<meta name="description" content="${description}" />`}${
        hidden
          ? html`<meta name="robots" content="noindex" />`
          : [alternatives(publicUrl, address, offered), preview(publicUrl, language, { address, title, description })]
      }${linked && linkedBlock(linked)}${feeds && feedLinks}${[
        ...new Set(modules.flatMap(module => manifest[module] ?? [])),
      ].map(linkTo)}${colours.html}`
    return {
      status,
      hidden,
      styles: colours.policy,
      text: whole(language, head, content, jsonBlock('page-data', data)),
    }
  }

  const put = async (reply: FastifyReply, page: Made) => {
    const { status, hidden, text, styles } = page
    if (styles.length > 0) reply.header('content-security-policy', policyWith({ styleSrc: styles }))
    return reply
      .code(status)
      .header('cache-control', hidden ? 'no-store' : 'no-cache')
      .type('text/html; charset=utf-8')
      .send(hidden ? text : await compressedFor(reply, page))
  }

  return {
    send: async (reply, page) => put(reply, await make(reply.request.language, page)),
    sendKept: async (reply, describe) => {
      const { language, url } = reply.request
      const address = url.split('?')[0] ?? url
      return put(reply, await cache.get(`page ${address}`, async () => make(language, await describe())))
    },
    sendShell: async (reply, title) => {
      const colours = coloursOf((await look()).accent)
      const head = html`<title>${title}</title><meta name="robots" content="noindex" />${colours.html}`
      return put(reply, {
        status: 200,
        hidden: true,
        styles: colours.policy,
        // a function, because `$` in a text would mean something
        text: documentOf('office.html').replace(headMark, () => head.html),
      })
    },
    sendPlain: (reply, file, { title, description, content }) =>
      reply
        .header('cache-control', 'no-cache')
        .type('text/html; charset=utf-8')
        .send(
          documentOf(file)
            // functions, because `$` in a text would mean something
            .replace(
              headMark,
              () => html`<title>${title}</title><meta name="description" content="${description}" />`.html,
            )
            .replace('<!--treffpunkt:content-->', () => content.html),
        ),
    sendDocument: async (reply, file, may) => {
      const text = documentOf(file)
      const colours = coloursOf((await look()).accent)
      return reply
        .headers({
          'cache-control': 'no-store',
          'content-security-policy': policyWith({ ...may, styleSrc: [...(may.styleSrc ?? []), ...colours.policy] }),
          'x-robots-tag': 'noindex',
        })
        .type('text/html; charset=utf-8')
        .send(text.replace('</head>', `${colours.html?.html ?? ''}</head>`))
    },
  }
}

/**
 * The colour of the network in both themes, as custom properties in the page itself: what it costs is a line, and nothing
 * is loaded for it. The policy allows exactly this line.
 */
function coloursOf(accent: string | null): { html: Html | null; policy: string[] } {
  if (accent === null) return { html: null, policy: [] }
  const styles = accentStyles(accent)
  return {
    html: { html: `<style id="accent">${styles}</style>` },
    policy: [`'sha256-${createHash('sha256').update(styles).digest('base64')}'`],
  }
}

/** What is shown where the page is passed on (ogp.me). */
const preview = (
  publicUrl: string,
  language: Language,
  { address, title, description }: { address: string; title: string; description: string | null | undefined },
): Html =>
  html`<meta property="og:type" content="website" />
    <meta property="og:title" content="${title}" />
    <meta property="og:url" content="${publicUrl}${prefixOf(language)}${address}" />
    <meta property="og:locale" content="${languages[language].lang}" />
    <meta property="og:image" content="${publicUrl}/share.png" />
    <meta name="twitter:card" content="summary_large_image" />${
      description && html`<meta property="og:description" content="${description}" />`
    }`

const feedLinks = html`<link rel="alternate" type="application/atom+xml" href="/meetings.atom" />
  <link rel="alternate" type="text/calendar" href="/meetings.ics" />`

/** Where the page is in the other languages, for search engines; they know no plain German. */
const alternatives = (publicUrl: string, address: string, offered: readonly Language[]): Html[] =>
  languageKeys
    .filter(language => language !== 'de-einfach' && offered.includes(language))
    .map(
      language =>
        html`<link
          rel="alternate"
          hreflang="${languages[language].lang}"
          href="${publicUrl}${prefixOf(language)}${address}"
        />`,
    )

/** The page's own styles before its content is painted, its scripts while it is. */
const linkTo = (file: string): Html | null =>
  file.endsWith('.css')
    ? html`<link rel="stylesheet" href="${file}" />`
    : file.endsWith('.js')
      ? html`<link rel="modulepreload" href="${file}" />`
      : null

function splitIndex(index: string): [string, string, string, string] {
  const parts = index.split(/<!--treffpunkt:(?:head|content|data)-->/)
  const [one, two, three, four] = parts
  if (parts.length !== 4 || one === undefined || two === undefined || three === undefined || four === undefined)
    throw new Error('web/dist/client/index.html lacks its marks; build the web again.')
  return [one, two, three, four]
}

/** Pages of a language that is not offered any more: links that went out in mails still lead to what they were about. */
export const leadToGerman =
  (prefix: string, language: Language, readLook: () => Promise<Look>) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return undefined
    // where it cannot be read the page itself says what is the matter
    const look = await readLook().catch(() => undefined)
    return look === undefined || look.languages.includes(language)
      ? undefined
      : reply.redirect(request.url.slice(prefix.length) || '/', 302)
  }

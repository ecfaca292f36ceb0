/** Text that is HTML already; everything else is escaped when it is put in. */
export type Html = { readonly html: string }

const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escape = (text: string): string => text.replace(/[&<>"']/g, sign => signs[sign] ?? sign)

type Part = string | number | Html | null | undefined | false | readonly Part[]

const render = (part: Part): string => {
  if (part === null || part === undefined || part === false) return ''
  if (typeof part === 'object') return 'html' in part ? part.html : part.map(render).join('')
  return escape(String(part))
}

/** A piece of a page: html`<h1>${name}</h1>`; what is put in is escaped unless it is a piece itself. */
export const html = (strings: TemplateStringsArray, ...parts: Part[]): Html => ({
  html: strings.reduce((out, text, i) => out + render(parts[i - 1]) + text),
})

const asJson = (data: unknown): string => JSON.stringify(data).replaceAll('<', String.raw`\u003c`)

/** Data for the client in the page; `<` is escaped, so that no value can end the block. */
export const jsonBlock = (id: string, data: unknown): Html => ({
  html: `<script type="application/json" id="${id}">${asJson(data)}</script>`,
})

/** What a page says, for programs (JSON-LD). */
export const linkedBlock = (data: object): Html => ({
  html: `<script type="application/ld+json">${asJson(data)}</script>`,
})

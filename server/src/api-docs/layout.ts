import { html, type Html } from '../http/html.ts'

/** A page of the documentation. */
export type DocsPage = {
  /** Below `/api/docs`; empty for the first one. */
  path: string
  title: string
  /** What it answers, in a sentence. */
  description: string
  content: Html
}

/** A piece of code that scrolls by itself, and is reached with the keyboard. */
export const code = (caption: string, text: string, id?: string): Html =>
  html`<figure>
    <figcaption>${caption}</figcaption>
    <pre
      tabindex="0"
      aria-label="${caption}"
      ${id === undefined ? null : html` data-example="${id}"`}
    ><code>${text}</code></pre>
  </figure>`

/** A table whose first column names the row. */
export const table = (caption: string, heads: readonly string[], rows: readonly (readonly (Html | string)[])[]): Html =>
  html`<div class="docs-table" tabindex="0" role="region" aria-label="${caption}">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${heads.map(head => html`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([first, ...others]) =>
            html`<tr>
              <th scope="row">${first}</th>
              ${others.map(cell => html`<td>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`

const addressOf = ({ path }: Pick<DocsPage, 'path'>): string => `/api/docs${path && `/${path}`}`

/** The whole body of a page: who it is from, all pages, this page, and what the law asks for. */
export const frame = (network: string, pages: readonly DocsPage[], page: DocsPage): Html =>
  html`<a class="docs-skip" href="#main">Zum Inhalt</a>
    <header class="docs-header">
      <div class="docs-bar">
        <a class="docs-brand" href="/"><img src="/favicon.svg" alt="" />${network}</a>
        <span class="tp-muted">Schnittstelle für Organisationen</span>
      </div>
    </header>
    <div class="docs-columns">
      <nav class="docs-nav" aria-label="Dokumentation">
        <ul role="list">
          ${pages.map(
            one =>
              html`<li>
                <a href="${addressOf(one)}" ${one === page ? html` aria-current="page"` : null}>${one.title}</a>
              </li>`,
          )}
        </ul>
      </nav>
      <main id="main" class="docs-main" tabindex="-1">
        <h1>${page.title}</h1>
        ${page.content}
      </main>
    </div>
    <footer class="docs-footer">
      <div class="docs-bar">
        <nav aria-label="Rechtliches">
          <a href="/imprint">Impressum</a>
          <a href="/privacy">Datenschutz</a>
          <a href="/accessibility">Barrierefreiheit</a>
          <a href="/report-barrier">Barriere melden</a>
        </nav>
      </div>
    </footer>`

import { languages, type Language } from '@treffpunkt/shared/languages'
import type { PersonalData, PersonalDataInWords } from '@treffpunkt/shared/privacy'
import { html, type Html } from '../http/html.ts'
import { clockIn } from '../texts/languages.ts'
import { privacyTexts } from './texts/texts.ts'

/**
 * Everything stored about somebody as one file to keep: HTML, which every device opens without a program of its own, a
 * screen reader reads by its headings, and a printer prints. It loads nothing from anywhere.
 */
export function asDocument(
  { controller, createdAt }: PersonalData,
  { note, sections }: PersonalDataInWords,
  { language, timeZone }: { language: Language; timeZone: string },
): string {
  const texts = privacyTexts[language]
  const { lang, dir } = languages[language]
  const { network, office } = controller
  const document: Html = html`<!doctype html>
    <html lang="${lang}" dir="${dir}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta name="color-scheme" content="light dark" />
        <title>${texts.title}, ${network}</title>
        <style>
          ${{ html: style }}
        </style>
      </head>
      <body>
        <main>
          <h1>${texts.title}</h1>
          <p>${texts.intro({ network, office, moment: clockIn(language, timeZone).moment(createdAt) })}</p>
          ${note !== null && html`<p>${note}</p>`}
          ${sections.map(
            ({ title, purpose, source, kept, records }) =>
              html`<section>
                <h2>${title}</h2>
                <ul>
                  <li>${texts.purpose}: ${purpose}</li>
                  <li>${texts.source}: ${source}</li>
                  <li>${texts.kept}: ${kept}</li>
                </ul>
                ${records.map(
                  record =>
                    html`${record.title !== null && html`<h3><bdi>${record.title}</bdi></h3>`}
                      <dl>
                        ${record.facts.map(
                          ({ term, text }) =>
                            html`<div>
                              <dt>${term}</dt>
                              <dd><bdi>${text}</bdi></dd>
                            </div>`,
                        )}
                      </dl>`,
                )}
              </section>`,
          )}
        </main>
      </body>
    </html>`
  return document.html
}

const style = `body{font:1rem/1.5 system-ui,sans-serif;margin:0;padding:1.5rem}main{max-inline-size:44rem;margin-inline:auto}
h2{margin-block-start:2.5rem}ul{padding-inline-start:1.25rem}dl div{display:flex;flex-wrap:wrap;gap:0 1rem;padding-block:.25rem;border-block-end:1px solid #8884}
dt{flex:0 0 14rem}dd{flex:1 1 16rem;margin:0;overflow-wrap:anywhere}`

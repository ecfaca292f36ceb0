import { ownAccent } from '@treffpunkt/shared/colours'
import { languages, type Language } from '@treffpunkt/shared/languages'
import { html, type Html } from '../http/html.ts'
import { apart, mailTexts } from '../texts/languages.ts'

/** What a mail says, before it is laid out: the same in text and HTML. */
export type MailBody = {
  language: Language
  greeting: string
  /** Paragraphs, of one line or several; what has to be done stands in the text itself, not only behind a link. */
  paragraphs: string[]
  /** What the office wrote, in German whatever the language of the mail, which says so; stands below the paragraphs. */
  written?: string[]
  /** When, where and the like. */
  facts: { label: string; value: string }[]
  /** The one thing to do, then others. */
  links: { label: string; url: string }[]
  /** A code to type or to show. */
  code?: string
  closing: string[]
  /** A picture that is attached, shown below the code. */
  picture?: { cid: string; alt: string }
}

/** What was typed as paragraphs: an empty line begins one, lines within one stay lines. */
export const paragraphsOf = (typed: string | null): string[] =>
  (typed ?? '')
    .replaceAll('\r\n', '\n')
    .split(/\n\s*\n/)
    .map(paragraph => paragraph.trim())
    .filter(Boolean)

/** Says that the office wrote in German, to who reads something else. */
const announced = ({ written = [], language }: MailBody): string[] => {
  const { inGerman } = mailTexts(language)
  return written.length === 0 || inGerman === '' ? [] : [inGerman]
}

/** A mail as plain text, lines short enough for every program. */
export const asText = (body: MailBody): string =>
  [
    body.greeting,
    ...body.paragraphs,
    ...announced(body),
    ...(body.written ?? []),
    body.facts.map(({ label, value }) => `${label}: ${apart(value, body.language)}`).join('\n'),
    body.code === undefined ? '' : `${mailTexts(body.language).code}: ${body.code}`,
    ...body.links.map(({ label, url }) => `${label}:\n${url}`),
    body.closing.join('\n'),
  ]
    .filter(Boolean)
    .join('\n\n')

/**
 * A mail as HTML: one column, system fonts, readable without pictures and in dark mode.
 * @param accent colour of the button, readable under white.
 */
export function asHtml(body: MailBody, subject: string, accent = ownAccent): string {
  const { lang, dir } = languages[body.language]
  const [first, ...others] = body.links
  const page: Html = html`<!doctype html>
    <html lang="${lang}" dir="${dir}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta name="color-scheme" content="light dark" />
        <title>${subject}</title>
      </head>
      <body
        style="margin:0;padding:24px 16px;font-family:Segoe UI,Helvetica,Arial,sans-serif;font-size:17px;line-height:1.5"
      >
        <div role="article" lang="${lang}" dir="${dir}" style="max-width:34em;margin:0 auto">
          <p>${body.greeting}</p>
          ${[...body.paragraphs, ...announced(body)].filter(Boolean).map(paragraph => html`<p>${inLines(paragraph.split('\n'))}</p>`)}
          ${
            body.written !== undefined &&
            body.written.length > 0 &&
            html`<div lang="de" dir="ltr">
              ${body.written.map(paragraph => html`<p>${inLines(paragraph.split('\n'))}</p>`)}
            </div>`
          }
          ${
            body.facts.length > 0 &&
            html`<table role="presentation" style="border-collapse:collapse;margin:16px 0">
              ${body.facts.map(
                ({ label, value }) =>
                  html`<tr>
                    <td style="padding:4px 0;padding-inline-end:16px;vertical-align:top">${label}</td>
                    <td style="padding:4px 0">
                      <strong><bdi>${value}</bdi></strong>
                    </td>
                  </tr>`,
              )}
            </table>`
          }
          ${body.code !== undefined && html`<p style="font-size:28px;letter-spacing:3px;margin:16px 0"><strong>${body.code}</strong></p>`}
          ${body.picture !== undefined && html`<p><img src="cid:${body.picture.cid}" alt="${body.picture.alt}" width="240" height="240" style="background:#fff;padding:12px" /></p>`}
          ${first !== undefined && html`<p style="margin:24px 0"><a href="${first.url}" style="display:inline-block;padding:12px 24px;background:${accent};color:#fff;border:1px solid #8a93c4;border-radius:4px;text-decoration:none">${first.label}</a></p>`}
          ${others.map(({ label, url }) => html`<p><a href="${url}">${label}</a></p>`)}
          <p style="margin-top:32px">${inLines(body.closing)}</p>
        </div>
      </body>
    </html>`
  return page.html
}

const inLines = (lines: string[]): Html[] => lines.map((line, i) => html`${i > 0 && html`<br />`}${line}`)

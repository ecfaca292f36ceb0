import { logoLimit } from '@treffpunkt/shared/settings'
import { mistake } from '../problems.ts'

const pngBegins = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
/** Pixels on a side: a small file may unfold to a very great picture. */
const longestSide = 4000

const refused = (code: string, detail: string) => mistake('/content', code, detail)

/**
 * What a file is by what stands in it, whatever its name says.
 * @throws invalid_input when it is neither PNG nor SVG, too large, or does more than show a picture.
 */
export function readLogo(content: Buffer): { mediaType: string; content: Buffer } {
  if (content.length > logoLimit) throw refused('too_large', `Send at most ${logoLimit} bytes.`)
  if (content.subarray(0, 8).equals(pngBegins)) {
    const isWhole = content.length > 33 && content.subarray(12, 16).toString('latin1') === 'IHDR'
    if (!isWhole) throw refused('not_a_picture', 'The PNG is damaged.')
    if (Math.max(content.readUInt32BE(16), content.readUInt32BE(20)) > longestSide)
      throw refused('too_large', `Send at most ${longestSide} pixels on a side.`)
    return { mediaType: 'image/png', content }
  }
  return { mediaType: 'image/svg+xml', content: Buffer.from(cleanSvg(content.toString('utf8'))) }
}

/** What pictures are drawn with; nothing that acts, loads or embeds. */
const elements = new Set(
  `svg g defs symbol use title desc path rect circle ellipse line polyline polygon text tspan textPath
  linearGradient radialGradient stop clipPath mask pattern style`.split(/\s+/),
)
const attribute = /^(?!on)[a-zA-Z_][\w:.-]*$/

const tag = /<(\/?)([A-Za-z_][\w:.-]*)((?:\s+[^\s"'<>/=]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y
const pair = /([^\s"'<>/=]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/g

/**
 * Reads an SVG sign by sign and writes it anew from what is known to be harmless: other elements go with all that is in
 * them, other attributes go alone. A browser shows it as a picture, in which no script would run; this is the wall before.
 * @throws invalid_input when it cannot be read as XML.
 */
function cleanSvg(text: string): string {
  // comments, the XML declaration, the document type; entities of one's own are refused with the type that has them
  if (/<!ENTITY|<!\[CDATA\[/i.test(text)) throw refused('not_a_picture', 'Entities and CDATA are not taken.')
  const source = text.replace(/^\uFEFF/, '').replace(/<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!DOCTYPE[^>]*>/g, '')
  const out: string[] = []
  const open: { name: string; kept: boolean }[] = []
  for (let at = 0; at < source.length;) {
    const next = source.indexOf('<', at)
    const words = source.slice(at, next < 0 ? undefined : next)
    if (words.trim() && open.length === 0) throw unreadable()
    if (open.at(-1)?.kept === true)
      out.push(open.at(-1)?.name === 'style' ? cleanStyle(words) : words.replaceAll('>', '&gt;'))
    if (next < 0) break
    tag.lastIndex = next
    const found = tag.exec(source)
    if (!found) throw unreadable()
    at = tag.lastIndex
    const [, closing, name = '', attributes = '', selfClosing] = found
    if (closing) {
      const last = open.pop()
      if (last?.name !== name) throw unreadable()
      if (last.kept) out.push(`</${name}>`)
      continue
    }
    if (open.length === 0 && (out.length > 0 || name !== 'svg')) throw unreadable()
    const kept = elements.has(name) && (open.at(-1)?.kept ?? true)
    if (kept) out.push(`<${name}${cleanAttributes(attributes)}${selfClosing ? '/' : ''}>`)
    if (!selfClosing) open.push({ name, kept })
  }
  if (open.length > 0 || out.length === 0) throw unreadable()
  const clean = out.join('')
  return /^<svg[^>]*\sxmlns=/.test(clean) ? clean : clean.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"')
}

const unreadable = () => refused('not_a_picture', 'Send a PNG or an SVG file.')

/** What leads out of the file (an address that is no part of itself), and escapes that could hide one. */
const leadsOut = (value: string): boolean =>
  /url\(\s*(?!["']?#)/i.test(value) || /javascript:|data:|@import|expression|\\/i.test(value)

function cleanAttributes(text: string): string {
  const kept: string[] = []
  for (const [, name = '', double, single] of text.matchAll(pair)) {
    const value = double ?? single ?? ''
    const isLink = /(?:^|:)(?:href|src|base)$/i.test(name)
    if (!attribute.test(name) || (isLink && !value.startsWith('#')) || leadsOut(decoded(value))) continue
    kept.push(` ${name}="${value.replaceAll('"', '&quot;')}"`)
  }
  return kept.join('')
}

/** Character references could spell what is looked for. */
const decoded = (value: string): string =>
  value.replace(/&#(x[0-9a-f]+|\d+);?/gi, (_, code: string) =>
    String.fromCodePoint(Math.min(0x10_ff_ff, /^x/i.test(code) ? Number.parseInt(code.slice(1), 16) : Number(code))),
  )

const cleanStyle = (words: string): string => (leadsOut(decoded(words)) ? '' : words)

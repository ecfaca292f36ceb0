/** A part of a mail as it is shown: a paragraph with its line breaks, a code, or a link in place of its address. */
export type Block =
  | { kind: 'text'; text: string }
  | { kind: 'code'; code: string }
  | { kind: 'link'; label: string; url: string; first: boolean }

/** Takes a mail's text apart: people press links, they do not read addresses. */
export function blocksOf(text: string, links: readonly { label: string; url: string }[]): Block[] {
  return text.split('\n\n').map(paragraph => {
    const index = links.findIndex(({ label, url }) => paragraph === `${label}:\n${url}`)
    const link = links[index]
    if (link) return { kind: 'link', label: link.label, url: link.url, first: index === 0 }
    const code = /^Code: (\S+)$/.exec(paragraph)?.[1]
    return code === undefined ? { kind: 'text', text: paragraph } : { kind: 'code', code }
  })
}

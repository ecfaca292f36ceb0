import fs from 'node:fs'
import path from 'node:path'

// What PostCSS hands over, as far as it is needed here.
type Declaration = { prop: string; value: string; remove(): unknown }
type Sheet = { walkDecls(visit: (declaration: Declaration) => void): void }

const src = path.resolve(import.meta.dirname, 'src')
const kern = path.resolve(import.meta.dirname, 'node_modules/@kern-ux/native/src/scss/core')

/**
 * Takes out the tokens of the design system that nothing here speaks of: two thirds of them, and a third of what the
 * styles of a first view weigh. A name put together in SCSS (`--kern-color-feedback-#{$tone}`) stands for all that begin
 * like it.
 */
export function unusedTokens() {
  const named = namedInSources()
  const isNamed = (name: string) => named.has(name) || [...named].some(one => one.endsWith('-') && name.startsWith(one))
  return {
    postcssPlugin: 'unused-tokens',
    Once(sheet: Sheet): void {
      const tokens = new Map<string, Declaration[]>()
      const used = new Set<string>()
      sheet.walkDecls(declaration => {
        const { prop, value } = declaration
        if (!prop.startsWith('--kern-')) for (const name of namesIn(value)) used.add(name)
        else tokens.set(prop, [...(tokens.get(prop) ?? []), declaration])
      })
      for (const name of tokens.keys()) if (isNamed(name)) used.add(name)
      // a set visits what is added meanwhile: a token may be made of others
      for (const name of used)
        for (const { value } of tokens.get(name) ?? []) for (const other of namesIn(value)) used.add(other)
      for (const [name, declarations] of tokens) if (!used.has(name)) for (const one of declarations) one.remove()
    },
  }
}

const namesIn = (text: string): string[] => text.match(/--kern-[a-z0-9-]+/g) ?? []

/** Tokens that our styles and programs name, and the parts of KERN that our styles take in. */
function namedInSources(): Set<string> {
  const files = fs
    .readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter(file => /\.(?:scss|vue|ts)$/.test(file))
    .map(file => fs.readFileSync(path.join(src, file), 'utf8'))
  const parts = files.flatMap(text => [...text.matchAll(/core\/((?:components|typography)\/)([a-z-]+)'/g)])
  const theirs = parts.map(([, folder = '', name]) => fs.readFileSync(path.join(kern, folder, `_${name}.scss`), 'utf8'))
  return new Set([...files, ...theirs].flatMap(namesIn))
}

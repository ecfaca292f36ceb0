import { pathToFileURL } from 'node:url'
import { baseCompile } from '@intlify/message-compiler'
import type { Plugin } from 'vite'

type Texts = { [key: string]: string | Texts }

/**
 * Puts the catalogues into the bundle as data, with their gaps and plurals parsed already: browsers then need no
 * parser for messages (5 kB), and nothing that could look like code to the content security policy.
 */
export function parsedTexts(): Plugin {
  return {
    name: 'treffpunkt:parsed-texts',
    enforce: 'pre',
    async load(id) {
      const file = id.split('?')[0] ?? id
      if (!/\/src\/texts\/[\w-]+\/[\w-]+\.ts$/.test(file)) return undefined
      // A catalogue is plain data, so Node reads it as it is; the number keeps it from an earlier reading.
      const { default: texts } = (await import(`${pathToFileURL(file).href}?${Date.now()}`)) as { default: Texts }
      return `export default ${JSON.stringify(parsed(texts))}`
    },
  }
}

function parsed(texts: Texts): object {
  return Object.fromEntries(
    Object.entries(texts).map(([key, value]) => [
      key,
      typeof value !== 'string' ? parsed(value) : /[{|@]/.test(value) ? tree(value) : value,
    ]),
  )
}

function tree(message: string): object {
  const mistakes: string[] = []
  const { ast } = baseCompile(message, { jit: true, location: false, onError: error => mistakes.push(error.message) })
  if (mistakes.length > 0) throw new Error(`The text "${message}" cannot be read: ${mistakes.join(', ')}`)
  return ast
}

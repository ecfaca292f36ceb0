import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'

const fontFiles = [
  '@expo-google-fonts/fira-sans/400Regular/FiraSans_400Regular.ttf',
  '@expo-google-fonts/fira-sans/600SemiBold/FiraSans_600SemiBold.ttf',
  '@expo-google-fonts/noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf',
  '@expo-google-fonts/noto-sans-arabic/600SemiBold/NotoSansArabic_600SemiBold.ttf',
]

let compiler: Promise<NodeCompiler> | undefined

/** Made with the first document: most services never need it, and it takes a third of a second. */
async function makeCompiler(): Promise<NodeCompiler> {
  const { NodeCompiler: Compiler } = await import('@myriaddreamin/typst-ts-node-compiler')
  const fontBlobs = await Promise.all(
    fontFiles.map(file => fs.promises.readFile(fileURLToPath(import.meta.resolve(file)))),
  )
  return Compiler.create({ fontArgs: [{ fontBlobs }] })
}

const templates = new Map<string, string>()

/**
 * A document as PDF/UA-1 (ISO 14289-1: tagged, for screen readers; the compiler refuses a picture without a text).
 * @param template file name beside this one. @param data what it says: handed over as JSON, so that no value is markup.
 */
export async function typeset(template: string, data: object): Promise<Buffer> {
  compiler ??= makeCompiler()
  const made = await compiler.catch((error: unknown) => {
    compiler = undefined
    throw error
  })
  let source = templates.get(template)
  if (source === undefined)
    templates.set(template, (source = await fs.promises.readFile(path.join(import.meta.dirname, template), 'utf8')))
  const compiled = made.compile({ mainFileContent: source, inputs: { data: JSON.stringify(data) } })
  const document = compiled.result
  if (document === null) throw new Error(`${template} cannot be typeset`)
  const pdf = made.pdf(document, { pdfStandard: 'ua-1' })
  // nothing of the person stays in memory
  made.evictCache(0)
  return pdf
}

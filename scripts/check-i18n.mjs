// Every text key that the client uses is in the German catalogue, every text of the catalogue is used, and the texts
// keep to the words we want: instruction, not blame.
import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const root = path.resolve(import.meta.dirname, '..')
const source = path.join(root, 'web/src')
const publicParts = ['public', 'public-meetings', 'registrations']
const catalogueOf = (language, name) => path.join(source, `texts/${language}/${name}.ts`)
const catalogues = [...publicParts, 'admin', 'door'].map(name => catalogueOf('de', name))

// What a page of public administration does not say: pleading, blame, office words, exclamation.
const unwanted = [/\bbitte\b/i, /ungültig/i, /pflichtfeld/i, /\bleider\b/i, /\bups\b/i, /!/]

/** The texts of a catalogue by their key: "meetings.title". */
function flat(texts, prefix = '') {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[prefix + key, value]]
      : 'one' in value && 'other' in value
        ? Object.values(value).map(form => [prefix + key, form])
        : flat(value, `${prefix}${key}.`),
  )
}

const texts = new Map()
for (const file of catalogues)
  for (const [key, value] of flat((await import(pathToFileURL(file).href)).default)) texts.set(key, value)

const files = fs
  .readdirSync(source, { recursive: true })
  .filter(file => /\.(vue|ts)$/.test(file) && !file.startsWith('texts'))
  .map(file => ({ file, code: fs.readFileSync(path.join(source, file), 'utf8') }))

const mistakes = []

const used = new Set()
for (const { file, code } of files) {
  // A key is static, so that it can be found: t('a.b'), or a literal in a table of keys.
  for (const [, key] of code.matchAll(/['"`]([a-z]\w*(?:\.\w+)+)['"`]/g)) if (texts.has(key)) used.add(key)
  for (const [, key] of code.matchAll(/\b(?:t|text)\(\s*'([^']+)'/g))
    if (!texts.has(key)) mistakes.push(`web/src/${file}: there is no text ${key}`)
  for (const [call] of code.matchAll(/\b(?:t|text)\(\s*`[^`]*\$\{/g))
    mistakes.push(`web/src/${file}: a key must not be put together: ${call}`)
}
// The server may use the shared texts as well, so only the client's own must be used here.
const shared = new Set(
  flat((await import(pathToFileURL(path.join(root, 'shared/src/texts/de.ts')).href)).default).map(([key]) => key),
)
for (const key of texts.keys()) if (!used.has(key) && !shared.has(key)) mistakes.push(`the text ${key} is not used`)

for (const [key, value] of texts)
  for (const word of unwanted)
    if (word.test(value)) mistakes.push(`the text ${key} says ${word.exec(value)[0]}: "${value}"`)

// The other languages have every text of the public pages (their types say so), with the gaps of the German one. A form
// of a plural may say its number in a word.
const gapsOf = value => new Set(value.match(/\{\w+\}/g))
const { languageKeys } = await import(pathToFileURL(path.join(root, 'shared/src/languages.ts')).href)
for (const language of languageKeys.filter(key => key !== 'de'))
  for (const part of publicParts)
    for (const [key, value] of flat((await import(pathToFileURL(catalogueOf(language, part)).href)).default)) {
      const german = texts.get(key)
      if (german === undefined) {
        mistakes.push(`the text ${key} in ${language} has no German one`)
        continue
      }
      const [here, there] = [gapsOf(value), gapsOf(german)]
      for (const gap of here) if (!there.has(gap)) mistakes.push(`the text ${key} in ${language} has a gap ${gap}`)
      for (const gap of there)
        if (!here.has(gap) && gap !== '{count}') mistakes.push(`the text ${key} in ${language} lacks ${gap}`)
      if (language === 'de-einfach')
        for (const word of unwanted)
          if (word.test(value)) mistakes.push(`the text ${key} in ${language} says ${word.exec(value)[0]}: "${value}"`)
    }

// An official letter to one person writes "Ви" with a capital in Ukrainian, wherever it stands.
const ukrainian = [
  ...fs.readdirSync(path.join(source, 'texts/uk')).map(name => `web/src/texts/uk/${name}`),
  'shared/src/texts/uk.ts',
  'server/src/texts/uk.ts',
  'server/src/privacy/texts/uk.ts',
  'server/src/settings/delivered/uk.ts',
]
for (const file of ukrainian)
  for (const [word] of fs
    .readFileSync(path.join(root, file), 'utf8')
    .matchAll(/(?<![\p{L}’])(?:ви|вас|вам|вами|ваш\p{L}*)(?![\p{L}’])/gu))
    mistakes.push(`${file} says ${word} with a small letter`)

for (const mistake of mistakes) console.log(mistake)
console.log(`${texts.size} texts, ${mistakes.length} mistakes`)
process.exit(mistakes.length > 0 ? 1 : 0)

// Rules about the text of our files that no linter knows. Each finding is `file:line: what to do`.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')
const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter(file => file !== '' && existsSync(path.join(root, file)))

/** What may stand at the top; a new entry is a decision (docs/architecture.md). */
const top = new Set(
  [
    'server web shared migrations docs scripts .ci',
    'README.md CHANGELOG.md CONTRIBUTING.md LICENSE Containerfile docker-compose.yml',
    'package.json pnpm-workspace.yaml pnpm-lock.yaml tsconfig.base.json .gitignore .dockerignore',
    '.oxfmtrc.json .oxlintrc.json .dependency-cruiser.cjs eslint.config.js knip.json',
  ].flatMap(names => names.split(' ')),
)

const isCode = file => /\.(?:ts|vue|js|mjs|cjs)$/.test(file)
const isStyle = file => /\.(?:css|scss|vue)$/.test(file)
const isTest = file => file.endsWith('.test.ts')
const isOurs = file => !['scripts/check-source.mjs', 'LICENSE', 'pnpm-lock.yaml'].includes(file)

/** One rule: which files, which line is wrong (not when it also matches `unless`), and what to do about it. */
const lineRules = [
  {
    in: file => file === 'pnpm-lock.yaml',
    wrong: /tarball:|\bresolved:?\s|https?:\/\//,
    say: 'the lockfile names a host: install from the registry that is configured, not from an address',
  },
  {
    in: isOurs,
    wrong: /\bregistry\.[a-z0-9-]+\.[a-z]{2,}\b|\b[a-z-]+\.debian\.[a-z]{3}\b|_authToken/,
    say: 'names a package registry: leave that to the machine',
  },
  { in: isOurs, wrong: /\b(?:TODO|FIXME|XXX|HACK)\b/, say: 'finish it, or write it down as an issue' },
  { in: file => isCode(file) && isOurs(file), wrong: /@ts-(?:ignore|nocheck)\b/, say: 'mend the type' },
  { in: file => isCode(file) && isOurs(file), wrong: /\bas any\b|<any>|:\s*any\b/, say: 'name the type' },
  {
    in: file => isCode(file) && isOurs(file),
    wrong: /^\s*export\s+(?:type\s+)?(?:\*|\{[^}]*\})\s*(?:as \w+\s+)?from\b/,
    say: 'import from the file that holds it, instead of passing on',
  },
  {
    in: file => file.startsWith('web/src/') && isCode(file),
    wrong: /\bv-html\b|\.(?:inner|outer)HTML\s*=|insertAdjacentHTML/,
    say: 'text goes in as text',
  },
  {
    // The runner of migrations reads whole files of SQL, and the library of jobs says how they are written; nothing else
    // builds SQL from a variable.
    in: file =>
      file.startsWith('server/') &&
      isCode(file) &&
      !file.startsWith('server/src/db/migrat') &&
      file !== 'server/src/jobs/queue.ts' &&
      !isTest(file),
    wrong: /\bsql\.raw\(\s*(?!'[^']*'\s*\)|"[^"]*"\s*\)|`[^`$]*`\s*\))/,
    say: 'SQL from a variable: use the sql template, sql.ref or sql.table',
  },
  {
    in: isTest,
    wrong:
      /\b(?:it|test|describe|suite|bench)(?:\.\w+)*\.(?:only|skip|todo|skipIf|fails)\b|\b(?:xit|fit|xdescribe|fdescribe)\(/,
    say: 'every test runs, always',
  },
  {
    in: isStyle,
    wrong:
      /(?:^|[\s;{"'])(?:(?:scroll-)?(?:margin|padding)-(?:left|right)|border-(?:left|right)(?:-\w+)?|border-(?:top|bottom)-(?:left|right)-radius|left|right)\s*:\s*[^\s'"{]|(?:text-align|float|clear)\s*:\s*(?:left|right)\b/,
    unless: /physical: \S|^\s*(?:\/\/|\*|const |let |readonly )/,
    say: 'use the logical property (inset-inline-start, margin-inline-end, text-align: start …)',
  },
  {
    in: file => file.startsWith('web/') && (isStyle(file) || file.endsWith('.html') || file.endsWith('.vue')),
    wrong:
      /url\(\s*['"]?(?:https?:)?\/\/|@import\s+['"](?:https?:)?\/\/|<(?:script|link|img|iframe|source)\b[^>]*(?:src|href)="(?:https?:)?\/\//,
    say: 'no page loads anything from another host',
  },
  {
    in: file =>
      /\/texts\/(?:.*\/)?de[^/]*(?:\/.*)?\.ts$/.test(file) || (file.startsWith('web/src/') && file.endsWith('.vue')),
    wrong: /\b(?:bitte|ungültige?[mnrs]?|Pflichtfeld(?:er)?|leider)\b|\bUps\b|[a-zäöüß]!(?:\s|['"`<])/i,
    unless: /^\s*(?:\/\/|\*)/,
    say: 'say what to do, without blame (CONTRIBUTING.md, Language)',
  },
]

const findings = []
const notes = []
const find = (file, line, say) => findings.push(`${file}${line ? `:${line}` : ''}: ${say}`)

for (const name of new Set(files.map(file => file.split('/')[0]))) {
  if (!top.has(name)) find(name, 0, 'does not stand at the top level: move it, or name it in scripts/check-source.mjs')
}

/** Folders that know no noun keep tables of the house (mails, idempotency keys). */
const commons = new Set(['db', 'http', 'jobs', 'mail', 'texts'])
/** Nouns that have a folder, and the table each of them is named after. */
const nouns = readdirSync(path.join(root, 'server/src')).filter(
  name => !commons.has(name) && statSync(path.join(root, 'server/src', name)).isDirectory(),
)
const ownerOf = table =>
  nouns.find(noun => noun.replaceAll('-', '_') === table.replaceAll(/([A-Z])/g, '_$1').toLowerCase())

for (const file of files) {
  const bytes = readFileSync(path.join(root, file))
  if (bytes.includes(0)) continue
  const text = bytes.toString('utf8')
  const lines = text.split('\n')
  const rules = lineRules.filter(rule => rule.in(file))
  for (const [index, line] of lines.entries()) {
    for (const rule of rules) {
      if (rule.wrong.test(line) && !rule.unless?.test(line)) find(file, index + 1, rule.say)
    }
  }
  if (/\.(?:ts|vue|mjs|scss|sql)$/.test(file) && lines.length > 401 && file !== 'server/src/db/types.ts') {
    notes.push(`note: ${file} has ${lines.length - 1} lines: split it where its purposes part`)
  }
  const noun = /^server\/src\/([^/]+)\//.exec(file)?.[1]
  if (noun && !commons.has(noun) && isCode(file) && !isTest(file)) {
    for (const write of text.matchAll(/\.(?:insertInto|updateTable|deleteFrom|mergeInto)\(\s*'([a-zA-Z_]+)/g)) {
      const owner = ownerOf(write[1])
      if (owner && owner !== noun) {
        find(
          file,
          text.slice(0, write.index).split('\n').length,
          `only ${owner}/ writes ${write[1]}: call a function of it`,
        )
      }
    }
  }
  if (file.endsWith('.md')) {
    for (const link of text.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)) {
      if (!existsSync(path.join(root, path.dirname(file), link[1]))) {
        find(file, text.slice(0, link.index).split('\n').length, `the link leads nowhere: ${link[1]}`)
      }
    }
  }
}

const pinned = /pnpm: '([\d.]+)'/.exec(readFileSync(path.join(root, 'scripts/tools.mjs'), 'utf8'))?.[1]
const inImage = /PNPM_VERSION=([\d.]+)/.exec(readFileSync(path.join(root, 'Containerfile'), 'utf8'))?.[1]
if (pinned !== inImage) find('Containerfile', 0, `PNPM_VERSION is ${inImage}, scripts/tools.mjs pins ${pinned}`)

for (const line of [...findings, ...notes]) console.log(line)
process.exitCode = findings.length === 0 ? 0 : 1

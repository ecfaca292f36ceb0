// The committed files that are printed from the code must be what the code prints now.
// usage: node scripts/check-generated.mjs [--write]
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')
const write = process.argv.includes('--write')

/** Each command prints its file to standard output. */
const generated = [
  { file: 'server/openapi.json', command: ['server/src/cli.ts', 'openapi'], from: 'the route contracts' },
  { file: 'server/src/db/types.ts', command: ['server/src/cli.ts', 'db-types'], from: 'the migrations' },
]

let wrong = 0
for (const { file, command, from } of generated) {
  const target = path.join(root, file)
  if (!existsSync(path.join(root, command[0])) || (!existsSync(target) && !write)) {
    console.log(`note: ${file} is not there yet, not compared`)
    continue
  }
  const printed = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', ...command], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  if (printed.status !== 0) {
    console.log(`${file}: node ${command.join(' ')} failed\n${printed.stderr}`)
    wrong += 1
    continue
  }
  if (existsSync(target) && readFileSync(target, 'utf8') === printed.stdout) continue
  if (write) {
    writeFileSync(target, printed.stdout)
    console.log(`note: ${file} printed anew`)
  } else {
    console.log(`${file} is not what ${from} say: npm run check -- --fix prints it anew`)
    wrong += 1
  }
}
process.exitCode = wrong === 0 ? 0 : 1

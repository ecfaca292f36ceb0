// Lints the scripts of the components by their types, with the rules for .ts files. oxlint reads no types in .vue files,
// and ESLint infers all types anew for each of them (minutes); so each <script> is copied, on its own lines, beside a
// tsconfig.json that lays the copies over web/src. Templates are ESLint's.
import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')
const source = path.join(root, 'web', 'src')
const scratch = mkdtempSync(path.join(os.tmpdir(), 'treffpunkt-vue-'))
const copies = path.join(scratch, 'web', 'src')

/** A component is what its file exports; the compiler adds it. */
const asComponent = `\nexport default {} as import('vue').Component\n`
const components = readdirSync(source, { recursive: true }).filter(name => name.endsWith('.vue'))

try {
  symlinkSync(path.join(root, 'web', 'node_modules'), path.join(scratch, 'node_modules'))
  for (const name of components) {
    const [before, script] = /^([\s\S]*?<script\b[^>]*>)([\s\S]*?)<\/script>/
      .exec(readFileSync(path.join(source, name), 'utf8'))
      ?.slice(1) ?? ['', '']
    const copy = path.join(copies, `${name}.ts`)
    mkdirSync(path.dirname(copy), { recursive: true })
    writeFileSync(copy, before.replaceAll(/[^\n]/g, '') + script + asComponent)
  }
  const tsconfig = {
    extends: path.join(root, 'web', 'tsconfig.json'),
    compilerOptions: { rootDirs: [source, copies] },
    include: ['web/src/**/*.ts', path.join(source, '*.d.ts')],
  }
  writeFileSync(path.join(scratch, 'tsconfig.json'), JSON.stringify(tsconfig))
  // Copied as well, because its overrides go by where a file lies.
  copyFileSync(path.join(root, '.oxlintrc.json'), path.join(scratch, '.oxlintrc.json'))
  // What only the template uses looks unused here.
  const options = ['--deny-warnings', '--allow=no-unused-vars']
  const tools = path.join(root, 'node_modules', '.bin')
  const { status, stdout, stderr } = spawnSync(path.join(tools, 'oxlint'), [...options, 'web'], {
    cwd: scratch,
    encoding: 'utf8',
    env: { ...process.env, OXLINT_TSGOLINT_PATH: path.join(tools, 'tsgolint') },
  })
  if (status !== 0) console.log((stdout + stderr).replaceAll('.vue.ts:', '.vue:'))
  process.exitCode = status ?? 1
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

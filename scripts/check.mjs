// One door for all checks: npm run check [-- --fix] [-- --only=name,name]
// --fix formats the files and prints the generated files anew before it checks.
// Each check is a line with its seconds; a check that fails shows all it said.
import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')
const flags = process.argv.slice(2).filter(argument => argument !== '--')
const fix = flags.includes('--fix')
const only = flags
  .find(flag => flag.startsWith('--only='))
  ?.slice('--only='.length)
  .split(',')

/** A tool installed in the workspace, by the package that asks for it. */
const bin = (name, workspace = '.') => path.join(root, workspace, 'node_modules', '.bin', name)
/** A script of ours, run by the Node that runs this one. */
const script = (file, ...args) => [process.execPath, path.join(root, 'scripts', file), ...args]

/** The long ones first, so that they run beside the short ones. */
const checks = [
  { name: 'types web', command: [bin('vue-tsc', 'web'), '-p', 'web', '--noEmit', '--pretty', 'false'] },
  {
    name: 'lint vue',
    command: [bin('eslint'), '--max-warnings=0', '--no-error-on-unmatched-pattern', 'web/src'],
  },
  { name: 'lint vue types', command: script('check-vue.mjs') },
  { name: 'types server', command: [bin('tsc'), '-p', 'server', '--pretty', 'false'] },
  { name: 'types shared', command: [bin('tsc'), '-p', 'shared', '--pretty', 'false'] },
  { name: 'lint ts', command: [bin('oxlint'), '--deny-warnings'] },
  { name: 'unused', command: [bin('knip'), '--no-progress', '--no-config-hints'] },
  {
    name: 'dependencies',
    command: [bin('depcruise'), '--config', '.dependency-cruiser.cjs', 'shared', 'server', 'web', 'migrations'],
  },
  { name: 'generated', command: script('generate.mjs', ...(fix ? [] : ['--check'])) },
  { name: 'texts', command: script('check-i18n.mjs') },
  { name: 'sources', command: script('check-source.mjs') },
  { name: 'format', command: [bin('oxfmt'), fix ? '--write' : '--check', '.'] },
]

/** Runs a command at the root and gives what it said, its exit code and its seconds. */
function run([file, ...args]) {
  const started = performance.now()
  const env = {
    ...process.env,
    PATH: [path.dirname(process.execPath), process.env.PATH].join(path.delimiter),
    ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }),
  }
  return new Promise(resolve => {
    const child = spawn(file, args, {
      cwd: root,
      env,
      shell: process.platform === 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const said = []
    child.stdout.on('data', chunk => said.push(chunk))
    child.stderr.on('data', chunk => said.push(chunk))
    const done = code =>
      resolve({ code, said: Buffer.concat(said).toString(), seconds: (performance.now() - started) / 1000 })
    child.on('error', error => {
      said.push(Buffer.from(`${error.message}\n`))
      done(1)
    })
    child.on('close', done)
  })
}

const started = performance.now()
const queue = checks.filter(check => !only || only.some(name => check.name.startsWith(name)))
const failed = []

/** Takes checks from the queue until it is empty; several of these run side by side. */
async function work() {
  for (let check = queue.shift(); check; check = queue.shift()) {
    const { code, said, seconds } = await run(check.command)
    if (code === 0) {
      console.log(`✓ ${check.name.padEnd(16)} ${seconds.toFixed(1).padStart(5)} s`)
      const notes = said.split('\n').filter(line => line.startsWith('note: '))
      for (const note of notes) console.log(`  ${note}`)
    } else {
      failed.push(check.name)
      console.log(`✗ ${check.name.padEnd(16)} ${seconds.toFixed(1).padStart(5)} s\n${said.trimEnd()}\n`)
    }
  }
}

await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, work))
const total = ((performance.now() - started) / 1000).toFixed(1)
console.log(
  failed.length === 0 ? `checks: all passed in ${total} s` : `checks: ${failed.join(', ')} failed in ${total} s`,
)
process.exitCode = failed.length === 0 ? 0 : 1

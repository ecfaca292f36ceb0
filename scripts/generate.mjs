// Writes the files that are made from others: the database types (from the migrations) and openapi.json (from the route
// contracts). With --check it writes nothing and fails when one is out of date.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { startEmbedded } from '../server/src/db/embedded.ts'
import { migrate } from '../server/src/db/migrate.ts'

const root = path.resolve(import.meta.dirname, '..')
const check = process.argv.includes('--check')
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'treffpunkt-generate-'))
const database = await startEmbedded(path.join(scratch, 'postgres'), { durable: false })
const owner = { host: database.host, port: database.port, user: database.ownerUser, database: database.database }
const outdated = []

/** Compares what `file` should hold with what it holds; writes it unless only checking. */
function settle(file, text) {
  const target = path.join(root, file)
  const current = fs.existsSync(target) ? fs.readFileSync(target, 'utf8') : ''
  if (current === text) return
  outdated.push(file)
  if (!check) fs.writeFileSync(target, text)
}

function formatted(name, text) {
  const file = path.join(root, 'node_modules', `.generated-${process.pid}-${name}`)
  fs.writeFileSync(file, text)
  try {
    const run = spawnSync(
      path.join(root, 'node_modules/.bin/oxfmt'),
      ['--config', path.join(root, '.oxfmtrc.json'), file],
      { encoding: 'utf8' },
    )
    if (run.status !== 0) throw new Error(run.stdout + run.stderr)
    return fs.readFileSync(file, 'utf8')
  } finally {
    fs.rmSync(file, { force: true })
  }
}

try {
  await migrate(owner)
  const out = path.join(scratch, 'types.ts')
  const codegen = spawnSync(
    path.join(root, 'server/node_modules/.bin/kysely-codegen'),
    [
      '--dialect=postgres',
      '--camel-case',
      `--out-file=${out}`,
      '--exclude-pattern=(pgboss.*|kysely_*|public.kysely_*)',
      '--date-parser=string',
      `--type-mapping=${JSON.stringify({ timestamptz: 'string', int8: 'number' })}`,
      `--url=socket:${owner.host}/?db=${owner.database}&user=${owner.user}`,
    ],
    {
      encoding: 'utf8',
      cwd: path.join(root, 'server'),
      env: {
        ...process.env,
        PGHOST: owner.host,
        PGPORT: String(owner.port),
        PGUSER: owner.user,
        PGDATABASE: owner.database,
      },
    },
  )
  if (codegen.status !== 0) throw new Error(codegen.stdout + codegen.stderr)
  settle('server/src/db/types.ts', formatted('types.ts', fs.readFileSync(out, 'utf8')))
  if (fs.existsSync(path.join(root, 'server/src/app.ts'))) {
    const { openapiDocument } = await import('../server/src/app.ts')
    settle('server/openapi.json', formatted('openapi.json', `${JSON.stringify(await openapiDocument(), null, 2)}\n`))
  }
} finally {
  await database.stop()
  fs.rmSync(scratch, { recursive: true, force: true })
}
for (const file of outdated)
  console.log(check ? `out of date: ${file} (run: node scripts/run.mjs generate)` : `written: ${file}`)
process.exit(check && outdated.length > 0 ? 1 : 0)

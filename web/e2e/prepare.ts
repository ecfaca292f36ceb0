import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'

const web = path.resolve(import.meta.dirname, '..')

/** The newest change of these files, and of those below these folders. */
function newest(...places: string[]): number {
  const files = places.flatMap(place => {
    if (fs.statSync(place).isFile()) return place
    const entries = fs.readdirSync(place, { recursive: true, withFileTypes: true })
    return entries.filter(entry => entry.isFile()).map(entry => path.join(entry.parentPath, entry.name))
  })
  return Math.max(...files.map(file => fs.statSync(file).mtimeMs))
}

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the tests of one run keep data folders to begin with. */
    dataFolders: string
  }
}

/** What all tests of one run need: the pages as they are now, and a place for data folders. */
export default function prepare(project: TestProject): () => void {
  build()
  // Short, because the path of a Unix socket must be.
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tp-'))
  // the database runs as another user where root tests
  fs.chmodSync(folder, 0o755)
  project.provide('dataFolders', folder)
  return () => fs.rmSync(folder, { recursive: true, force: true })
}

/** The tests look at the built pages; builds them when a source is newer. */
function build(): void {
  const index = path.join(web, 'dist/client/index.html')
  const sources = newest(
    ...['src', 'public', '../shared/src', 'index.html', 'door.html', 'office.html', 'docs.html', 'vite.config.ts'].map(
      place => path.join(web, place),
    ),
  )
  if (fs.existsSync(index) && fs.statSync(index).mtimeMs > sources) return
  execFileSync(process.execPath, [path.join(web, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'], {
    cwd: web,
    stdio: 'inherit',
    env: { ...process.env, NODE_ENV: 'production' },
  })
}

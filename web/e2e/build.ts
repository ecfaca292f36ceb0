import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

const web = path.resolve(import.meta.dirname, '..')

/** The newest change of a file below these folders. */
function newest(...folders: string[]): number {
  const files = folders.flatMap(folder => fs.readdirSync(folder, { recursive: true, withFileTypes: true }))
  return Math.max(
    ...files.filter(entry => entry.isFile()).map(entry => fs.statSync(path.join(entry.parentPath, entry.name)).mtimeMs),
  )
}

/** The tests look at the built pages; builds them when a source is newer. */
export default function build(): void {
  const index = path.join(web, 'dist/client/index.html')
  const sources = newest(path.join(web, 'src'), path.join(web, 'public'), path.join(web, '../shared/src'))
  if (fs.existsSync(index) && fs.statSync(index).mtimeMs > sources) return
  execFileSync(process.execPath, [path.join(web, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'], {
    cwd: web,
    stdio: 'inherit',
    env: { ...process.env, NODE_ENV: 'production' },
  })
}

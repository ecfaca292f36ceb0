import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

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

/** The tests look at the built pages; builds them when a source is newer. */
export default function build(): void {
  const index = path.join(web, 'dist/client/index.html')
  const sources = newest(
    ...['src', 'public', '../shared/src', 'index.html', 'door.html', 'vite.config.ts'].map(place =>
      path.join(web, place),
    ),
  )
  if (fs.existsSync(index) && fs.statSync(index).mtimeMs > sources) return
  execFileSync(process.execPath, [path.join(web, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'], {
    cwd: web,
    stdio: 'inherit',
    env: { ...process.env, NODE_ENV: 'production' },
  })
}

import fs from 'node:fs'
import path from 'node:path'

/** Makes a folder and those above it. Node's own way to do so never ends where the system takes nothing, as below /proc. */
export function makeFolder(folder: string, mode: number): void {
  if (fs.existsSync(folder)) return
  makeFolder(path.dirname(folder), mode)
  try {
    fs.mkdirSync(folder, { mode })
  } catch (error) {
    // another process was quicker
    if (!fs.existsSync(folder)) throw error
  }
}

/** What to do about a data folder that cannot be made or written. */
export const notWritable = (dataDir: string, error: unknown): string =>
  `DATA_DIR: ${dataDir} cannot be written (${error instanceof Error && 'code' in error ? String(error.code) : 'unknown'}); start Treffpunkt as the user who owns that folder, or give another one, for example DATA_DIR=./data.`

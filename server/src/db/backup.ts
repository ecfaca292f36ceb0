import fs from 'node:fs'
import path from 'node:path'
import type { Client } from 'pg'
import { clusterPaths, expectCluster, hasCluster, isCode } from './cluster.ts'
import { startEmbedded } from './embedded.ts'
import { makeFolder } from './folders.ts'
import {
  type BackupReport,
  copyFile,
  copyKey,
  copyVerified,
  eachOf,
  type FileEntry,
  keyFile,
  readManifest,
  timeName,
  writeBackup,
} from './manifest.ts'
import { findBinaries } from './postgres-binaries.ts'
import { connectRunning } from './postmaster.ts'

/**
 * What PostgreSQL says to leave out of a copy: what belongs to the running process, and what it makes anew. Of the
 * write-ahead log the needed part is copied at the end.
 */
const leftOut =
  /^(postmaster\.(pid|opts)|backup_label.*|tablespace_map.*|pg_(wal|replslot|dynshmem|notify|serial|snapshots|stat_tmp|subtrans)\/.+|(.*\/)?pgsql_tmp.*|(.*\/)?pg_internal\.init.*)$/

/** Copied last and on its own: PostgreSQL writes it anew at every checkpoint. */
const controlFile = 'global/pg_control'

/**
 * Saves the embedded database and the key while the service goes on: everything stored before the `time` of the report
 * is in it. When no PostgreSQL runs it is started for the time of the backup.
 * @param target folder to make; `backups/<time>` in the data folder when left out
 */
export async function backUpEmbedded(dataDir: string, secretKey: string, target?: string): Promise<BackupReport> {
  const paths = expectCluster(dataDir)
  const running = await connectRunning(paths)
  const database = running ? undefined : await startEmbedded(dataDir)
  try {
    const client = running ?? (await connectRunning(paths))
    if (!client) throw new Error(`PostgreSQL in ${dataDir} was stopped: run the backup again.`)
    try {
      const place = target ?? path.join(dataDir, 'backups', timeName(new Date().toISOString()))
      return await writeBackup(place, async draft => {
        const key = await copyKey(secretKey, draft)
        const { time, folders, files } = await copyCluster(client, paths.cluster, draft)
        return { kind: 'cluster', time, postgresMajor: findBinaries().major, folders, files: [...key, ...files] }
      })
    } finally {
      await client.end()
    }
  } finally {
    await database?.stop()
  }
}

async function copyCluster(client: Client, cluster: string, draft: string) {
  const folders = ['cluster']
  const files: FileEntry[] = []
  const copy = async (name: string) => {
    const copied = await copyFile(path.join(cluster, name), path.join(draft, 'cluster', name))
    if (copied) files.push({ path: `cluster/${name}`, ...copied })
  }
  const walk = (folder: string): string[] =>
    fs.readdirSync(path.join(cluster, folder), { withFileTypes: true }).flatMap(entry => {
      const name = path.posix.join(folder, entry.name)
      if (leftOut.test(name) && !/^pg_wal\/[a-z_]+$/.test(name)) return []
      if (entry.isDirectory()) {
        folders.push(`cluster/${name}`)
        return walkExisting(name)
      }
      return entry.isFile() && name !== controlFile ? [name] : []
    })
  // a database that is dropped meanwhile takes its folder along
  const walkExisting = (folder: string): string[] => {
    try {
      return walk(folder)
    } catch (error) {
      if (isCode(error, 'ENOENT')) return []
      throw error
    }
  }

  // the slot belongs to this connection and keeps the write-ahead log from being recycled until it is copied
  const slot = `treffpunkt_backup_${process.pid}_${Date.now()}`
  await client.query('select pg_create_physical_replication_slot($1, true, true)', [slot])
  const start = await client.query<{ segment: string }>(
    `select pg_walfile_name(pg_backup_start('treffpunkt', fast => true)) as segment`,
  )
  const names = walk('')
  for (const folder of folders) fs.mkdirSync(path.join(draft, folder), { mode: 0o700 })
  await eachOf(names, copy)
  await copyControlFile(cluster, draft, files)
  const time = new Date().toISOString()
  const stop = await client.query<{ segment: string; label: string }>(
    'select pg_walfile_name(lsn) as segment, labelfile as label from pg_backup_stop(wait_for_archive => false)',
  )
  const [first, last] = [start.rows[0]?.segment ?? '', stop.rows[0]?.segment ?? '']
  const isNeeded = (name: string) => /^[0-9A-F]{24}$/.test(name) && name >= first && name <= last
  await eachOf(
    fs
      .readdirSync(path.join(cluster, 'pg_wal'))
      .filter(isNeeded)
      .map(name => `pg_wal/${name}`),
    copy,
  )
  const label = path.join(draft, 'label')
  fs.writeFileSync(label, stop.rows[0]?.label ?? '', { mode: 0o600 })
  const copiedLabel = await copyFile(label, path.join(draft, 'cluster', 'backup_label'))
  if (copiedLabel) files.push({ path: 'cluster/backup_label', ...copiedLabel })
  fs.rmSync(label)
  return { time, folders, files }
}

/** A read may meet a write: copied until two copies in a row are the same. */
async function copyControlFile(cluster: string, draft: string, files: FileEntry[]): Promise<void> {
  const to = path.join(draft, 'cluster', controlFile)
  for (let before: string | undefined; ;) {
    fs.rmSync(to, { force: true })
    const copied = await copyFile(path.join(cluster, controlFile), to)
    if (copied && copied.sha256 === before) {
      files.push({ path: `cluster/${controlFile}`, ...copied })
      return
    }
    before = copied?.sha256
  }
}

/**
 * Brings a backup of the embedded database back into the data folder. The copy is verified and started once before it
 * takes its place; the data that were there are kept beside, in `before-restore-<time>`.
 * @param secretKey where the key goes; undefined when the operator keeps it elsewhere
 * @param force needed when the folder holds data
 * @returns the folder with the former data, if there were any
 * Throws an Error with a sentence: a server uses the data, the backup is damaged or of another version, data are there.
 */
export async function restoreEmbedded(
  dataDir: string,
  secretKey: string | undefined,
  source: string,
  force: boolean,
): Promise<{ former: string | undefined }> {
  const backup = path.resolve(source)
  const manifest = readManifest(backup, 'cluster', findBinaries().major)
  makeFolder(dataDir, 0o711)
  const paths = clusterPaths(fs.realpathSync(dataDir))
  if (hasCluster(paths) && !force) {
    throw new Error(`There are data in ${dataDir} already: add --force to put them aside and restore.`)
  }
  await stopLeftOver(dataDir)

  const draft = await makeDraft(path.dirname(paths.folder), 'restoring')
  try {
    const restored = clusterPaths(draft)
    fs.mkdirSync(restored.cluster, { recursive: true, mode: 0o700 })
    await copyVerified(backup, manifest, 'cluster/', restored.cluster)
    await copyVerified(backup, manifest, keyFile, path.join(draft, keyFile))
    // PostgreSQL replays what was written during the backup; a start proves that it can be used
    const database = await startEmbedded(draft)
    await database.stop()
    await stopLeftOver(dataDir)
    return { former: putInPlace(draft, dataDir, paths.folder, secretKey, 'before-restore') }
  } finally {
    fs.rmSync(draft, { recursive: true, force: true })
  }
}

/**
 * Makes the folder in which data are put together before they take their place. Those of runs that were killed, which hold
 * everything about everybody, are taken away. @returns the new folder.
 */
export async function makeDraft(parent: string, name: 'restoring' | 'upgrading'): Promise<string> {
  for (const entry of fs.readdirSync(parent)) {
    const pid = Number(new RegExp(`^${name}-(\\d+)$`).exec(entry)?.[1])
    // in a container the number comes again with every run
    if (!(pid > 0) || (pid !== process.pid && isRunning(pid))) continue
    const left = path.join(parent, entry)
    if (hasCluster(clusterPaths(left))) await stopLeftOver(left)
    fs.rmSync(left, { recursive: true, force: true })
  }
  const draft = path.join(parent, `${name}-${process.pid}`)
  fs.mkdirSync(draft, { mode: 0o711 })
  return draft
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // a process of somebody else
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Stops a PostgreSQL whose service was killed; throws when a service uses it. */
export async function stopLeftOver(dataDir: string): Promise<void> {
  const client = await connectRunning(clusterPaths(fs.realpathSync(dataDir)))
  if (!client) return
  await client.end()
  const database = await startEmbedded(dataDir)
  await database.stop()
}

/** Puts what is complete in `draft` into the data folder; what was there is kept beside. @returns where, if there was any. */
export function putInPlace(
  draft: string,
  dataDir: string,
  folder: string,
  secretKey: string | undefined,
  name: 'before-restore' | 'before-upgrade',
): string | undefined {
  const former = path.join(dataDir, `${name}-${timeName(new Date().toISOString())}`)
  const moves: [from: string, to: string][] = [[path.join(draft, 'database'), folder]]
  const restoredKey = path.join(draft, keyFile)
  if (secretKey && fs.existsSync(restoredKey)) moves.push([restoredKey, secretKey])
  const replaced = moves.map(([, to]) => to).filter(to => fs.existsSync(to))
  if (replaced.length > 0) fs.mkdirSync(former, { mode: 0o711 })
  for (const place of replaced) fs.renameSync(place, path.join(former, path.basename(place)))
  for (const [from, to] of moves) fs.renameSync(from, to)
  return replaced.length > 0 ? former : undefined
}

import { createHash } from 'node:crypto'
import fs from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { isCode } from './cluster.ts'
import { makeFolder } from './folders.ts'

const FileEntry = Type.Object({ path: Type.String(), size: Type.Integer(), sha256: Type.String() })

const Manifest = Type.Object({
  format: Type.Literal('treffpunkt-backup-1'),
  /** `cluster`: the files of an embedded PostgreSQL. `dump`: what pg_dump wrote. */
  kind: Type.Enum(['cluster', 'dump']),
  /** All that was stored before this moment is in the backup; RFC 3339 in UTC. */
  time: Type.String(),
  postgresMajor: Type.Integer(),
  /** Folders below the backup, empty ones too, parents first. */
  folders: Type.Array(Type.String()),
  files: Type.Array(FileEntry),
})

/** One file of a backup: its path below the backup, its size in bytes, its digest in hexadecimal. */
export type FileEntry = Static<typeof FileEntry>

/** What a backup holds. It is written last: a folder with a manifest is a complete backup. */
export type Manifest = Static<typeof Manifest>

const manifestFile = 'manifest.json'

/** The key file's name in every backup. */
export const keyFile = 'secret.key'

/** What a backup did, for the operator. */
export type BackupReport = {
  folder: string
  files: number
  bytes: number
  /** All that was stored before this moment is in the backup; RFC 3339 in UTC. */
  time: string
}

/**
 * Makes a backup: `fill` writes into an unfinished folder, which gets its manifest and its final name when complete.
 * @param target the folder to make; when it exists already, a folder named by the time is made in it
 */
export async function writeBackup(
  target: string,
  fill: (folder: string) => Promise<Omit<Manifest, 'format'>>,
): Promise<BackupReport> {
  const time = new Date().toISOString()
  const place = path.resolve(target)
  const folder = fs.existsSync(place) ? path.join(place, timeName(time)) : place
  const draft = `${folder}.unfinished-${process.pid}`
  makeFolder(path.dirname(folder), 0o711)
  removeLeftOver(path.dirname(folder))
  fs.mkdirSync(draft, { mode: 0o700 })
  try {
    const content = await fill(draft)
    const manifest: Manifest = { format: 'treffpunkt-backup-1', ...content }
    const text = `${JSON.stringify(manifest, null, 1)}\n`
    fs.writeFileSync(path.join(draft, manifestFile), text, { mode: 0o600, flush: true })
    fs.renameSync(draft, folder)
    const bytes = content.files.reduce((sum, file) => sum + file.size, 0)
    return { folder, files: content.files.length, bytes, time: content.time }
  } catch (error) {
    fs.rmSync(draft, { recursive: true, force: true })
    throw error
  }
}

/** How old an unfinished backup is before it counts as left over: others may be writing from another machine. In ms. */
const leftOverAfter = 12 * 3_600_000

/** Removes what backups left behind that were killed: it is of no use, and full of personal data. */
function removeLeftOver(parent: string): void {
  for (const name of fs.readdirSync(parent)) {
    if (!/^\d{4}-\d\d-\d\dT\d{6}Z\.unfinished-\d+$/.test(name)) continue
    const place = path.join(parent, name)
    const since = fs.statSync(place, { throwIfNoEntry: false })?.mtimeMs
    if (since !== undefined && Date.now() - since > leftOverAfter) fs.rmSync(place, { recursive: true, force: true })
  }
}

/** A point in time as a name that every file system takes: 2026-11-22T145300Z. */
export function timeName(time: string): string {
  return time.replace(/\.\d+Z$/, 'Z').replaceAll(':', '')
}

/**
 * Reads the manifest of the backup in `folder`.
 * Throws an Error with a sentence when there is no complete backup or it is of another kind or major version.
 */
export function readManifest(folder: string, kind: Manifest['kind'], postgresMajor: number): Manifest {
  let content: unknown
  try {
    content = JSON.parse(fs.readFileSync(path.join(folder, manifestFile), 'utf8'))
  } catch (error) {
    if (!isCode(error, 'ENOENT', 'ENOTDIR') && !(error instanceof SyntaxError)) throw error
    const inside = newestIn(folder)
    throw new Error(
      inside === undefined
        ? `${folder} is no complete backup (its ${manifestFile} is missing or damaged): give the folder that the backup printed.`
        : `${folder} is no backup, but holds some: name one of them, the newest is ${inside}`,
      { cause: error },
    )
  }
  if (!Value.Check(Manifest, content)) {
    throw new Error(`${folder} was made by another version of Treffpunkt: restore it with that version.`)
  }
  if (content.kind !== kind) {
    throw new Error(
      kind === 'dump'
        ? `${folder} is a backup of the embedded database: restore it without DATABASE_URL. For a PostgreSQL of your own, make one of the running embedded database with "backup --dump".`
        : `${folder} is a backup of a database server: set DATABASE_URL to a new, empty database and restore it there.`,
    )
  }
  if (kind === 'cluster' && content.postgresMajor !== postgresMajor) {
    throw new Error(
      `${folder} was made with PostgreSQL ${content.postgresMajor}, this Treffpunkt brings PostgreSQL ${postgresMajor}: restore it with the version of Treffpunkt that made it.`,
    )
  }
  return content
}

/** The newest complete backup that lies in `folder`, named by its time. */
function newestIn(folder: string): string | undefined {
  if (!fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return undefined
  return fs
    .readdirSync(folder)
    .filter(name => /^\d{4}-\d\d-\d\dT\d{6}Z$/.test(name))
    .sort()
    .map(name => path.join(folder, name))
    .findLast(place => fs.existsSync(path.join(place, manifestFile)))
}

/** Files up to this size are copied in one piece, which is several times faster for the thousand small ones; in bytes. */
const onePiece = 32 * 1024 * 1024

/**
 * Copies a file to disk and gives the digest of what was written; undefined when it vanished meanwhile, as files of a
 * running PostgreSQL do.
 */
export async function copyFile(from: string, to: string): Promise<Omit<FileEntry, 'path'> | undefined> {
  const size = fs.statSync(from, { throwIfNoEntry: false })?.size
  if (size === undefined) return undefined
  const hash = createHash('sha256')
  const options = { mode: 0o600, flag: 'wx', flush: true }
  if (size <= onePiece) {
    const content = await readFile(from).catch((error: unknown) => {
      if (isCode(error, 'ENOENT')) return undefined
      throw error
    })
    if (!content) return undefined
    await writeFile(to, content, options)
    return { size: content.length, sha256: hash.update(content).digest('hex') }
  }
  const digest = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk)
      done(null, chunk)
    },
  })
  const source = fs.createReadStream(from, { highWaterMark: 1024 * 1024 })
  await pipeline(source, digest, fs.createWriteStream(to, { mode: 0o600, flags: 'wx', flush: true }))
  return { size: fs.statSync(to).size, sha256: hash.digest('hex') }
}

/** Copies the key, without which links in mails and sealed values of the backup could not be read. */
export async function copyKey(secretKey: string, draft: string): Promise<FileEntry[]> {
  const copied = await copyFile(secretKey, path.join(draft, keyFile))
  return copied ? [{ path: keyFile, ...copied }] : []
}

/** The entry of a file that lies in the backup already. */
export async function entryOf(folder: string, name: string): Promise<FileEntry> {
  const file = path.join(folder, name)
  const hash = createHash('sha256')
  await pipeline(fs.createReadStream(file, { highWaterMark: 1024 * 1024 }), hash)
  return { path: name, size: fs.statSync(file).size, sha256: hash.digest('hex') }
}

/**
 * Copies the files of a backup below `prefix` (`cluster/`) into the folder `to`.
 * Throws an Error with a sentence when one is missing or is not what it was when the backup was made.
 */
export async function copyVerified(folder: string, manifest: Manifest, prefix: string, to: string): Promise<void> {
  const inside = (entry: string) => path.join(to, entry.slice(prefix.length))
  for (const entry of [...manifest.folders, ...manifest.files.map(file => file.path)]) {
    if (path.isAbsolute(entry) || entry.split('/').includes('..'))
      throw new Error(`The manifest of ${folder} is damaged.`)
  }
  for (const entry of manifest.folders) {
    if (entry.startsWith(prefix)) fs.mkdirSync(inside(entry), { recursive: true, mode: 0o700 })
  }
  await eachOf(
    manifest.files.filter(file => file.path.startsWith(prefix)),
    async file => {
      const copied = await copyFile(path.join(folder, file.path), inside(file.path))
      if (copied?.sha256 === file.sha256) return
      throw new Error(
        `${path.join(folder, file.path)} ${copied ? 'is not what was saved' : 'is missing'}: the backup is damaged, take another one.`,
      )
    },
  )
}

/** Runs `action` for each item, four at a time. After an error no further one begins; it rejects when all have ended. */
export async function eachOf<T>(items: readonly T[], action: (item: T) => Promise<void>): Promise<void> {
  const queue = items.toReversed()
  const work = async () => {
    for (let item = queue.pop(); item !== undefined; item = queue.pop()) {
      try {
        await action(item)
      } catch (error) {
        queue.length = 0
        throw error
      }
    }
  }
  const ended = await Promise.allSettled([work(), work(), work(), work()])
  for (const result of ended) if (result.status === 'rejected') throw result.reason
}

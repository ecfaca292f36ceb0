import os from 'node:os'
import pg from 'pg'
import { ConfigError } from '../config.ts'
import { problemOfDatabaseError } from '../db/constraints.ts'

/** What a command says when it failed: sentences that name what to do. */
export function complaintsOf(error: unknown): readonly string[] {
  if (error instanceof ConfigError) return error.sentences
  const known = ofDisk(error) ?? problemOfDatabaseError(error)?.message
  return [known ?? (error instanceof Error ? error.message : String(error))]
}

/** What went wrong with a file or with the room on a disk; Node and PostgreSQL name only what they tried. */
function ofDisk(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  if (error instanceof pg.DatabaseError)
    return error.code === '53100' ? `The disk of the database is full: ${freeSome}` : undefined
  // whatever happens to a connection is no matter of files
  if (!('code' in error) || !('syscall' in error) || error.syscall === 'connect') return undefined
  const place = 'path' in error && typeof error.path === 'string' ? error.path : 'The folder'
  switch (error.code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return `The disk is full: ${freeSome}`
    case 'EACCES':
    case 'EPERM':
      return `${place} is closed to the user ${os.userInfo().username}, who runs this command: open it to that user, run the command as another one, or name another folder.`
    case 'EROFS':
      return `${place} lies on a disk that cannot be written: name another folder.`
    case 'EEXIST':
    case 'ENOTDIR':
      return `${place} is a file, or lies below one: name a folder.`
    case 'ENOENT':
      return `${place} is not there.`
    default:
      return undefined
  }
}

const freeSome = 'free some space (old backups, before-restore-…), then run the command again.'

import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { backUpServer, restoreServer, tlsOf } from './dump.ts'
import { type EmbeddedDatabase, startEmbedded } from './embedded.ts'

// What can be shown on a machine without pg_dump of the server's version: nothing is written, a sentence says what to do.

let folder: string
let server: EmbeddedDatabase
let url: string

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'treffpunkt-dump-'))
  fs.chmodSync(folder, 0o711)
  server = await startEmbedded(path.join(folder, 'data'), { durable: false })
  const client = new Client({ host: server.host, port: server.port, user: server.ownerUser, database: server.database })
  await client.connect()
  await client.query('create table entry (id int)')
  await client.query('create database empty')
  await client.end()
  url = `postgres://${server.ownerUser}@localhost:${server.port}/${server.database}?host=${encodeURIComponent(server.host)}`
})

afterAll(async () => {
  vi.unstubAllEnvs()
  await server.stop()
  fs.rmSync(folder, { recursive: true })
})

beforeEach(() => {
  // the shell that looks for the programs is found, the programs are not
  const bin = path.join(folder, 'bin')
  fs.mkdirSync(bin, { recursive: true })
  fs.rmSync(path.join(bin, 'sh'), { force: true })
  fs.symlinkSync('/bin/sh', path.join(bin, 'sh'))
  vi.stubEnv('PATH', bin)
})

const messageOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )

function makeBackup(content: string, sha256: string): string {
  const backup = fs.mkdtempSync(path.join(folder, 'backup-'))
  fs.writeFileSync(path.join(backup, 'database.dump'), content)
  const files = [{ path: 'database.dump', size: content.length, sha256 }]
  const manifest = {
    format: 'treffpunkt-backup-1',
    kind: 'dump',
    time: '2026-11-22T14:00:00.000Z',
    postgresMajor: 18,
    folders: [],
    files,
  }
  fs.writeFileSync(path.join(backup, 'manifest.json'), JSON.stringify(manifest))
  return backup
}

const digestOfHello = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824'

it('says which programs are missing, and leaves no folder behind', async () => {
  const target = path.join(folder, 'target')
  expect(await messageOf(backUpServer(url, '/nowhere', target))).toBe(
    'pg_dump is missing: install the client programs of PostgreSQL 18 and put them in the PATH.',
  )
  expect(fs.existsSync(target)).toBe(false)
  const empty = url.replace('/treffpunkt?', '/empty?')
  expect(await messageOf(restoreServer(empty, makeBackup('hello', digestOfHello), async () => {}))).toBe(
    'pg_restore is missing: install the client programs of PostgreSQL 18 and put them in the PATH.',
  )
})

it('says that a program is too old', async () => {
  fs.writeFileSync(path.join(folder, 'bin', 'pg_dump'), '#!/bin/sh\necho "pg_dump (PostgreSQL) 15.18"\n', {
    mode: 0o755,
  })
  expect(await messageOf(backUpServer(url, '/nowhere', path.join(folder, 'target')))).toContain(
    'is of version 15, the database of version 18: install the client programs of PostgreSQL 18',
  )
})

it('restores only into an empty database, and only what was saved', async () => {
  expect(await messageOf(restoreServer(url, makeBackup('hello', digestOfHello), async () => {}))).toContain(
    'is not empty',
  )
  expect(await messageOf(restoreServer(url, makeBackup('hallo', digestOfHello), async () => {}))).toContain(
    'is damaged',
  )
})

it('lets pg_dump trust what the service trusts, and names the files of the address', () => {
  const of = (parameters: string) => tlsOf(`${url}&${parameters}`, folder)
  const trusted = path.join(folder, 'trusted.pem')
  expect(of('sslmode=verify-full')).toEqual({ PGSSLMODE: 'verify-full', PGSSLROOTCERT: trusted })
  expect(fs.readFileSync(trusted, 'utf8').match(/BEGIN CERTIFICATE/g)?.length).toBeGreaterThan(50)
  // node-postgres checks the certificate with these as well
  expect(of('sslmode=require&sslrootcert=%2Fetc%2Fca.pem&sslcert=c.pem&sslkey=k.pem')).toEqual({
    PGSSLMODE: 'verify-full',
    PGSSLROOTCERT: '/etc/ca.pem',
    PGSSLCERT: 'c.pem',
    PGSSLKEY: 'k.pem',
  })
  expect(of('sslmode=require&uselibpqcompat=true')).toEqual({ PGSSLMODE: 'require' })
  expect(of('sslmode=no-verify')).toEqual({ PGSSLMODE: 'require' })
  expect(of('application_name=x')).toEqual({})
})

import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ConfigError, readConfig } from './config.ts'

let folder: string
let env: Record<string, string>
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'treffpunkt-secrets-'))
  env = { SECRET_KEY_FILE: '/run/secrets/secret_key' }
})
afterEach(() => fs.rmSync(folder, { recursive: true }))

/** Writes a file as `echo` does, with a line break at its end. */
function fileWith(text: string): string {
  const file = path.join(folder, `${fs.readdirSync(folder).length}`)
  fs.writeFileSync(file, `${text}\n`)
  return file
}

function sentencesOf(given: Record<string, string>): string {
  try {
    readConfig({ ...env, ...given })
  } catch (error) {
    if (error instanceof ConfigError) return error.sentences.join('\n')
    throw error
  }
  throw new Error('no mistake was found')
}

it('takes passwords from files, whatever signs they hold', () => {
  const config = readConfig({
    ...env,
    DATABASE_URL: 'postgres://treffpunkt_app@database:5432/treffpunkt',
    DATABASE_PASSWORD_FILE: fileWith('a/b:c@d%é'),
    MIGRATION_DATABASE_URL: 'postgres://treffpunkt@database:5432/treffpunkt',
    MIGRATION_DATABASE_PASSWORD_FILE: fileWith('owner'),
    SMTP_URL: 'smtp://post%40example.org@mail.example.org:587',
    SMTP_PASSWORD_FILE: fileWith('p ä'),
    MAIL_FROM: 'netz@example.org',
  })
  expect(config.database).toEqual({
    kind: 'server',
    url: 'postgres://treffpunkt_app:a%2Fb%3Ac%40d%25%C3%A9@database:5432/treffpunkt',
    migrationUrl: 'postgres://treffpunkt:owner@database:5432/treffpunkt',
  })
  expect(config.mail?.smtpUrl).toBe('smtp://post%40example.org:p%20%C3%A4@mail.example.org:587')
})

it('takes whole addresses from files', () => {
  const config = readConfig({ ...env, DATABASE_URL_FILE: fileWith('postgres://me:geheim@db/x') })
  expect(config.database).toMatchObject({ url: 'postgres://me:geheim@db/x' })
})

it.each([
  [() => ({ DATABASE_URL_FILE: '/nowhere/url' }), 'DATABASE_URL_FILE: /nowhere/url cannot be read (ENOENT)'],
  [() => ({ DATABASE_URL_FILE: fileWith('') }), 'is empty.'],
  [
    () => ({ DATABASE_URL: 'postgres://a@b/c', DATABASE_URL_FILE: fileWith('postgres://geheim') }),
    'set either this or DATABASE_URL, not both.',
  ],
  [
    () => ({ DATABASE_PASSWORD_FILE: fileWith('geheim') }),
    'DATABASE_PASSWORD_FILE: set DATABASE_URL too, with the user and without the password.',
  ],
  [
    () => ({ DATABASE_URL: 'postgres://db/c', DATABASE_PASSWORD_FILE: fileWith('geheim') }),
    'set DATABASE_URL too, with the user',
  ],
  [
    () => ({ SMTP_URL: 'smtp://a:b@c', MAIL_FROM: 'a@b.de', SMTP_PASSWORD_FILE: fileWith('geheim') }),
    'leave the password out of SMTP_URL, or leave this out.',
  ],
  [() => ({ DATABASE_URL_FILE: fileWith('geheim') }), 'DATABASE_URL: give the address of a PostgreSQL database'],
])('names what does not fit, and repeats no secret: %#', (given, says) => {
  const told = sentencesOf(given())
  expect(told).toContain(says)
  expect(told).not.toContain('geheim')
})

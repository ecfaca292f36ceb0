import fs from 'node:fs'
import net from 'node:net'
import { once } from 'node:events'
import pg from 'pg'
import { expect, it, test } from 'vitest'
import { ConfigError } from '../config.ts'
import { complaintsOf } from './complaint.ts'

const failure = (facts: object) => Object.assign(new Error('as Node says it'), facts)
const fault = (code: string) => Object.assign(new pg.DatabaseError('as PostgreSQL says it', 1, 'error'), { code })

it.each([
  [failure({ code: 'ENOSPC', syscall: 'write' }), 'The disk is full: free some space'],
  [fault('53100'), 'The disk of the database is full: free some space'],
  [failure({ code: 'EACCES', syscall: 'mkdir', path: '/mnt/backup/x' }), '/mnt/backup/x is closed to the user '],
  [failure({ code: 'EROFS', syscall: 'mkdir', path: '/mnt/x' }), '/mnt/x lies on a disk that cannot be written'],
  [fault('57014'), 'The service is too busy'],
  [new ConfigError(['PORT: give a number.', 'HOST: give an address.']), 'PORT: give a number.'],
  [new Error('A sentence.'), 'A sentence.'],
])('%s', (error, words) => {
  expect(complaintsOf(error)[0]).toContain(words)
  expect(complaintsOf(error)[0]).not.toContain('says it')
})

test('what Node itself throws is told apart: a file, a folder below a file, a connection', async () => {
  const thrown = (work: () => unknown) => {
    try {
      return work()
    } catch (error) {
      return complaintsOf(error)[0]
    }
  }
  const file = import.meta.filename
  expect(thrown(() => fs.mkdirSync(file))).toBe(`${file} is a file, or lies below one: name a folder.`)
  expect(thrown(() => fs.mkdirSync(`${file}/x`))).toContain('name a folder')
  expect(thrown(() => fs.readFileSync(`${file}.gone`))).toBe(`${file}.gone is not there.`)
  const [error] = (await once(net.connect(`${file}.socket`), 'error')) as [Error]
  expect(complaintsOf(error)[0]).toContain('The database cannot be reached')
})

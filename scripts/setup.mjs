// Gets a clone ready to run: the pinned tools, the packages, the web pages; each only when something changed.
import nodeCrypto from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { withLock } from './lock.mjs'
import { fail, say, step } from './step.mjs'
import {
  environment,
  getTools,
  homeIsWritable,
  lock,
  log,
  node,
  pinned,
  read,
  root,
  tools,
  toolsAreHere,
} from './tools.mjs'

/** Makes the clone ready. `web` also builds the pages. Ends the process with a sentence when something fails. */
export async function setUp({ web = false } = {}) {
  const pages = web && ['vite.config.ts', 'index.html'].every(file => fs.existsSync(path.join(root, 'web', file)))
  if (web && !pages) say('There are no web pages to build yet: web/index.html or web/vite.config.ts is missing')
  try {
    if (!toolsAreHere() || !packagesAreHere() || (pages && !pagesAreHere())) {
      await withLock(lock, async () => {
        // another process may have done it while we waited
        if (!toolsAreHere()) await getTools()
        if (!packagesAreHere()) await installPackages()
        if (pages && !pagesAreHere()) await buildPages()
      })
    }
  } catch (error) {
    if (!['EACCES', 'EROFS', 'EPERM'].includes(error.code)) throw error
    fail(
      `${error.path ?? root} cannot be written (${error.code}): run Treffpunkt as the user who owns ${root}, or clone it to a folder of your own.`,
    )
  }
}

// --- packages

const parts = ['shared', 'server', 'web']
const installStamp = path.join(root, 'node_modules', '.install-stamp')

/** Changes when the packages have to be installed anew. */
function packagesDigest() {
  const manifests = [
    'pnpm-lock.yaml',
    'pnpm-workspace.yaml',
    'package.json',
    ...parts.map(part => `${part}/package.json`),
  ]
  return digest(
    manifests.map(file => path.join(root, file)),
    `${pinned.pnpm} ${process.platform} ${process.arch}`,
  )
}

function packagesAreHere() {
  return read(installStamp) === packagesDigest()
}

async function installPackages() {
  fs.rmSync(installStamp, { force: true })
  const pnpm = path.join(tools, 'node_modules', 'pnpm', 'bin', 'pnpm.mjs')
  const store = homeIsWritable() ? [] : ['--store-dir', path.join(tools, 'store')]
  // CI: never asks anything; NODE_ENV=production would leave out what builds the pages
  const { NODE_ENV: _, ...env } = { ...environment, CI: 'true' }
  const before = packagesDigest()
  await step(
    'Installing packages',
    log,
    node,
    [pnpm, 'install', '--frozen-lockfile', '--reporter=append-only', ...store],
    { cwd: root, env },
  )
  fs.writeFileSync(installStamp, before)
}

// --- web pages

const webStamp = path.join(root, 'web', 'node_modules', '.build-stamp')

/** Changes when the pages have to be built anew: when anything in web/ changes but what is made there, and the tests. */
function pagesDigest() {
  const web = path.join(root, 'web')
  const sources = fs
    .readdirSync(web)
    .filter(name => !['node_modules', 'dist', 'e2e', 'vitest.config.ts'].includes(name))
  return digest([...sources.map(name => path.join(web, name)), path.join(root, 'shared', 'src')], packagesDigest())
}

function pagesAreHere() {
  return fs.existsSync(path.join(root, 'web', 'dist')) && read(webStamp) === pagesDigest()
}

async function buildPages() {
  const web = path.join(root, 'web')
  const stamp = pagesDigest()
  fs.rmSync(webStamp, { force: true })
  const vite = path.join(web, 'node_modules', 'vite', 'bin', 'vite.js')
  const env = { ...environment, NODE_ENV: 'production' }
  await step('Building the web pages', log, node, [vite, 'build', '--logLevel', 'warn'], { cwd: web, env })
  fs.writeFileSync(webStamp, stamp)
}

// --- digests

/** One digest over the content of files and folders and a word of ours. */
function digest(places, word) {
  const hash = nodeCrypto.createHash('sha256').update(word)
  for (const place of places) {
    for (const file of filesIn(place)) hash.update(`\0${path.relative(root, file)}\0`).update(fs.readFileSync(file))
  }
  return hash.digest('hex')
}

function filesIn(place) {
  const stat = fs.statSync(place, { throwIfNoEntry: false })
  if (!stat) return []
  if (!stat.isDirectory()) return [place]
  const names = fs.readdirSync(place)
  names.sort()
  return names.flatMap(name => filesIn(path.join(place, name)))
}

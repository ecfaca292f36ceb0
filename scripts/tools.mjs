// The pinned tools (Node, pnpm), which npm brings into .toolchain, and the environment they run in.
import nodeCrypto from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { step } from './step.mjs'

/** Versions of the tools that npm brings; the packages' versions stand in pnpm-workspace.yaml. */
export const pinned = { node: '24.21.0', pnpm: '12.21.0', chromium: '153.0.0' }

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
export const tools = path.join(root, '.toolchain')
export const lock = path.join(tools, 'lock')
export const log = path.join(tools, 'setup.log')

const nodePackage = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
/** The Node at hand will do when it has the newest functions that the server calls. */
const nodeFits =
  Number(process.versions.node.split('.')[0]) >= 24 && 'randomUUIDv7' in nodeCrypto && 'argon2' in nodeCrypto

/** The Node that runs Treffpunkt. */
export const node = nodeFits
  ? process.execPath
  : path.join(tools, 'node_modules', nodePackage, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

/** The environment of all that we start: our tools first in the PATH, nothing of the npm that called us. */
export const environment = {
  ...withoutNpm(process.env),
  PATH: [path.dirname(node), path.join(tools, 'node_modules', '.bin'), process.env.PATH].join(path.delimiter),
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? path.join(tools, 'compile-cache'),
}

/**
 * npm hands its own settings to what it starts as npm_* variables; an npm inside it would take them for its own (the
 * prefix, the workspace). Those that say where packages come from stay.
 */
function withoutNpm(env) {
  const kept =
    /^npm_config_(registry|.*:registry|cache|(https?_)?proxy|https_proxy|noproxy|ca|cafile|strict_ssl|userconfig|globalconfig)$/i
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('npm_') || kept.test(name)))
}

const wantedTools = { pnpm: pinned.pnpm, ...(nodeFits ? {} : { [nodePackage]: pinned.node }) }

/** Whether the pinned tools lie in .toolchain. */
export const toolsAreHere = () => isInstalled(tools, wantedTools)

/** Gets the pinned tools with npm. */
export async function getTools() {
  const title = nodeFits ? `Getting pnpm ${pinned.pnpm}` : `Getting Node ${pinned.node} and pnpm ${pinned.pnpm}`
  await npmInstall(title, tools, wantedTools)
}

/** Each folder that npm filled has a stamp, written last: without it the folder may be half full. */
const stampOf = folder => path.join(folder, 'installed.json')

/** What npm has put into `folder`, by name and version. */
function installedIn(folder) {
  try {
    return JSON.parse(read(stampOf(folder)))
  } catch {
    return {}
  }
}

/** Whether all of `dependencies` lie there; more may, for a caller with an older Node. */
export function isInstalled(folder, dependencies) {
  const installed = installedIn(folder)
  return Object.entries(dependencies).every(([name, version]) => installed[name] === version)
}

/** Installs packages with npm into a folder of their own; their scripts do not run. */
export async function npmInstall(title, folder, wanted) {
  const dependencies = { ...installedIn(folder), ...wanted }
  fs.mkdirSync(folder, { recursive: true })
  fs.rmSync(stampOf(folder), { force: true })
  // npm would take half a package for a whole one
  fs.rmSync(path.join(folder, 'node_modules'), { recursive: true, force: true })
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }))
  const options = [
    '--no-audit',
    '--no-fund',
    '--no-package-lock',
    '--ignore-scripts',
    '--loglevel=error',
    '--no-update-notifier',
  ]
  const env = {
    ...withoutNpm(process.env),
    ...(homeIsWritable() ? {} : { npm_config_cache: path.join(tools, 'npm-cache') }),
  }
  await step(title, log, 'npm', ['install', '--prefix', folder, ...options], {
    cwd: folder,
    env,
    shell: process.platform === 'win32',
  })
  fs.writeFileSync(stampOf(folder), JSON.stringify(dependencies))
}

/** Some accounts of services have no home; the stores of npm and pnpm then lie with the tools. */
export function homeIsWritable() {
  try {
    fs.accessSync(os.homedir(), fs.constants.W_OK)
    return true
  } catch {
    return false
  }
}

/** The text of a file; empty when it cannot be read. */
export function read(file) {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

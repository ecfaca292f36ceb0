// One process at a time sets up: the lock is a directory (making one is atomic) that says who holds it.
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { say } from './step.mjs'

/** The holder touches its lock this often, in milliseconds; it counts as gone when it has not done so ten times. */
const beat = 1000

/** Runs `action` while no other process holds the lock `directory`; waits for the others with a word about it. */
export async function withLock(directory, action) {
  fs.mkdirSync(path.dirname(directory), { recursive: true })
  const release = await take(directory)
  const timer = setInterval(() => touch(directory), beat)
  process.on('exit', release)
  try {
    return await action()
  } finally {
    clearInterval(timer)
    process.off('exit', release)
    release()
  }
}

async function take(directory) {
  const holder = path.join(directory, 'pid')
  for (let told = false; ;) {
    try {
      fs.mkdirSync(directory)
      fs.writeFileSync(holder, String(process.pid))
      return () => fs.rmSync(directory, { recursive: true, force: true })
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    const pid = read(holder)
    if (isGone(directory, pid)) {
      removeStale(directory, pid)
    } else {
      if (!told) say(`Process ${pid} is setting up in the same folder: waiting for it`)
      told = true
      await sleep(200)
    }
  }
}

function isGone(directory, pid) {
  const age = Date.now() - (fs.statSync(directory, { throwIfNoEntry: false })?.mtimeMs ?? 0)
  return age > 10 * beat || (pid !== '' && !isAlive(Number(pid)))
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Moves the lock aside before removing it: of two that wait only one can, and it looks again at what it moved. */
function removeStale(directory, pid) {
  const aside = `${directory}.${process.pid}`
  try {
    fs.renameSync(directory, aside)
  } catch (error) {
    if (error.code === 'ENOENT') return
    throw error
  }
  if (read(path.join(aside, 'pid')) === pid) fs.rmSync(aside, { recursive: true, force: true })
  else fs.renameSync(aside, directory)
}

function read(file) {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function touch(directory) {
  try {
    fs.utimesSync(directory, new Date(), new Date())
  } catch {
    // removed by somebody: the work goes on, it is nearly done
  }
}

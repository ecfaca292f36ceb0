// Running other programs, and showing that something is going on while they do.
import { spawn } from 'node:child_process'
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const live = new Set()
/** The signal that ends us, once one came, and when. */
let ending
let endingSince = 0

/** Says one line about the setting up. It goes to standard error: standard output belongs to the task. */
export const say = line => process.stderr.write(`${line}\n`)

/** Ends with a sentence instead of a stack of calls. */
export function fail(sentence, code = 1) {
  say(sentence)
  process.exit(code)
}

/** Passes a signal on to all that we started; we end when they have ended, with their code. */
function pass(signal) {
  // who tells the whole group tells us more than once: directly, through npm, and by the end of npm's shell. A second
  // SIGTERM means "at once", so those are one.
  if (signal === 'SIGTERM' && ending === 'SIGTERM' && Date.now() - endingSince < 3000) return
  if (ending === undefined) endingSince = Date.now()
  ending = signal
  if (live.size === 0) process.exit(128 + os.constants.signals[signal])
  for (const { child, own } of live) {
    // a terminal gives Ctrl+C to the whole group: who belongs to ours has heard it
    if (own || signal !== 'SIGINT') child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal)
  }
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => pass(signal))

// npm passes a SIGTERM to its shell only, which dies without a word to us: its end is the signal.
if (process.env.npm_lifecycle_event) {
  const shell = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === shell) return
    clearInterval(watch)
    if (ending === undefined) pass('SIGTERM')
  }, 500)
  watch.unref()
}

/**
 * Runs a program to its end and gives its exit code (128 + signal when it was killed, as a shell does).
 * It gets a process group of its own, so that Ctrl+C reaches it once, through us; `own: false` leaves it in ours, which
 * a program that reads from the terminal needs.
 */
export function run(file, args, { own = true, onStart, ...options }) {
  return new Promise(resolve => {
    const child = spawn(file, args, { stdio: 'inherit', detached: own && process.platform !== 'win32', ...options })
    const entry = { child, own }
    live.add(entry)
    onStart?.(child)
    const done = code => {
      live.delete(entry)
      resolve(code)
    }
    child.on('error', error => {
      say(error.message)
      done(127)
    })
    child.on('close', (code, signal) => done(code ?? 128 + os.constants.signals[signal]))
  })
}

/**
 * Runs a program as one step of setting up: a line that counts the seconds, the output in a log, shown when it fails.
 * Ends the process when the step fails.
 */
export async function step(title, log, file, args, options) {
  const started = Date.now()
  const seconds = () => Math.round((Date.now() - started) / 1000)
  const terminal = process.stderr.isTTY
  let last = ''
  const show = end => {
    const line = `${title} … ${end ?? `${seconds()} s${last && ` (${last})`}`}`.slice(
      0,
      (process.stderr.columns ?? 120) - 1,
    )
    process.stderr.write(terminal ? `\r\u001b[2K${line}${end ? '\n' : ''}` : `${line}\n`)
  }
  show(terminal ? undefined : 'begins')
  const timer = setInterval(show, terminal ? 1000 : 5000)
  mkdirSync(path.dirname(log), { recursive: true })
  writeFileSync(log, '')
  let output = ''
  const code = await run(file, args, {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
    onStart: child => {
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', text => {
          output += text
          appendFileSync(log, text)
          last = /Progress: (.*)/.exec(text)?.[1].replaceAll(/, (done)?$/g, '') ?? last
        })
      }
    },
  })
  clearInterval(timer)
  if (ending) {
    show('stopped')
    process.exit(128 + os.constants.signals[ending])
  }
  if (code !== 0) {
    show(`failed after ${seconds()} s`)
    say(output.trimEnd().split('\n').slice(-40).join('\n'))
    fail(`${title} did not work; all it said is in ${log}. Mend that and run the same command again.`, code)
  }
  show(`done in ${((Date.now() - started) / 1000).toFixed(1)} s`)
}

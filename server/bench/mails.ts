import { setTimeout as sleep } from 'node:timers/promises'
import { createTransport } from 'nodemailer'
import type { Connection } from '../src/db/connect.ts'
import { openPostOffice, type PostOffice } from '../test/post-office.ts'
import type { Benchmark } from './benchmark.ts'
import { runSql } from './database.ts'
import { takeTurns, type Sample } from './rounds.ts'
import { meetingId, oneVenue, openMeetings, registrations, seed } from './seed.ts'
import { freePort, startService, type Service } from './server-process.ts'

const rounds = 3
const people = 300

/** A message to all who are registered for a meeting, from the first mail that arrives to the last. */
export const mails: Benchmark = {
  name: 'mails',
  title: 'Mails',
  async run({ postgres, say }) {
    const database = await postgres.createDatabase()
    await seed(
      database,
      oneVenue,
      openMeetings({ from: 1, to: 1, capacity: people }),
      ...registrations({ from: 1, to: 1, each: people }),
    )
    const post = await openPostOffice(await freePort())
    const smtpUrl = `smtp://127.0.0.1:${post.port}`
    const service = await startService(database, { SMTP_URL: smtpUrl, MAIL_FROM: 'netz@example.org' })
    try {
      const figures = await takeTurns(
        { ours: () => sendToAll(service, database, post), bare: () => sendAgain(smtpUrl, post) },
        { rounds, say },
      )
      return [
        {
          what: `Message to ${people} people, mails per second`,
          ours: figures.ours.value,
          baseline: { name: 'nodemailer alone', value: figures.bare.value },
          cpu: { ours: figures.ours.cpu ?? Number.NaN },
          means: 'The same mails by as many connections. Ours also writes each, its job, and what the server said.',
        },
      ]
    } finally {
      await service.stop()
      await post.close()
    }
  },
}

async function sendToAll(service: Service, database: Connection, post: PostOffice): Promise<Sample> {
  post.delivered = []
  const answer = await fetch(`${service.url}/api/v1/meetings/${meetingId(1)}/mailings`, {
    method: 'POST',
    headers: { ...service.office, 'content-type': 'application/json' },
    body: JSON.stringify({ audience: 'everybody', subject: 'Parken', body: 'Der Parkplatz ist gesperrt.' }),
  })
  if (answer.status !== 201) throw new Error(`no message was made: ${await answer.text()}`)
  const cpu = await service.cpu()
  // the minute in which it can be taken back is over
  await runSql(database, `update pgboss.job set start_after = now() where name = 'send-mailing' and state = 'created'`)
  const seconds = await untilAllCame(post)
  return { value: people / seconds, cpu: ((await service.cpu()) - cpu) / people }
}

async function sendAgain(url: string, post: PostOffice): Promise<Sample> {
  const sent = post.delivered
  post.delivered = []
  const transport = createTransport({ url, pool: true, maxConnections: 2 })
  const all = sent.map(({ to, raw }) => transport.sendMail({ envelope: { from: 'netz@example.org', to }, raw }))
  const seconds = await untilAllCame(post)
  await Promise.all(all)
  transport.close()
  return { value: people / seconds }
}

/** @returns how many seconds lay between the first mail and the last. */
async function untilAllCame(post: PostOffice): Promise<number> {
  const ends = Date.now() + 300_000
  let began: number | undefined
  while (post.delivered.length < people) {
    if (Date.now() > ends) throw new Error(`only ${post.delivered.length} mails came`)
    if (began === undefined && post.delivered.length > 0) began = performance.now()
    await sleep(2)
  }
  return (performance.now() - (began ?? 0)) / 1000
}

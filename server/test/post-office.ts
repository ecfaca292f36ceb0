import { once } from 'node:events'
import { callbackify } from 'node:util'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'

/** How a mail server misbehaves; each is asked for every mail. Nothing given: it takes everything. */
export type Moods = {
  /** Answers a recipient with this code instead of accepting it. */
  refuse?: (address: string) => { code: number; message: string } | undefined
  /** Takes the whole mail and drops the connection before it says so. */
  dieAfterData?: (address: string) => boolean
  /** Does not know the password. */
  wrongPassword?: boolean
}

export type PostOffice = {
  port: number
  moods: Moods
  /** What was delivered, in the order in which it came. */
  delivered: { to: string; raw: string; mail: Email }[]
  open(): Promise<void>
  close(): Promise<void>
}

type Connection = { _socket: { destroy(): void } }

/** A real mail server on a port of its own. */
export async function openPostOffice(port: number): Promise<PostOffice> {
  const office: PostOffice = { port, moods: {}, delivered: [], open, close }
  let server: SMTPServer | undefined

  async function open(): Promise<void> {
    const next = new SMTPServer({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      authOptional: true,
      disableReverseLookup: true,
      closeTimeout: 100,
      onAuth: (_auth, _session, done) => {
        if (office.moods.wrongPassword === true)
          return done(Object.assign(new Error('wrong password'), { responseCode: 535 }))
        return done(null, { user: 'treffpunkt' })
      },
      onRcptTo: ({ address }, _session, done) => {
        const refusal = office.moods.refuse?.(address)
        if (refusal === undefined) return done()
        return done(Object.assign(new Error(refusal.message), { responseCode: refusal.code }))
      },
      onData: (stream, session, done) => {
        const take = async (): Promise<boolean> => {
          const raw = Buffer.concat((await stream.toArray()) as Buffer[])
          const to = session.envelope.rcptTo.map(({ address }) => address).join(', ')
          office.delivered.push({ to, raw: raw.toString(), mail: await PostalMime.parse(raw) })
          return office.moods.dieAfterData?.(to) === true
        }
        callbackify(take)((error, dies) => {
          if (dies) for (const { _socket } of next.connections as Set<Connection>) _socket.destroy()
          else done(error)
        })
      },
    })
    next.on('error', () => undefined)
    next.listen(port, '127.0.0.1')
    await once(next.server, 'listening')
    server = next
  }

  async function close(): Promise<void> {
    const closing = server
    server = undefined
    if (closing !== undefined) await new Promise<void>(resolve => closing.close(resolve))
  }

  await open()
  return office
}

import { afterAll, beforeAll, beforeEach, expect } from 'vitest'
import type { Mail, MailContent } from '@treffpunkt/shared/mails'
import type { Confirmed, OwnRegistration } from '@treffpunkt/shared/sign-up'
import { startService, type Client, type TestService } from './service.ts'

/** A service for the tests of one file, with what people and the office do again and again when somebody signs up. */
export function useSignUps() {
  let service!: TestService
  let office!: Client
  beforeAll(async () => {
    service = await startService()
    office = await service.signIn('coordinator')
  })
  afterAll(() => service.close())
  // everybody in these tests comes from the same network
  beforeEach(() => service.db.deleteFrom('rateLimits').execute())

  const hour = 3_600_000
  const at = (hours: number) => new Date(Date.now() + hours * hour).toISOString()

  /** An open meeting. */
  async function meeting(capacity: number | null, startsIn = 24 * 14, more: object = {}): Promise<string> {
    const { body } = (await office.post('/api/v1/meetings', {
      kind: 'network',
      startsAt: at(startsIn),
      endsAt: at(startsIn + 3),
      capacity,
      ...more,
    })) as { body: { id: string } }
    await office.post(`/api/v1/meetings/${body.id}/publish`)
    await office.post(`/api/v1/meetings/${body.id}/open`)
    return body.id
  }

  let n = 0
  const person = (more: object = {}) => {
    n++
    return { firstName: 'Ada', lastName: `Muster${n}`, email: `ada${n}@example.org`, noticeVersion: 1, ...more }
  }
  const signUp = async (meetingId: string, who: object = person()) =>
    service.anonymous.post(`/api/v1/public/meetings/${meetingId}/registrations`, who)

  /** The newest mail to an address, as the mail page shows it. */
  async function mailTo(email: string, kind: string): Promise<MailContent> {
    for (let tries = 0; tries < 100; tries++) {
      const { items } = (await office.get('/api/v1/mails')).body as { items: Mail[] }
      const mail = items.find(one => one.to === email && one.kind === kind && one.status === 'kept')
      if (mail !== undefined) return (await office.get(`/api/v1/mails/${mail.id}`)).body as MailContent
      await new Promise(resolve => setTimeout(resolve, 100))
    }
    throw new Error(`no mail ${kind} to ${email}`)
  }
  const tokenIn = (mail: MailContent) => mail.links[0]?.url.split('/').at(-1) ?? ''
  const codeIn = (mail: MailContent) => /Code: (\d{6})/.exec(mail.text)?.[1] ?? ''
  const confirmByLink = async (email: string) =>
    service.anonymous.post('/api/v1/public/confirmations/by-link', { token: tokenIn(await mailTo(email, 'confirm')) })

  /** Signs up and confirms; the person's link. */
  async function comes(
    meetingId: string,
    more: object = {},
  ): Promise<{ token: string; registration: OwnRegistration; email: string }> {
    const who = person(more)
    expect((await signUp(meetingId, who)).status).toBe(202)
    const answer = await confirmByLink(who.email)
    expect(answer.status).toBe(200)
    return { ...(answer.body as Confirmed), email: who.email }
  }
  const own = (token: string) => ({ authorization: `Link ${token}` })
  const move = async (token: string, name: string) =>
    service.anonymous.post(`/api/v1/own-registration/${name}`, undefined, own(token))
  const look = async (token: string) =>
    (await service.anonymous.get('/api/v1/own-registration', own(token))).body as OwnRegistration

  return {
    get service() {
      return service
    },
    get office() {
      return office
    },
    hour,
    at,
    meeting,
    person,
    signUp,
    mailTo,
    tokenIn,
    codeIn,
    confirmByLink,
    comes,
    own,
    move,
    look,
  }
}

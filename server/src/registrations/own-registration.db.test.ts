import { describe, expect, test } from 'vitest'
import type { PersonalData } from '@treffpunkt/shared/privacy'
import type { Confirmed, OwnRegistration, SignUpReceived } from '@treffpunkt/shared/sign-up'
import { useSignUps } from '../../test/sign-ups.ts'

const world = useSignUps()
const { at, meeting, person, signUp, mailTo, tokenIn, confirmByLink, comes, own, move } = world

describe('the personal link', () => {
  test('changes, withdraws and brings back', async () => {
    const id = await meeting(30)
    const { token, registration } = await comes(id, { language: 'uk' })
    const change = (body: object, version = registration.version) =>
      world.service.anonymous.patch('/api/v1/own-registration', body, { ...own(token), 'if-match': `"${version}"` })
    const changed = await change({
      firstName: 'Adele',
      consents: { contactList: true, invitations: true, photographs: false },
    })
    expect(changed.body).toMatchObject({
      firstName: 'Adele',
      language: 'uk',
      consents: { contactList: true, invitations: true, photographs: false },
    })
    expect((await change({ firstName: 'Zu spät' })).status).toBe(412)
    await change({ consents: { contactList: false, invitations: true, photographs: false } }, registration.version + 1)
    const kept = await world.service.db
      .selectFrom('consents')
      .select(['purpose', 'withdrawnAt'])
      .orderBy('purpose')
      .execute()
    expect(kept.filter(({ withdrawnAt }) => withdrawnAt !== null)).toMatchObject([{ purpose: 'contact_list' }])

    expect((await move(token, 'withdraw')).body).toMatchObject({
      status: 'withdrawn',
      canRestore: true,
      ticketToken: null,
    })
    expect((await move(token, 'withdraw')).body).toMatchObject({ status: 'withdrawn' })
    expect((await move(token, 'restore')).body).toMatchObject({ status: 'confirmed' })
  })

  test('invitations are agreed to and ended once for all registrations of a person, the rest for one meeting', async () => {
    const who = person()
    const read = async (token: string) =>
      (await world.service.anonymous.get('/api/v1/own-registration', own(token))).body as OwnRegistration
    const change = async (token: string, consents: object, version?: number) => {
      const { version: now, consents: before } = await read(token)
      const body = { consents: { ...before, ...consents } }
      const headers = { ...own(token), 'if-match': `"${version ?? now}"` }
      return world.service.anonymous.patch('/api/v1/own-registration', body, headers)
    }
    const agreed = { contactList: true, invitations: true, photographs: false }
    const joins = async (more: object) => {
      const id = await meeting(30)
      await signUp(id, { ...who, ...more })
      // all of their mails go to one address
      for (;;) {
        const { token, registration } = (await confirmByLink(who.email)).body as Confirmed
        if (registration.meeting.id === id) return { token, registration }
      }
    }
    const first = await joins({ consents: agreed })
    const second = await joins({})
    // somebody else of the same mailbox has their own word
    const other = await joins({ firstName: 'Jemand', lastName: 'Anderes' })
    expect((await read(second.token)).consents).toEqual({ ...agreed, contactList: false })
    expect((await read(second.token)).consentHistory).toHaveLength(1)
    expect((await read(other.token)).consents.invitations).toBe(false)

    const { version } = await read(first.token)
    expect((await change(second.token, { invitations: false, photographs: true })).body).toMatchObject({
      consents: { contactList: false, invitations: false, photographs: true },
    })
    expect((await read(first.token)).consents).toEqual({ ...agreed, invitations: false })
    // what the other page still showed does not bring it back
    expect((await change(first.token, { ...agreed }, version)).status).toBe(412)
    // without the program, and back
    const posted = await fetch(`${world.service.url}/registrations/${first.token}/consents`, {
      method: 'POST',
      body: new URLSearchParams({ purpose: 'invitations', given: 'yes' }),
      redirect: 'manual',
    })
    expect(posted.status).toBe(303)
    for (const { token } of [first, second]) expect((await read(token)).consents.invitations).toBe(true)
    // what they said by one link they said themselves, on the others as well
    const { changes } = (await world.service.anonymous.get('/api/v1/own-registration/data', own(first.token)))
      .body as PersonalData
    expect(new Set(changes.map(({ by }) => by))).not.toContain('other_attendee')
    // something else is changed: nothing is written down that was not said
    await change(second.token, { photographs: false })
    // a page that speaks for itself alone shows nothing of it, and what is open there stays current
    await world.service.db
      .updateTable('registrations')
      .set({ speaksAlone: true })
      .where('meetingId', '=', second.registration.meeting.id)
      .where('email', '=', who.email)
      .execute()
    const alone = await read(second.token)
    expect(alone.consents.invitations).toBe(false)
    for (const invitations of [false, true]) await change(first.token, { invitations })
    expect((await read(second.token)).version).toBe(alone.version)
    const { rows } = await world.service.pool.query(
      `select c.source, c.withdrawn_at is null as live from consents c join registrations r on r.id = c.registration_id
       where r.email = $1 and c.purpose = 'invitations' order by c.given_at`,
      [who.email],
    )
    expect(rows).toEqual([
      { source: 'sign_up', live: false },
      { source: 'link', live: false },
      { source: 'link', live: true },
    ])
  })

  test('who goes back and forth all the time is asked to wait, and gets no more mails', async () => {
    const id = await meeting(30)
    const { token } = await comes(id)
    const statuses: number[] = []
    for (let i = 0; i < 12; i++)
      for (const name of ['withdraw', 'restore']) statuses.push((await move(token, name)).status)
    expect(statuses.slice(0, 20).every(status => status === 200)).toBe(true)
    expect(statuses.slice(20).every(status => status === 429)).toBe(true)
  })

  test('a wrong one, a foreign one and one of a meeting long past open nothing', async () => {
    const id = await meeting(30)
    const { token } = await comes(id)
    const [name, signature] = token.split('.')
    for (const wrong of [
      '',
      'x',
      `${name}.${signature}x`,
      `${signature}.${name}`,
      `AAAAAAAAAAAAAAAAAAAAAA.${signature}`,
    ])
      expect((await world.service.anonymous.get('/api/v1/own-registration', own(wrong))).status, wrong).toBe(401)
    await world.service.db
      .updateTable('meetings')
      .set({ startsAt: at(-24 * 40), endsAt: at(-24 * 39), registrationOpensAt: at(-24 * 50) })
      .where('id', '=', id)
      .execute()
    expect((await world.service.anonymous.get('/api/v1/own-registration', own(token))).status).toBe(401)
  })

  test('is sent again to whoever has the mailbox; the answer is the same for everybody', async () => {
    const id = await meeting(30)
    const { email, token } = await comes(id)
    const ask = (address: string) => world.service.anonymous.post('/api/v1/public/lost-links', { email: address })
    const [known, unknown] = [await ask(email.toUpperCase()), await ask('nobody@example.org')]
    expect([known.status, known.body]).toEqual([unknown.status, unknown.body])
    const mail = await mailTo(email, 'lost_links')
    expect(tokenIn(mail)).toBe(token)
    // each link says which meeting it is for, and nothing else in the mail names one
    expect(mail.links[0]?.label).toMatch(/\d{4}.* Uhr \(Ada Muster/)
    expect(mail.text).not.toContain('Wann:')
    expect(mail.text).toContain('Guten Tag Ada Muster')
  })

  test('greets nobody by a name where several have the mailbox', async () => {
    const id = await meeting(30)
    const { email } = await comes(id, { colleagues: [{ firstName: 'Zoe', lastName: 'Zweite' }] })
    await world.service.anonymous.post('/api/v1/public/lost-links', { email })
    const { text } = await mailTo(email, 'lost_links')
    expect(text).toMatch(/^Guten Tag,$/m)
    for (const name of ['(Ada Muster', '(Zoe Zweite)']) expect(text).toContain(name)
  })
})

describe('what is stored', () => {
  test('no token and no code in the database or the log', async () => {
    const id = await meeting(30)
    const who = person()
    const { attempt } = (await signUp(id, who)).body as SignUpReceived
    const mail = await mailTo(who.email, 'confirm')
    const { token, registration } = (await confirmByLink(who.email)).body as Confirmed
    await fetch(`${world.service.url}/registrations/${token}`)
    const tables = await world.service.pool.query<{ table_name: string }>(
      "select table_name from information_schema.tables where table_schema in ('public', 'pgboss') and table_type = 'BASE TABLE'",
    )
    const dump: string[] = []
    for (const { table_name: table } of tables.rows) {
      const schema =
        table.startsWith('job') || ['queue', 'schedule', 'subscription', 'version', 'archive', 'bam'].includes(table)
          ? 'pgboss'
          : 'public'
      dump.push(
        await world.service.pool.query(`select to_jsonb(t) from ${schema}.${table} t`).then(
          ({ rows }) => JSON.stringify(rows),
          () => '',
        ),
      )
    }
    const everything = dump.join('\n')
    expect(everything).toContain(who.email)
    for (const secret of [token, attempt, registration.ticketToken ?? '', tokenIn(mail)]) {
      expect(everything).not.toContain(secret.split('.')[1])
      expect(world.service.log.join('\n')).not.toContain(secret.split('.')[1])
    }
    expect(world.service.log.join('\n')).not.toContain(who.email)
  })
})

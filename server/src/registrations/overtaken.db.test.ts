import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import type { Mail } from '@treffpunkt/shared/mails'
import type { PartnerRegistration } from '@treffpunkt/shared/partners'
import type { SignUpReceived } from '@treffpunkt/shared/sign-up'
import { makeOrganisation, makePartner } from '../../test/partner.ts'
import { asOwner, inDatabase } from '../../test/postgres.ts'
import { useSignUps } from '../../test/sign-ups.ts'

// A mail is written down with what it is about and sent a moment later: what happens in between must not make it untrue.

const world = useSignUps()
const { meeting, person, signUp, comes, confirmByLink, mailTo, move, own } = world

const owner = async (statement: string) => {
  const { rows } = await world.service.pool.query<{ name: string }>('select current_database() as name')
  await asOwner(inDatabase(inject('postgres').owner, rows[0]?.name ?? ''), client => client.query(statement))
}
/** From now on mails wait until they are let go. */
const hold = () => owner(`alter table pgboss.job enable trigger hold`)
const letGo = () =>
  owner(
    `alter table pgboss.job disable trigger hold; update pgboss.job set start_after = now() where name = 'send-mail' and state = 'created'`,
  )
beforeEach(() =>
  owner(`create or replace function hold() returns trigger language plpgsql as
    $$ begin if new.name = 'send-mail' then new.start_after = now() + interval '1 hour'; end if; return new; end $$;
    drop trigger if exists hold on pgboss.job;
    create trigger hold before insert on pgboss.job for each row execute function hold();
    alter table pgboss.job disable trigger hold`),
)
afterEach(letGo)

const newest = async (email: string, kind: string) =>
  ((await world.office.get('/api/v1/mails?limit=200')).body as { items: Mail[] }).items.find(
    mail => mail.to === email && mail.kind === kind,
  )
const outcome = async (email: string, kind: string) => {
  await expect.poll(async () => (await newest(email, kind))?.status, { timeout: 10_000 }).not.toBe('waiting')
  const mail = await newest(email, kind)
  return mail?.status === 'failed' ? mail.reason : mail?.status
}
const idOf = async (email: string) => {
  const { rows } = await world.service.pool.query<{ id: string }>('select id from registrations where email = $1', [
    email,
  ])
  return rows[0]?.id ?? ''
}
const byOffice = async (email: string, verb: string, body?: object) => {
  const answer = await world.office.post(`/api/v1/registrations/${await idOf(email)}/${verb}`, body)
  expect(answer.status, answer.text).toBe(200)
}
const widen = async (id: string, capacity: number) =>
  void (await world.office.patch(`/api/v1/meetings/${id}`, { capacity }, { 'if-match': '*' }))

/** How each kind of mail comes about, and what overtakes it. `before` happens while mails go out at once. */
const kinds: Record<
  string,
  () => Promise<{ email: string; because: () => Promise<unknown>; overtaking: () => Promise<unknown> }>
> = {
  confirm: async () => {
    const [id, who] = [await meeting(5), person()]
    return { email: who.email, because: () => signUp(id, who), overtaking: () => byOffice(who.email, 'withdraw') }
  },
  already_registered: async () => {
    const [id, who] = [await meeting(5), person()]
    const { email, token } = await comes(id, who)
    return { email, because: () => signUp(id, who), overtaking: () => move(token, 'withdraw') }
  },
  confirmed: async () => {
    const [id, who] = [await meeting(5), person()]
    await signUp(id, who)
    await mailTo(who.email, 'confirm')
    return {
      email: who.email,
      because: () => confirmByLink(who.email),
      overtaking: () => byOffice(who.email, 'withdraw'),
    }
  },
  requested: async () => {
    const [id, who] = [await meeting(5, 24 * 14, { approval: true }), person()]
    await signUp(id, who)
    await mailTo(who.email, 'confirm')
    return {
      email: who.email,
      because: () => confirmByLink(who.email),
      overtaking: () => byOffice(who.email, 'approve'),
    }
  },
  refused: async () => {
    const { email } = await comes(await meeting(5, 24 * 14, { approval: true }))
    return {
      email,
      because: () => byOffice(email, 'refuse', { reason: null }),
      overtaking: () => byOffice(email, 'reconsider'),
    }
  },
  waitlisted: async () => {
    const [id, who] = [await meeting(1), person()]
    await comes(id)
    await signUp(id, who)
    await mailTo(who.email, 'confirm')
    return { email: who.email, because: () => confirmByLink(who.email), overtaking: () => widen(id, 2) }
  },
  offered: async () => {
    const id = await meeting(1)
    await comes(id)
    const { email, token } = await comes(id)
    return { email, because: () => widen(id, 2), overtaking: () => move(token, 'accept') }
  },
  lapsed: async () => {
    const id = await meeting(1)
    await comes(id)
    const { email } = await comes(id)
    await widen(id, 2)
    const because = async () => {
      await world.service.pool.query(
        `update registrations set expires_at = now() where status = 'offered' and email = $1`,
        [email],
      )
      await signUp(id)
    }
    return { email, because, overtaking: () => byOffice(email, 'confirm') }
  },
  withdrawn: async () => {
    const { email, token } = await comes(await meeting(5))
    return { email, because: () => move(token, 'withdraw'), overtaking: () => move(token, 'restore') }
  },
}

test.each(Object.entries(kinds))('%s is sent while it is true, and not when it was overtaken', async (kind, make) => {
  const plain = await make()
  await hold()
  await plain.because()
  await letGo()
  expect(await outcome(plain.email, kind)).toBe('kept')

  const late = await make()
  await hold()
  await late.because()
  await late.overtaking()
  await letGo()
  expect(await outcome(late.email, kind)).toBe('outdated')
  // nobody needs to look after it
  const { counts } = (await world.office.get(`/api/v1/mails?registrationId=${await idOf(late.email)}`)).body as {
    counts: { failed: number }
  }
  expect(counts.failed).toBe(0)
})

test('whoever others have entered is told so in any case, and what has become of it', async () => {
  const partner = await makePartner(
    world.office,
    world.service.url,
    await makeOrganisation(world.office, 'Caritas Naumburg'),
  )
  const id = await meeting(1)
  const { noticeVersion: _, ...who } = person()
  await hold()
  const { body } = await partner.post(`/api/v1/partner/meetings/${id}/registrations`, who)
  await partner.post(`/api/v1/partner/registrations/${(body as PartnerRegistration).id}/withdraw`)
  await letGo()
  const { text } = await mailTo(who.email, 'entered')
  expect(text).toContain(
    'Caritas Naumburg hat Sie zu diesem Treffen angemeldet. Inzwischen sind Sie wieder abgemeldet.',
  )
  expect(text).not.toContain('Warteliste')
  expect((await mailTo(who.email, 'withdrawn')).text).toContain('Caritas Naumburg hat Sie abgemeldet.')

  // by the office as well; and who waited and is offered a seat meanwhile does not read of a waiting list
  await comes(id)
  const guest = { firstName: 'Ada', lastName: 'Wartend', email: 'wartend@example.org' }
  await hold()
  await world.office.post(`/api/v1/meetings/${id}/registrations`, guest)
  await widen(id, 2)
  await letGo()
  const later = (await mailTo(guest.email, 'entered')).text
  expect(later).toContain('Wie es jetzt um Ihren Platz steht')
  expect(later).not.toContain('Warteliste')
})

test('whoever stands on the form of somebody confirmed meanwhile is asked all the same', async () => {
  const id = await meeting(5)
  const who = person()
  const lead = async () => {
    const { rows } = await world.service.pool.query<{ id: string }>(
      'select id from registrations where email = $1 and last_name = $2',
      [who.email, who.lastName],
    )
    return rows[0]?.id ?? ''
  }
  await hold()
  await signUp(id, { ...who, colleagues: [{ firstName: 'Bo', lastName: 'Begleitung' }] })
  const office = await world.office.post(`/api/v1/registrations/${await lead()}/confirm`)
  expect(office.status, office.text).toBe(200)
  await letGo()
  expect(await outcome(who.email, 'confirm')).toBe('kept')
  const mail = await mailTo(who.email, 'confirm')
  expect(mail.text).toContain('Bo Begleitung')
  const page = await world.service.anonymous.get(`/confirm/${world.tokenIn(mail)}`)
  expect(page.text).toContain('Bo Begleitung')
  expect((await confirmByLink(who.email)).body).toMatchObject({ registration: { together: [{ status: 'confirmed' }] } })
})

test('whoever asks for the mail once more, and is confirmed meanwhile, reads that', async () => {
  const who = person()
  const { attempt } = (await signUp(await meeting(5), who)).body as SignUpReceived
  await mailTo(who.email, 'confirm')
  await byOffice(who.email, 'confirm')
  expect((await world.service.anonymous.post('/api/v1/public/confirmations/resend', { attempt })).status).toBe(202)
  expect(await outcome(who.email, 'already_registered')).toBe('kept')
})

test('whom an organisation has asked about is told so in any case, and what holds now', async () => {
  const partner = await makePartner(world.office, world.service.url, await makeOrganisation(world.office, 'Awo Zeitz'))
  const id = await meeting(5)
  const ask = async ({ email, firstName, lastName }: Record<'email' | 'firstName' | 'lastName', string>) =>
    expect(
      (await partner.post(`/api/v1/partner/meetings/${id}/registrations`, { email, firstName, lastName })).status,
    ).toBe(409)
  const { email, token, registration } = await comes(id)
  const open = person()
  await signUp(id, open)
  await mailTo(open.email, 'confirm')
  await hold()
  await ask({ ...registration, email })
  await ask(open)
  await move(token, 'withdraw')
  await byOffice(open.email, 'confirm')
  await letGo()
  const withdrawn = await mailTo(email, 'already_registered')
  expect(withdrawn.text).toContain('Awo Zeitz wollte Sie für dieses Treffen eintragen')
  expect(withdrawn.text).toContain('Inzwischen sind Sie wieder abgemeldet.')
  // what was to ask for a confirmation has become another mail, by its subject as well, and stays that
  const became = await mailTo(open.email, 'already_registered')
  expect(became.text).toContain('Awo Zeitz wollte Sie für dieses Treffen eintragen')
  expect(await newest(open.email, 'already_registered')).toMatchObject({
    status: 'kept',
    subject: expect.stringMatching(/^Sie sind schon angemeldet: /) as string,
  })
})

test('subject and text of a mail are of one time', async () => {
  const { email, token } = await comes(await meeting(5))
  await hold()
  await move(token, 'withdraw')
  const { id } = (await world.service.anonymous.get('/api/v1/own-registration', own(token))).body.meeting as {
    id: string
  }
  const renamed = await world.office.patch(`/api/v1/meetings/${id}`, { title: 'Sommerfest' }, { 'if-match': '*' })
  expect(renamed.status, renamed.text).toBe(200)
  await letGo()
  expect((await mailTo(email, 'withdrawn')).text).toContain('Sommerfest')
  expect((await newest(email, 'withdrawn'))?.subject).toContain('Sommerfest')
})

test('by themselves: nobody is named', async () => {
  const { email, token } = await comes(await meeting(5))
  await move(token, 'withdraw')
  expect((await mailTo(email, 'withdrawn')).text).toContain('Sie sind abgemeldet.')
  expect((await world.service.anonymous.get('/api/v1/own-registration', own(token))).status).toBe(200)
})

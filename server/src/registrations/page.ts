import { closedUp, colleaguesIn, mostColleagues } from '@treffpunkt/shared/colleagues'
import { wayOf, type AttendanceMode, type OnlineRoom } from '@treffpunkt/shared/attendance-modes'
import { plainDigits } from '@treffpunkt/shared/digits'
import { prefixOf } from '@treffpunkt/shared/languages'
import type { PublicQuestion } from '@treffpunkt/shared/questions'
import { Consents as ConsentsSchema, type Consents } from '@treffpunkt/shared/registrations'
import { sendLostLinks as lostLinks, SignUp as SignUpSchema, type SignUp } from '@treffpunkt/shared/sign-up'
import { checkForm, newFormKey, orAgain, useForms, type Fields, type Filled } from '../http/forms.ts'
import type { Pages } from '../http/pages.ts'
import type { App, Reply, Request, Service } from '../http/service.ts'
import { meetingCalendar } from '../meetings/calendar.ts'
import { getPublicMeeting } from '../meetings/public-queries.ts'
import { mistake, notFound, ProblemError, undefinedWhenGone } from '../problems.ts'
import { listAsked } from '../questions/queries.ts'
import { getNetwork, getText } from '../settings/queries.ts'
import { mailTexts } from '../texts/languages.ts'
import {
  confirmByCode,
  confirmByLink,
  moveOwn,
  readTicket,
  sealWith,
  sendLostLinks,
  setConsent,
  signUpWithin,
} from './answers.ts'
import { attend } from './attends.ts'
import { getAttempt } from './confirm.ts'
import { acceptOffer, declineOffer } from './change.ts'
import { getOwnContactList } from './contact-list.ts'
import { findKnown } from './known.ts'
import { getNextMeeting } from './next.ts'
import { postedAnswers, postedPerson } from './posted.ts'
import { getOwnRegistration } from './queries.ts'
import { listUnconfirmedWith } from './together.ts'
import { attemptOfToken, findByToken, isOfErased } from './tokens.ts'
import { restore, withdraw } from './withdraw.ts'

type WithToken = { Params: { token: string }; Body: Fields }
type WithMeeting = { Params: { id: string }; Body: Fields }
/** The form of a meeting, at its own address or at that of a personal link. */
type SigningUp = WithMeeting & { Querystring: { invitation?: unknown } }
type SentForm = { body: Fields; query: SigningUp['Querystring'] }

/** The token of a personal link, if the form came by one; what cannot be a token is none. */
const linkOf = ({ invitation }: SigningUp['Querystring']): string | undefined =>
  typeof invitation === 'string' && /^[\w.-]{1,200}$/.test(invitation) ? invitation : undefined

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const signUpPath = `/meetings/:id(^${uuid}$)/sign-up`

/**
 * The pages on which people sign up, confirm and look after their registration. Each form posts without JavaScript,
 * too: to the same verbs as the API, answered by a redirect to the page that follows (so that reloading repeats
 * nothing), or by the same page with what was typed and what is to be mended. A GET never changes anything: mail
 * scanners open every link.
 */
export const registrationPages = (service: Service, pages: Pages) => async (app: App) => {
  await useForms(app)
  const schema = { hide: true }
  const network = async () => ({ '/api/v1/public/network': await getNetwork(service.db) })
  const goTo = (reply: Reply, path: string) =>
    reply.header('cache-control', 'no-store').redirect(prefixOf(reply.request.language) + path, 303)

  /** The page of a form; after a mistake with what was typed and the problem. */
  const form = (filled: Pick<Filled, 'values'> | undefined) => (filled === undefined ? {} : { '/form': filled })

  // Signing up ---------------------------------------------------------------------------------------------------------

  async function signUpPage(
    reply: Reply,
    id: string,
    token: string | undefined,
    filled?: Partial<Filled> & Pick<Filled, 'values'>,
  ) {
    const { language } = reply.request
    const [meeting, notice, items, known, invited] = await Promise.all([
      getPublicMeeting(service.db, id),
      getText(service.db, 'form_notice', language),
      listAsked(service.db, id),
      network(),
      token === undefined ? undefined : findKnown(service.db, service.keys, id, token),
    ])
    // the page of the meeting says how one comes in
    const isWrong = invited === undefined && reply.request.url.includes('?invitation=')
    if (
      meeting.visibility === 'members' &&
      filled === undefined &&
      !isWrong &&
      (invited?.invitationId ?? null) === null
    )
      return goTo(reply, `/meetings/${id}`)
    const texts = mailTexts(language).invitation
    return pages.send(reply, {
      // the form in another language knows them as well
      path: `/meetings/${id}/sign-up${invited === undefined || filled !== undefined ? '' : `?invitation=${token}`}`,
      description: meeting.focusTopic,
      status: filled?.problem?.status ?? 200,
      hidden: filled !== undefined || invited !== undefined || isWrong || meeting.visibility !== 'public',
      data: {
        ...known,
        [`/api/v1/public/meetings/${id}`]: meeting,
        [`/api/v1/public/meetings/${id}/questions`]: { items },
        [`/api/v1/public/texts/form_notice?language=${language}`]: notice,
        '/form-key': newFormKey(),
        ...(isWrong ? { '/wrong-link': texts.wrongLink } : {}),
        ...(invited === undefined
          ? {}
          : {
              '/invited': {
                token,
                text: texts[meeting.visibility === 'members' ? 'knownMember' : 'known'],
                only: {
                  email: texts.onlyEmail(invited.known.email),
                  name: texts.onlyName(`${invited.known.firstName} ${invited.known.lastName}`),
                },
                already: texts.already,
                ...invited.known,
                language,
              },
            }),
        ...form(filled),
      },
    })
  }

  app.get<SigningUp>(signUpPath, { schema }, (request, reply) =>
    signUpPage(reply, request.params.id, linkOf(request.query)),
  )
  app.post<SigningUp>(signUpPath, { schema, config: { once: true } }, (request, reply) =>
    orAgain(
      request,
      reply,
      async () => {
        // without JavaScript the form grows by one more on the way through here
        const values: Fields = { ...request.body, ...closedUp(request.body) }
        request.body = values
        if (values['addColleague'] !== undefined) {
          const shown = Math.min(Number(values['addColleague']) || 1, mostColleagues)
          return signUpPage(reply, request.params.id, linkOf(request.query), {
            values: { ...values, colleagues: String(shown) },
          })
        }
        const body = readSignUp(request, await listAsked(service.db, request.params.id))
        await requireAttends(service, request.params.id, body)
        if (body.homepage) return goTo(reply, `/meetings/${request.params.id}`)
        const { attempt } = await signUpWithin(service, request, reply, request.params.id, body)
        return goTo(reply, `/confirmations/${attempt}`)
      },
      filled => signUpPage(reply, request.params.id, linkOf(request.query), filled),
    ),
  )

  // Confirming ---------------------------------------------------------------------------------------------------------

  async function codePage(reply: Reply, token: string, filled?: Filled) {
    const attemptId = attemptOfToken(service.keys, token)
    if (attemptId === undefined) throw notFound()
    const { email, until, meetingId, people, known, place } = await getAttempt(service.db, attemptId)
    return pages.send(reply, {
      path: `/confirmations/${token}`,
      status: filled?.problem.status ?? 200,
      hidden: true,
      data: {
        ...(await network()),
        [`/api/v1/public/meetings/${meetingId}`]: await getPublicMeeting(service.db, meetingId),
        '/attempt': { email, until, meetingId, people, ...(known ? { known, place } : {}) },
        ...form(filled),
      },
    })
  }

  app.get<WithToken>('/confirmations/:token', { schema }, (request, reply) => codePage(reply, request.params.token))
  app.post<WithToken>('/confirmations/:token', { schema }, (request, reply) =>
    orAgain(
      request,
      reply,
      async () => {
        const code = plainDigits(request.body['code'] ?? '')
        const confirmed = await confirmByCode(service, request, reply, { attempt: request.params.token, code })
        return goTo(reply, `/registrations/${confirmed.token}`)
      },
      filled => codePage(reply, request.params.token, filled),
    ),
  )

  app.get<WithToken>('/confirm/:token', { schema }, async (request, reply) => {
    const { token } = request.params
    const found = await findByToken(service.db, service.keys, 'confirm', token)
    if (found === undefined) throw notFound()
    const { meeting, firstName, lastName, status, addressConfirmed, consents, queuePosition } =
      await getOwnRegistration(service.db, found.id)
    return pages.send(reply, {
      path: `/confirm/${token}`,
      hidden: true,
      data: {
        ...(await network()),
        '/confirm': {
          meeting,
          name: `${firstName} ${lastName}`,
          status,
          addressConfirmed,
          consents,
          queuePosition,
          together: (await listUnconfirmedWith(service.db, found.id)).map(({ name }) => name),
        },
      },
    })
  })
  app.post<WithToken>('/confirm/:token', { schema }, async (request, reply) => {
    const confirmed = await confirmByLink(service, request, reply, request.params.token)
    return goTo(reply, `/registrations/${confirmed.token}`)
  })

  // The registration and its ticket --------------------------------------------------------------------------------------

  app.get<WithToken>('/registrations/:token', { schema }, async (request, reply) => {
    const found = await findByToken(service.db, service.keys, 'registration', request.params.token)
    if (found === undefined) {
      if (!(await isOfErased(service.db, service.keys, request.params.token))) throw notFound()
      return pages.send(reply, {
        path: `/registrations/${request.params.token}`,
        status: 410,
        hidden: true,
        data: { ...(await network()), '/erased': true },
      })
    }
    const registration = sealWith(service)(await getOwnRegistration(service.db, found.id))
    return pages.send(reply, {
      path: `/registrations/${request.params.token}`,
      hidden: true,
      data: {
        ...(await network()),
        '/origin': service.config.publicUrl,
        '/api/v1/own-registration': registration,
        '/api/v1/own-registration/next-meeting': await getNextMeeting(service, found.id, request.language),
      },
    })
  })
  app.get<WithToken>('/registrations/:token/calendar.ics', { schema }, async (request, reply) => {
    const found = await findByToken(service.db, service.keys, 'registration', request.params.token)
    if (found === undefined) throw notFound()
    const { meeting, online: room, attends } = await getOwnRegistration(service.db, found.id)
    // by a secret address, and with the way into the online room: kept by nobody on the way
    return sendCalendar(reply.header('cache-control', 'no-store'), service, request, meeting.id, {
      room,
      way: wayOf({ attends, meeting }),
    })
  })
  app.get<WithToken>('/registrations/:token/contact-list', { schema }, async (request, reply) => {
    const { token } = request.params
    const found = await findByToken(service.db, service.keys, 'registration', token)
    if (found === undefined) throw notFound()
    const list = await getOwnContactList(service.db, found).catch(undefinedWhenGone)
    // where they can agree to it
    if (list === undefined) return goTo(reply, `/registrations/${token}`)
    return pages.send(reply, {
      path: `/registrations/${token}/contact-list`,
      hidden: true,
      data: { ...(await network()), '/api/v1/own-registration/contact-list': list },
    })
  })
  for (const [name, move] of [
    ['withdraw', withdraw],
    ['restore', restore],
    ['accept', acceptOffer],
    ['decline', declineOffer],
    ['attend-online', attend('online')],
    ['attend-on-site', attend('on_site')],
  ] as const)
    app.post<WithToken>(`/registrations/:token/${name}`, { schema }, async (request, reply) => {
      const found = await findByToken(service.db, service.keys, 'registration', request.params.token)
      if (found === undefined) throw notFound()
      request.attendee = found
      // pressed on a page that is older than what holds now: the page as it is says so
      await moveOwn(service, request, reply, { status: 303, move, answer: async () => null }).catch(unlessTaken)
      return goTo(reply, `/registrations/${request.params.token}`)
    })

  app.post<WithToken>('/registrations/:token/consents', { schema }, async (request, reply) => {
    const found = await findByToken(service.db, service.keys, 'registration', request.params.token)
    const { purpose = '', given } = request.body
    if (found === undefined || !isPurpose(purpose)) throw notFound()
    request.attendee = found
    await setConsent(service, request, reply, { purpose, given: given === 'yes' })
    return goTo(reply, `/registrations/${request.params.token}`)
  })

  app.get<WithToken>('/tickets/:token', { schema }, async (request, reply) => {
    const ticket = await readTicket(service, request.params.token)
    return pages.send(reply, {
      path: `/tickets/${request.params.token}`,
      hidden: true,
      data: { ...(await network()), '/origin': service.config.publicUrl, '/ticket': ticket },
    })
  })

  // Lost links, calendar -------------------------------------------------------------------------------------------------

  const lostLink = async (reply: Reply, data: Record<string, unknown>, status = 200) =>
    pages.send(reply, { path: '/lost-link', status, hidden: true, data: { ...(await network()), ...data } })
  app.get('/lost-link', { schema }, (_request, reply) => lostLink(reply, {}))
  app.post<{ Body: Fields }>('/lost-link', { schema }, (request, reply) =>
    orAgain(
      request,
      reply,
      async () => {
        const { email } = checkForm<{ email: string }>(request, lostLinks.schema.body, {
          email: request.body['email']?.trim() ?? '',
        })
        await sendLostLinks(service, request, reply, email)
        return lostLink(reply, { '/form': { sent: email } })
      },
      filled => lostLink(reply, form(filled), filled.problem.status),
    ),
  )

  app.get<WithMeeting>(`/meetings/:id(^${uuid}$)/calendar.ics`, { schema }, (request, reply) =>
    sendCalendar(reply.header('cache-control', 'no-cache'), service, request, request.params.id),
  )
}

/** A calendar entry as a file. @param of somebody who is registered: the way in, if they have a seat, and where it is for them. */
async function sendCalendar(
  reply: Reply,
  { db, config }: Service,
  { language }: Request,
  meetingId: string,
  of: { room?: OnlineRoom | null; way?: AttendanceMode } = {},
) {
  const page = `${config.publicUrl}${prefixOf(language)}/meetings/${meetingId}`
  const { content } = await meetingCalendar(db, meetingId, page, of)
  return reply
    .type('text/calendar; charset=utf-8')
    .header('content-disposition', 'attachment; filename="termin.ics"')
    .send(content)
}

function unlessTaken(error: unknown): void {
  if (!(error instanceof ProblemError) || !['no_offer', 'other_kind_full'].includes(error.code)) throw error
}

const isPurpose = (name: string): name is keyof Consents => Object.hasOwn(ConsentsSchema.properties, name)

/** The form asks for it at a mixed meeting; what programs leave out is on site. */
async function requireAttends({ db }: Service, meetingId: string, { attends }: SignUp): Promise<void> {
  if (attends !== undefined) return
  const { attendanceMode } = await getPublicMeeting(db, meetingId)
  if (attendanceMode === 'mixed') throw mistake('/attends', 'required', 'Choose on_site or online.')
}

/** The fields of the form as the API takes them. */
function readSignUp(request: Request & SentForm, questions: PublicQuestion[]): SignUp {
  const { body } = request
  const invitation = linkOf(request.query)
  const checked = (name: string) => body[name] !== undefined
  const read = {
    ...postedPerson(body),
    email: body['email']?.trim() ?? '',
    answers: postedAnswers(questions, body),
    ...(body['attends'] ? { attends: body['attends'] } : {}),
    consents: {
      contactList: checked('contactList'),
      invitations: checked('invitations'),
      photographs: checked('photographs'),
    },
    colleagues: colleaguesIn(body),
    noticeVersion: Number(body['noticeVersion'] ?? 1),
    language: request.language,
    ...(invitation === undefined ? {} : { invitation }),
    ...(body['homepage'] ? { homepage: body['homepage'] } : {}),
  }
  return checkForm<SignUp>(request, SignUpSchema, read)
}

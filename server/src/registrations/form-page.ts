import { closedUp, colleaguesIn, mostColleagues } from '@treffpunkt/shared/colleagues'
import { prefixOf } from '@treffpunkt/shared/languages'
import {
  addColleagues as addColleaguesContract,
  OwnRegistrationChanges as ChangesSchema,
  OwnSubstitute as SubstituteSchema,
  type OwnRegistration,
  type OwnRegistrationChanges,
  type OwnSubstitute,
} from '@treffpunkt/shared/sign-up'
import { checkForm, newFormKey, orAgain, useForms, type Fields, type Filled } from '../http/forms.ts'
import type { Pages } from '../http/pages.ts'
import type { App, Reply, Request, Service } from '../http/service.ts'
import { notFound, problem } from '../problems.ts'
import { getNetwork } from '../settings/queries.ts'
import { addOwnColleagues, changeOwn, sealWith, substituteOwn } from './answers.ts'
import { postedAnswers, postedPerson } from './posted.ts'
import { getOwnRegistration } from './queries.ts'
import { findByToken } from './tokens.ts'

type WithToken = { Params: { token: string }; Body: Fields }
type Given = { values: Fields; problem?: Filled['problem'] }

/**
 * The forms that open on the page of a registration, at addresses of their own: without JavaScript they are what the page
 * leads to, and post to the same verbs as the API.
 */
export const ownFormPages = (service: Service, pages: Pages) => async (app: App) => {
  await useForms(app)
  const schema = { hide: true }

  const attendee = async (token: string) => {
    const found = await findByToken(service.db, service.keys, 'registration', token)
    if (found === undefined) throw notFound()
    return found
  }
  const readOwn = async (id: string) => sealWith(service)(await getOwnRegistration(service.db, id))

  /** A form, new or with what was typed; `added`: who was signed up by it. */
  async function formPage(
    reply: Reply,
    { token, name }: { token: string; name: 'change' | 'colleagues' | 'substitute' },
    { given, added }: { given?: Given; added?: unknown } = {},
  ) {
    const { id } = await attendee(token)
    return pages.send(reply, {
      path: `/registrations/${token}/${name}`,
      status: given?.problem?.status ?? 200,
      hidden: true,
      data: {
        '/api/v1/public/network': await getNetwork(service.db),
        '/api/v1/own-registration': await readOwn(id),
        '/form-key': newFormKey(),
        ...(given === undefined ? {} : { '/form': given }),
        ...(added === undefined ? {} : { '/added': added }),
      },
    })
  }

  app.get<WithToken>('/registrations/:token/change', { schema }, (request, reply) =>
    formPage(reply, { token: request.params.token, name: 'change' }),
  )
  app.post<WithToken>('/registrations/:token/change', { schema, config: { once: true } }, async (request, reply) => {
    const { token } = request.params
    request.attendee = await attendee(token)
    const own = await readOwn(request.attendee.id)
    request.body = withoutPrefix(request.body, 'own-')
    return orAgain(
      request,
      reply,
      async () => {
        await changeOwn(service, request, reply, {
          changes: readChanges(request, own),
          isCurrent: version => {
            if (request.body['version'] !== String(version))
              throw problem('changed_meanwhile', 'Read it again, then decide what to keep.')
          },
          answer: async () => null,
        })
        return backTo(request, reply, `${token}#own-details`)
      },
      given => formPage(reply, { token, name: 'change' }, { given }),
    )
  })

  app.get<WithToken>('/registrations/:token/colleagues', { schema }, (request, reply) =>
    formPage(reply, { token: request.params.token, name: 'colleagues' }),
  )
  app.post<WithToken>(
    '/registrations/:token/colleagues',
    { schema, config: { once: true } },
    async (request, reply) => {
      const { token } = request.params
      const name = 'colleagues'
      request.attendee = await attendee(token)
      const { addColleague, ...typed } = withoutPrefix(request.body, 'more-')
      request.body = { ...typed, ...closedUp(typed) }
      if (addColleague !== undefined) {
        const shown = Math.min(Number(addColleague) || 1, mostColleagues)
        return formPage(reply, { token, name }, { given: { values: { ...request.body, colleagues: String(shown) } } })
      }
      return orAgain(
        request,
        reply,
        async () => {
          const { colleagues } = checkForm<{ colleagues: ReturnType<typeof colleaguesIn> }>(
            request,
            addColleaguesContract.schema.body,
            { colleagues: colleaguesIn(request.body) },
          )
          const answer = await addOwnColleagues(service, request, reply, colleagues)
          const added = answer.colleagues.map(({ place }, at) => ({
            name: `${colleagues[at]?.firstName} ${colleagues[at]?.lastName}`,
            place,
          }))
          return formPage(reply, { token, name }, { added })
        },
        given => formPage(reply, { token, name }, { given }),
      )
    },
  )

  app.get<WithToken>('/registrations/:token/substitute', { schema }, (request, reply) =>
    formPage(reply, { token: request.params.token, name: 'substitute' }),
  )
  app.post<WithToken>(
    '/registrations/:token/substitute',
    { schema, config: { once: true } },
    async (request, reply) => {
      const { token } = request.params
      request.attendee = await attendee(token)
      request.body = withoutPrefix(request.body, 'substitute-')
      return orAgain(
        request,
        reply,
        async () => {
          const { firstName = '', lastName = '', email = '' } = request.body
          const who = checkForm<OwnSubstitute>(request, SubstituteSchema, { firstName, lastName, email: email.trim() })
          await substituteOwn(service, request, reply, who, async () => null)
          return backTo(request, reply, token)
        },
        given => formPage(reply, { token, name: 'substitute' }, { given }),
      )
    },
  )
}

/** Leads to the page of the registration, which reloading does not send again. */
const backTo = ({ language }: Request, reply: Reply, token: string) =>
  reply.header('cache-control', 'no-store').redirect(`${prefixOf(language)}/registrations/${token}`, 303)

/** The fields under the names of the API: on the page of the registration they stand beside others of that name. */
const withoutPrefix = (body: Fields, prefix: string): Fields =>
  Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name.startsWith(prefix) ? name.slice(prefix.length) : name, value]),
  )

/** What was filled in, as the API takes it. The organisation stays the chosen one while its name is left as it is. */
function readChanges(request: Request & { body: Fields }, own: OwnRegistration): OwnRegistrationChanges {
  const { body } = request
  const { organisationTyped, sector, ...person } = postedPerson(body)
  const isSame = own.organisation !== null && organisationTyped === own.organisation.name
  return checkForm<OwnRegistrationChanges>(request, ChangesSchema, {
    ...person,
    ...(isSame ? {} : { organisationId: null, organisationTyped, sector }),
    ...(Date.parse(own.meeting.startsAt) > Date.now() ? { answers: postedAnswers(own.questions, body) } : {}),
    language: body['language'] ?? own.language,
  })
}

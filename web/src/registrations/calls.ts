import type { getOwnContactList } from '@treffpunkt/shared/contact-lists'
import type * as contract from '@treffpunkt/shared/sign-up'
import type {
  Colleague,
  OwnRegistration,
  OwnRegistrationChanges,
  OwnSubstitute,
  SignUp,
  Ticket,
} from '@treffpunkt/shared/sign-up'
import { call, read } from '../api/client.ts'
import { takeFromPage } from '../api/page-data.ts'

/** Signs up; the same key is the same sign-up. */
export const sendSignUp = async (id: string, body: SignUp, idempotencyKey: string) =>
  (
    await call<typeof contract.signUp>(
      { method: 'POST', url: '/api/v1/public/meetings/:id/registrations' },
      { params: { id }, body, idempotencyKey },
    )
  ).data

/** Confirms with the six digits of the mail. */
export const confirmByCode = async (attempt: string, code: string) =>
  (
    await call<typeof contract.confirmByCode>(
      { method: 'POST', url: '/api/v1/public/confirmations/by-code' },
      { body: { attempt, code } },
    )
  ).data

/** Confirms with the link of the mail; twice is once. */
export const confirmByLink = async (token: string) =>
  (
    await call<typeof contract.confirmByLink>(
      { method: 'POST', url: '/api/v1/public/confirmations/by-link' },
      { body: { token } },
    )
  ).data

/** Sends the mail with link and code once more. */
export const resendCode = (attempt: string) =>
  call<typeof contract.resendCode>(
    { method: 'POST', url: '/api/v1/public/confirmations/resend' },
    { body: { attempt } },
  )

/** Mails all links of an address to it. */
export const sendLostLinks = (email: string) =>
  call<typeof contract.sendLostLinks>({ method: 'POST', url: '/api/v1/public/lost-links' }, { body: { email } })

/** Organisations that fit what was typed (two letters at least). */
export const suggestOrganisations = async (q: string, signal: AbortSignal) =>
  (
    await call<typeof contract.suggestOrganisations>(
      { method: 'GET', url: '/api/v1/public/organisations' },
      { query: { q }, signal },
    )
  ).data.items

/** The registration of a personal link. */
export const readOwn = (link: string) => read<typeof contract.getOwnRegistration>('/api/v1/own-registration', { link })

/** The others who agreed to be on the list, for who is on it as well. */
export const readContacts = (link: string) =>
  read<typeof getOwnContactList>('/api/v1/own-registration/contact-list', { link })

/** Changes what was filled in, unless somebody else was quicker (412). */
export const changeOwn = async (link: string, version: number, body: OwnRegistrationChanges) =>
  (
    await call<typeof contract.changeOwnRegistration>(
      { method: 'PATCH', url: '/api/v1/own-registration' },
      { link, body, ifMatch: `"${version}"` },
    )
  ).data

export type Move = 'withdraw' | 'restore' | 'accept' | 'decline' | 'attend-online' | 'attend-on-site'

/** Withdraws, comes back, takes an offered seat or leaves it, takes part the other way. */
export async function moveOwn(link: string, move: Move): Promise<OwnRegistration> {
  // the contracts differ in their last word only
  const target = { method: 'POST', url: `/api/v1/own-registration/${move}` } as {
    method: 'POST'
    url: (typeof contract.withdrawOwn)['url']
  }
  return (await call<typeof contract.withdrawOwn>(target, { link })).data
}

/** Hands the place over to somebody else; the same key is the same request. */
export const substituteOwn = async (
  link: string,
  { email, ...who }: Omit<OwnSubstitute, 'email'> & { email: string | null },
  idempotencyKey: string,
) =>
  (
    await call<typeof contract.substituteOwn>(
      { method: 'POST', url: '/api/v1/own-registration/substitute' },
      { link, body: { ...who, email: email ?? '' }, idempotencyKey },
    )
  ).data

/** Signs up others by a personal link; the same key is the same request. */
export const addColleagues = async (link: string, colleagues: Colleague[], idempotencyKey: string) =>
  (
    await call<typeof contract.addColleagues>(
      { method: 'POST', url: '/api/v1/own-registration/colleagues' },
      { link, body: { colleagues }, idempotencyKey },
    )
  ).data

/** What a ticket shows: from the page itself where the server put it there. */
export const readTicket = (token: string): Ticket | Promise<Ticket> =>
  takeFromPage<Ticket>('/ticket') ??
  call<typeof contract.readTicket>({ method: 'POST', url: '/api/v1/public/tickets' }, { body: { token } }).then(
    answer => answer.data,
  )

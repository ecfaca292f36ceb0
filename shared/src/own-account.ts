import { Type, type Static } from 'typebox'
import { Account, Password, Session } from './accounts.ts'
import { Email, Id, IdParams, Instant, Line, NoContent, Nullable, ifMatch, mergePatch, problems } from './common.ts'
import { Ref, defineRoute } from './route.ts'

/** The own account: what anybody signed in sees and changes of it. */
export const OwnAccount = Type.Object(
  {
    ...Account.properties,
    /** A new address that waits for its confirmation. */
    newEmail: Nullable(Type.Object({ email: Type.String(), expiresAt: Instant }, { additionalProperties: false })),
    /** Whether single keys act in the administration (WCAG 2.1.4). */
    shortcuts: Type.Boolean(),
  },
  { $id: 'OwnAccount', additionalProperties: false },
)
export type OwnAccount = Static<typeof OwnAccount>

export const OwnAccountChanges = Type.Partial(Type.Object({ name: Line(120), shortcuts: Type.Boolean() }), {
  $id: 'OwnAccountChanges',
  additionalProperties: false,
  minProperties: 1,
})
export type OwnAccountChanges = Static<typeof OwnAccountChanges>

/** A browser that is signed in. No address of the network is kept. */
export const AccountSession = Type.Object(
  {
    id: Id,
    /** In a word, as far as the browser told. */
    browser: Nullable(Type.String()),
    system: Nullable(Type.String()),
    createdAt: Instant,
    seenAt: Instant,
    /** Whether it is the one that asks. */
    current: Type.Boolean(),
  },
  { $id: 'AccountSession', additionalProperties: false },
)
export type AccountSession = Static<typeof AccountSession>

const SessionList = Type.Object({ items: Type.Array(Ref(AccountSession)) }, { additionalProperties: false })

/** A link that an account got by mail, as its page shows it. */
export const AccountLink = Type.Object(
  {
    purpose: Type.Enum(['invitation', 'password_reset', 'email_change']),
    state: Type.Enum(['open', 'used', 'expired']),
    expiresAt: Instant,
    /** Of the account. */
    name: Type.String(),
    /** Of the account; of a change of address the new one. */
    email: Type.String(),
    invitedBy: Nullable(Type.String()),
  },
  { $id: 'AccountLink', additionalProperties: false },
)
export type AccountLink = Static<typeof AccountLink>

const Token = Type.String({ minLength: 1, maxLength: 200 })
/** Asked for where there is a password. */
const CurrentPassword = Type.Optional(Type.String({ maxLength: 1000 }))
const Received = Type.Object({ received: Type.Literal(true) }, { additionalProperties: false })
const everybody = { access: 'public' } as const
const account = { access: 'account' } as const

// By a link from a mail -------------------------------------------------------------------------------------------------

export const readAccountLink = defineRoute({
  method: 'POST',
  url: '/api/v1/public/account-links',
  config: everybody,
  schema: {
    operationId: 'readAccountLink',
    summary: 'What a link from a mail is for; changes nothing',
    tags: ['session'],
    body: Type.Object({ token: Token }, { additionalProperties: false }),
    response: { 200: Ref(AccountLink), ...problems(404) },
  },
})
export const setPasswordByLink = defineRoute({
  method: 'POST',
  url: '/api/v1/session/account-link',
  config: everybody,
  schema: {
    operationId: 'setPasswordByLink',
    summary:
      'Accept an invitation or replace a forgotten password: sets the password, signs in, ends all other sessions',
    tags: ['session'],
    body: Type.Object({ token: Token, newPassword: Password }, { additionalProperties: false }),
    response: { 200: Ref(Session), ...problems(401, 403) },
  },
})
export const requestPasswordReset = defineRoute({
  method: 'POST',
  url: '/api/v1/public/password-resets',
  config: everybody,
  schema: {
    operationId: 'requestPasswordReset',
    summary: 'Mail a link for a new password; the answer is the same for every address',
    tags: ['session'],
    body: Type.Object({ email: Email }, { additionalProperties: false }),
    response: { 202: Received, ...problems() },
  },
})
export const confirmEmail = defineRoute({
  method: 'POST',
  url: '/api/v1/public/email-confirmations',
  config: everybody,
  schema: {
    operationId: 'confirmEmail',
    summary: 'Confirm the new address of an account with the link that came there; twice is once',
    tags: ['session'],
    body: Type.Object({ token: Token }, { additionalProperties: false }),
    response: { 200: Ref(AccountLink), ...problems(401, 404, 409) },
  },
})

// The own account -------------------------------------------------------------------------------------------------------

export const getOwnAccount = defineRoute({
  method: 'GET',
  url: '/api/v1/account',
  config: account,
  schema: {
    operationId: 'getOwnAccount',
    summary: 'The own account',
    tags: ['session'],
    response: { 200: Ref(OwnAccount), ...problems(401, 403) },
  },
})
export const changeOwnAccount = defineRoute({
  method: 'PATCH',
  url: '/api/v1/account',
  config: account,
  schema: {
    operationId: 'changeOwnAccount',
    summary: 'Change the own name',
    tags: ['session'],
    consumes: mergePatch,
    headers: ifMatch,
    body: Ref(OwnAccountChanges),
    response: { 200: Ref(OwnAccount), ...problems(401, 403, 412, 428) },
  },
})
export const requestEmailChange = defineRoute({
  method: 'POST',
  url: '/api/v1/account/email-change',
  config: account,
  schema: {
    operationId: 'requestEmailChange',
    summary: 'Change the own address: counts when the link that is mailed there is confirmed',
    tags: ['session'],
    body: Type.Object({ email: Email, currentPassword: CurrentPassword }, { additionalProperties: false }),
    response: { 202: Ref(OwnAccount), ...problems(401, 403) },
  },
})
export const listOwnSessions = defineRoute({
  method: 'GET',
  url: '/api/v1/sessions',
  config: account,
  schema: {
    operationId: 'listOwnSessions',
    summary: 'Where the own account is signed in, the last used first',
    tags: ['session'],
    response: { 200: SessionList, ...problems(401, 403) },
  },
})
export const endSessionById = defineRoute({
  method: 'DELETE',
  url: '/api/v1/sessions/:id',
  config: account,
  schema: {
    operationId: 'endSessionById',
    summary: 'End one session: an own one, and for an admin anybody’s',
    tags: ['session'],
    params: IdParams,
    response: { 204: NoContent, ...problems(401, 403, 404) },
  },
})
export const endOtherSessions = defineRoute({
  method: 'POST',
  url: '/api/v1/sessions/end-others',
  config: account,
  schema: {
    operationId: 'endOtherSessions',
    summary: 'End all own sessions but the one that asks',
    tags: ['session'],
    response: { 204: NoContent, ...problems(401, 403) },
  },
})

// An account, for admins ------------------------------------------------------------------------------------------------

export const listSessionsOf = defineRoute({
  method: 'GET',
  url: '/api/v1/accounts/:id/sessions',
  config: { access: 'admin' },
  schema: {
    operationId: 'listSessionsOf',
    summary: 'Where an account is signed in',
    tags: ['accounts'],
    params: IdParams,
    response: { 200: SessionList, ...problems(401, 403, 404) },
  },
})
export const endSessionsOf = defineRoute({
  method: 'POST',
  url: '/api/v1/accounts/:id/end-sessions',
  config: { access: 'admin' },
  schema: {
    operationId: 'endSessionsOf',
    summary: 'Sign an account out everywhere; of the own account all sessions but the one that asks',
    tags: ['accounts'],
    params: IdParams,
    response: { 204: NoContent, ...problems(401, 403, 404) },
  },
})
export const sendTestMail = defineRoute({
  method: 'POST',
  url: '/api/v1/account/test-mail',
  config: { access: 'admin' },
  schema: {
    operationId: 'sendTestMail',
    summary: 'Send oneself a mail as the network sends them',
    tags: ['accounts'],
    response: { 202: Received, ...problems(401, 403) },
  },
})

import { Type, type Static } from 'typebox'
import {
  Email,
  IdParams,
  Instant,
  Line,
  NoContent,
  Nullable,
  idempotencyKey,
  ifMatch,
  listQuery,
  mergePatch,
  pageOf,
  problems,
  recordFields,
} from './common.ts'
import { Ref, defineRoute, type Access } from './route.ts'

/** Widest first. `reader` changes nothing; `door` may check in and nothing else. */
export const Role = Type.Enum(['admin', 'coordinator', 'reader', 'door'], { $id: 'Role' })
export type Role = Static<typeof Role>

/** Every right there is, and which roles have it: the server asks with every request, the interface before it offers. */
const rolesWith = {
  admin: ['admin'],
  coordinator: ['admin', 'coordinator'],
  reader: ['admin', 'coordinator', 'reader'],
  door: ['admin', 'coordinator', 'door'],
  account: ['admin', 'coordinator', 'reader', 'door'],
} as const satisfies Partial<Record<Access, readonly Role[]>>

/** What an account may be asked for; other routes ask for a link, or nothing. */
export type Right = keyof typeof rolesWith

/** Does a route with this access ask for an account? */
export const isForAccounts = (access: Access): access is Right => Object.hasOwn(rolesWith, access)

/** Has the role this right? Nobody signed in has none. */
export const may = (role: Role | undefined, right: Right): boolean =>
  role !== undefined && (rolesWith[right] as readonly Role[]).includes(role)

const fields = { name: Line(120), email: Email, role: Ref(Role) }

export const Account = Type.Object(
  {
    ...recordFields,
    ...fields,
    /** Whether a password was set; without one the account signs in by link. */
    hasPassword: Type.Boolean(),
    disabled: Type.Boolean(),
    lastSignInAt: Nullable(Instant),
    /** The invitation, as long as nobody has signed in with the account. */
    invitation: Nullable(
      Type.Object({ sentAt: Instant, expiresAt: Instant, expired: Type.Boolean() }, { additionalProperties: false }),
    ),
  },
  { $id: 'Account', additionalProperties: false },
)
export type Account = Static<typeof Account>

export const NewAccount = Type.Object(fields, { $id: 'NewAccount', additionalProperties: false })
export type NewAccount = Static<typeof NewAccount>

export const AccountChanges = Type.Partial(Type.Object({ ...fields, disabled: Type.Boolean() }), {
  $id: 'AccountChanges',
  additionalProperties: false,
  minProperties: 1,
})
export type AccountChanges = Static<typeof AccountChanges>

/** 12 to 128 characters, no rules of composition (OWASP ASVS 5.0, 6.2.1 and 6.2.5); common ones are refused. */
export const Password = Type.String({ minLength: 12, maxLength: 128 })

/** Who is signed in, for the browser. `csrfToken` goes back in the header `X-CSRF-Token` with every change. */
export const Session = Type.Object(
  {
    account: Nullable(
      Type.Object(
        {
          id: Type.String(),
          name: Type.String(),
          email: Type.String(),
          role: Ref(Role),
          hasPassword: Type.Boolean(),
          /** Whether single keys act in the administration. */
          shortcuts: Type.Boolean(),
        },
        { additionalProperties: false },
      ),
    ),
    csrfToken: Nullable(Type.String()),
  },
  { $id: 'Session', additionalProperties: false },
)
export type Session = Static<typeof Session>

/** A link that signs its account in once; `url` is shown only in this answer. */
export const SignInLink = Type.Object(
  { url: Type.String(), expiresAt: Instant },
  { $id: 'SignInLink', additionalProperties: false },
)
export type SignInLink = Static<typeof SignInLink>

export const getSession = defineRoute({
  method: 'GET',
  url: '/api/v1/session',
  config: { access: 'public' },
  schema: {
    operationId: 'getSession',
    summary: 'Who is signed in',
    tags: ['session'],
    response: { 200: Ref(Session), ...problems() },
  },
})
export const createSession = defineRoute({
  method: 'POST',
  url: '/api/v1/session',
  config: { access: 'public' },
  schema: {
    operationId: 'createSession',
    summary: 'Sign in with e-mail and password',
    tags: ['session'],
    body: Type.Object(
      { email: Email, password: Type.String({ minLength: 1, maxLength: 1000 }) },
      { additionalProperties: false },
    ),
    response: { 200: Ref(Session), ...problems(401, 403) },
  },
})
export const redeemSignInLink = defineRoute({
  method: 'POST',
  url: '/api/v1/session/sign-in-link',
  config: { access: 'public' },
  schema: {
    operationId: 'redeemSignInLink',
    summary: 'Sign in with a one-time link',
    tags: ['session'],
    body: Type.Object({ token: Type.String({ minLength: 1, maxLength: 200 }) }, { additionalProperties: false }),
    response: { 200: Ref(Session), ...problems(401, 403) },
  },
})
export const endSession = defineRoute({
  method: 'DELETE',
  url: '/api/v1/session',
  config: { access: 'account' },
  schema: {
    operationId: 'endSession',
    summary: 'Sign out',
    tags: ['session'],
    response: { 204: NoContent, ...problems(401, 403) },
  },
})
export const setPassword = defineRoute({
  method: 'PUT',
  url: '/api/v1/session/password',
  config: { access: 'account' },
  schema: {
    operationId: 'setPassword',
    summary: 'Set the own password; ends all other own sessions',
    tags: ['session'],
    body: Type.Object(
      { currentPassword: Type.Optional(Type.String({ maxLength: 1000 })), newPassword: Password },
      { additionalProperties: false },
    ),
    response: { 204: NoContent, ...problems(401, 403) },
  },
})
export const listAccounts = defineRoute({
  method: 'GET',
  url: '/api/v1/accounts',
  config: { access: 'admin' },
  schema: {
    operationId: 'listAccounts',
    summary: 'Accounts of the office',
    tags: ['accounts'],
    querystring: Type.Object(listQuery, { additionalProperties: false }),
    response: { 200: pageOf(Ref(Account)), ...problems(401, 403) },
  },
})
export const createAccount = defineRoute({
  method: 'POST',
  url: '/api/v1/accounts',
  config: { access: 'admin' },
  schema: {
    operationId: 'createAccount',
    summary: 'Make an account, and invite whoever it is for by mail',
    tags: ['accounts'],
    headers: idempotencyKey,
    body: Ref(NewAccount),
    response: { 201: Ref(Account), ...problems(401, 403, 409) },
  },
})
export const getAccount = defineRoute({
  method: 'GET',
  url: '/api/v1/accounts/:id',
  config: { access: 'admin' },
  schema: {
    operationId: 'getAccount',
    summary: 'Read an account',
    tags: ['accounts'],
    params: IdParams,
    response: { 200: Ref(Account), ...problems(401, 403, 404) },
  },
})
export const changeAccount = defineRoute({
  method: 'PATCH',
  url: '/api/v1/accounts/:id',
  config: { access: 'admin' },
  schema: {
    operationId: 'changeAccount',
    summary: 'Change an account; disabling ends its sessions and its invitation',
    tags: ['accounts'],
    consumes: mergePatch,
    params: IdParams,
    headers: ifMatch,
    body: Ref(AccountChanges),
    response: { 200: Ref(Account), ...problems(401, 403, 404, 409, 412, 428) },
  },
})
export const createSignInLink = defineRoute({
  method: 'POST',
  url: '/api/v1/accounts/:id/sign-in-links',
  config: { access: 'admin' },
  schema: {
    operationId: 'createSignInLink',
    summary: 'Make a one-time sign-in link for an account',
    tags: ['accounts'],
    params: IdParams,
    response: { 201: Ref(SignInLink), ...problems(401, 403, 404, 409) },
  },
})
export const sendInvitation = defineRoute({
  method: 'POST',
  url: '/api/v1/accounts/:id/invitation',
  config: { access: 'admin' },
  schema: {
    operationId: 'sendInvitation',
    summary: 'Invite once more: a new link by mail, the one before is over',
    tags: ['accounts'],
    params: IdParams,
    headers: idempotencyKey,
    response: { 200: Ref(Account), ...problems(401, 403, 404, 409) },
  },
})
export const withdrawInvitation = defineRoute({
  method: 'DELETE',
  url: '/api/v1/accounts/:id/invitation',
  config: { access: 'admin' },
  schema: {
    operationId: 'withdrawInvitation',
    summary: 'Take an invitation back; the account, which nobody has signed in with, goes with it',
    tags: ['accounts'],
    params: IdParams,
    headers: ifMatch,
    response: { 204: NoContent, ...problems(401, 403, 404, 409, 412, 428) },
  },
})

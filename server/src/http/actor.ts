import type { FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from 'fastify'
import { isForAccounts, may, type Role } from '@treffpunkt/shared/accounts'
import type { Access, Scope } from '@treffpunkt/shared/route'
import type { Actor } from '../db/record-change.ts'
import { problem } from '../problems.ts'
import { equalTokens, type Keys } from './keys.ts'

/** A signed-in browser. */
export type SignedIn = {
  sessionId: string
  accountId: string
  name: string
  email: string
  role: Role
  hasPassword: boolean
  shortcuts: boolean
  /** Signed in by a one-time link within the last quarter of an hour. */
  freshByLink: boolean
}

/** Somebody at the door without an account: their link, and the one meeting it opens. */
export type DoorLinkHolder = { id: string; meetingId: string; name: string }

/** A program of an organisation: its key, and what the key may do. */
export type Partner = {
  keyId: string
  keyName: string
  organisationId: string
  organisationName: string
  scopes: readonly Scope[]
  expiresAt: string
  /** When the secret that came ends, as there is a newer one. */
  secretEndsAt: string | null
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The organisation whose key came with the request; null in other scopes. */
    partner: Partner | null
    /** The registration whose personal link came with the request; null in other scopes. */
    attendee: { id: string; meetingId: string } | null
    /** The door link that came with the request; null in other scopes, and for accounts. */
    doorLink: DoorLinkHolder | null
    /** Who is signed in; null in scopes that do not ask, and for everybody else. */
    signedIn: SignedIn | null
  }
  interface FastifyContextConfig {
    access?: Access
    scope?: Scope
  }
}

/** Finds out who is signed in, and keeps the session alive; null when nobody is. */
export type FindSignedIn = (request: FastifyRequest, reply: FastifyReply) => Promise<SignedIn | null>

/** The token that a signed-in page sends back with every change; it dies with its session. */
export const csrfToken = (keys: Keys, sessionId: string): string => keys.sign('csrf', sessionId)

const safe = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * The hook of the scope of signed-in people: nobody passes without a session whose role the route's contract names,
 * and no change passes without the session's token. Read from the database with every request, so that a right that
 * was taken away is gone with the next one, on every server.
 */
export const requireSignedIn =
  (find: FindSignedIn, keys: Keys): onRequestAsyncHookHandler =>
  async (request, reply) => {
    const signedIn = await find(request, reply)
    if (signedIn === null)
      throw problem('not_signed_in', 'Sign in first, then try again.', { headers: { 'www-authenticate': 'Session' } })
    const access = request.routeOptions.config.access
    if (access === undefined || !isForAccounts(access) || !may(signedIn.role, access))
      throw problem('not_allowed', 'Ask an admin of the office for the right to do this.')
    if (!safe.has(request.method)) {
      const token = request.headers['x-csrf-token']
      if (typeof token !== 'string' || !equalTokens(token, csrfToken(keys, signedIn.sessionId)))
        throw problem('csrf_token_wrong', 'Read GET /api/v1/session and send its csrfToken in the header X-CSRF-Token.')
    }
    request.signedIn = signedIn
  }

/** Which registration a personal link opens; undefined for a wrong, old or revoked one. */
export type FindAttendee = (token: string) => Promise<{ id: string; meetingId: string } | undefined>

/** The hook of the scope of attendees: `Authorization: Link <token>`, never a cookie, so no other site can send it. */
export const requireLink =
  (find: FindAttendee): onRequestAsyncHookHandler =>
  async request => {
    const token = /^Link ([A-Za-z0-9_.-]{1,200})$/.exec(request.headers.authorization ?? '')?.[1]
    const attendee = token === undefined ? undefined : await find(token)
    if (attendee === undefined)
      throw problem('not_signed_in', 'This link is not valid any more. Ask for your links by e-mail.', {
        headers: { 'www-authenticate': 'Link' },
      })
    request.attendee = attendee
  }

/** Which door a link opens; undefined for a wrong, expired or revoked one. */
export type FindDoorLink = (token: string) => Promise<DoorLinkHolder | undefined>

/**
 * The hook of the scope of the door: `Authorization: Door <token>` for the meeting of the link, or a session that may
 * check in. Every other meeting is as unknown to a link as one that does not exist.
 */
export const requireDoor = (find: FindDoorLink, orSignedIn: onRequestAsyncHookHandler): onRequestAsyncHookHandler =>
  async function (request, reply) {
    const [scheme, token] = (request.headers.authorization ?? '').split(' ')
    if (scheme !== 'Door') return orSignedIn.call(this, request, reply)
    const link = token !== undefined && /^[A-Za-z0-9_.-]{1,200}$/.test(token) ? await find(token) : undefined
    if (link === undefined)
      throw problem('not_signed_in', 'This door link is not valid any more. Ask the office for a new one.', {
        headers: { 'www-authenticate': 'Door' },
      })
    const { id } = request.params as { id?: string }
    if (id !== undefined && id.toLowerCase() !== link.meetingId) throw problem('not_found')
    request.doorLink = link
  }

/** Whose key it is; or why it lets nobody in any more, which only whoever has the secret is told. */
export type FoundPartner = Partner | { ended: 'expired' | 'revoked' | 'replaced' }
/** Undefined for what is no key of ours. */
export type FindPartner = (secret: string) => Promise<FoundPartner | undefined>

const endings = {
  expired: 'This API key has expired. Ask the office for a new one.',
  revoked: 'This API key was revoked. Ask the office why, or for a new one.',
  replaced: 'This secret was replaced by a newer one of the same API key. Use that.',
} as const

/**
 * The hook of the scope of partners: `Authorization: Bearer <key>` (RFC 6750), never in the address. A session that
 * comes along means nothing here, as a key means nothing elsewhere: no request has two actors. What the contract names as
 * its scope the key must have; asked of the database with every request.
 * @param admit counts the request against the limit of its key.
 */
export const requirePartner =
  (find: FindPartner, admit: (reply: FastifyReply, partner: Partner) => Promise<void>): onRequestAsyncHookHandler =>
  async (request, reply) => {
    const { authorization } = request.headers
    const secret = /^Bearer +([\x21-\x7E]{1,200}) *$/i.exec(authorization ?? '')?.[1]
    const partner = secret === undefined ? undefined : await find(secret)
    if (partner === undefined || 'ended' in partner) {
      // RFC 6750, 3.1: without a key the answer says nothing but that one is needed
      const challenge = authorization === undefined ? 'Bearer' : 'Bearer error="invalid_token"'
      throw problem(
        'key_not_valid',
        partner === undefined
          ? 'Send the API key that the office made for you: `Authorization: Bearer treffpunkt_…`.'
          : endings[partner.ended],
        { headers: { 'www-authenticate': challenge } },
      )
    }
    await admit(reply, partner)
    const { access, scope } = request.routeOptions.config
    if (access !== 'partner') throw problem('not_found')
    if (scope !== undefined && !partner.scopes.includes(scope))
      throw problem('scope_missing', `This needs a key with the scope ${scope}. Ask the office for one.`, {
        headers: { 'www-authenticate': `Bearer error="insufficient_scope", scope="${scope}"` },
      })
    request.partner = partner
    if (request.method === 'POST' && request.headers['idempotency-key'] === undefined)
      throw problem(
        'idempotency_key_missing',
        'Send a new random value in the header Idempotency-Key, and the same one when you repeat the request.',
      )
  }

/** The organisation of a route whose scope asks for a key. */
export function partnerOf(request: FastifyRequest): Partner {
  if (request.partner === null) throw problem('key_not_valid')
  return request.partner
}

/** The name of who is at the door: of their link, or of their account. */
export const helperOf = (request: FastifyRequest): string => request.doorLink?.name ?? signedInOf(request).name

/** The registration of a route whose scope asks for a personal link. */
export function attendeeOf(request: FastifyRequest): { id: string; meetingId: string } {
  if (request.attendee === null) throw problem('not_signed_in')
  return request.attendee
}

/** Who is acting, for the log of changes. */
export function actorOf(request: FastifyRequest): Actor {
  if (request.signedIn !== null) return { kind: 'account', id: request.signedIn.accountId, requestId: request.id }
  if (request.doorLink !== null) return { kind: 'door_link', id: request.doorLink.id, requestId: request.id }
  if (request.partner !== null) return { kind: 'partner', id: request.partner.keyId, requestId: request.id }
  if (request.attendee !== null) return { kind: 'attendee', id: request.attendee.id, requestId: request.id }
  return { kind: 'public', id: null, requestId: request.id }
}

/** The signed-in account of a route whose scope asks for one. */
export function signedInOf(request: FastifyRequest): SignedIn {
  if (request.signedIn === null) throw problem('not_signed_in')
  return request.signedIn
}

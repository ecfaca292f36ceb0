import type { FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from 'fastify'
import { isForAccounts, may, type Role } from '@treffpunkt/shared/accounts'
import type { Access } from '@treffpunkt/shared/route'
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

declare module 'fastify' {
  interface FastifyRequest {
    /** The registration whose personal link came with the request; null in other scopes. */
    attendee: { id: string; meetingId: string } | null
    /** The door link that came with the request; null in other scopes, and for accounts. */
    doorLink: DoorLinkHolder | null
    /** Who is signed in; null in scopes that do not ask, and for everybody else. */
    signedIn: SignedIn | null
  }
  interface FastifyContextConfig {
    access?: Access
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
  if (request.attendee !== null) return { kind: 'attendee', id: request.attendee.id, requestId: request.id }
  return { kind: 'public', id: null, requestId: request.id }
}

/** The signed-in account of a route whose scope asks for one. */
export function signedInOf(request: FastifyRequest): SignedIn {
  if (request.signedIn === null) throw problem('not_signed_in')
  return request.signedIn
}

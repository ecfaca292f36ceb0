import type { Problem } from '@treffpunkt/shared/common'
import type { RouteContract } from '@treffpunkt/shared/route'
import type { Static, TSchema } from 'typebox'
import { takeFromPage } from './page-data.ts'

type Part<Contract extends RouteContract, Name extends 'params' | 'querystring' | 'body', Key extends string> =
  Contract['schema'] extends Record<Name, infer Schema extends TSchema>
    ? Record<Key, Static<Schema>>
    : { [K in Key]?: undefined }

type Query<Contract extends RouteContract> = Contract['schema'] extends { querystring: infer Schema extends TSchema }
  ? { query?: Static<Schema> }
  : { query?: undefined }

type Body<Contract extends RouteContract> = Contract['schema'] extends { body?: undefined }
  ? { body?: undefined }
  : Part<Contract, 'body', 'body'>

/** What a call of this contract needs; parameters and body are checked against its schemas. */
export type CallInput<Contract extends RouteContract> = Part<Contract, 'params', 'params'> &
  Query<Contract> &
  Body<Contract> & {
    /** ETag that was read; sent as If-Match with changes. */
    ifMatch?: string | undefined
    /** Same key, same answer, one effect. */
    idempotencyKey?: string | undefined
    /** Token of a personal link; it speaks for its registration. */
    link?: string | undefined
    /** Token of a door link; it speaks for its helper at one meeting. */
    door?: string | undefined
    signal?: AbortSignal | undefined
  }

type Success = 200 | 201 | 202 | 204

/** The body of a contract's 2xx answer. */
export type AnswerOf<Contract extends RouteContract> = {
  [
    Status in keyof Contract['schema']['response'] & Success
  ]: Contract['schema']['response'][Status] extends infer Schema extends TSchema ? Static<Schema> : never
}[keyof Contract['schema']['response'] & Success]

export type Answer<Data> = { status: number; data: Data; etag: string | undefined }

/** Where a contract is called. Public pages name it by its type alone, so that they need not carry the schemas. */
export type Target<Contract extends RouteContract> = Pick<Contract, 'method' | 'url'>

/** A call that did not succeed: a problem of the service (RFC 9457), or no answer at all (`status` 0, `code` "offline"). */
export class ServiceProblem extends Error {
  readonly status: number
  /** Last part of the problem's type: "validation-failed", "stale". */
  readonly code: string
  readonly problem: Problem | undefined
  /** Seconds until it may be tried again, where the service said so. */
  readonly retryAfter: number | undefined

  constructor(status: number, code: string, problem?: Problem, retryAfter?: number) {
    super(problem?.title ?? code)
    this.name = 'ServiceProblem'
    this.status = status
    this.code = code
    this.problem = problem
    this.retryAfter = retryAfter
  }
}

let csrfToken: string | null = null

/** The token of the session that goes out with every change; null when nobody is signed in. */
export function setCsrfToken(token: string | null): void {
  csrfToken = token
}

let sessionEnded: ((asked: number) => void) | undefined

/**
 * Called when the service says that nobody is signed in any more, though somebody was.
 * @param handler is told when the service was asked, by `performance.now()`: somebody may have signed in again since.
 */
export function onSessionEnded(handler: (asked: number) => void): void {
  sessionEnded = handler
}

/**
 * Calls a route by its contract.
 * @throws ServiceProblem when the answer is not 2xx or there is no connection.
 */
export async function call<const Contract extends RouteContract>(
  target: Contract | Target<Contract>,
  input: CallInput<Contract>,
): Promise<Answer<AnswerOf<Contract>>> {
  return send<AnswerOf<Contract>>(target.method, target.url, input)
}

/**
 * Reads by GET: the answer that the server has put into the page, at once, so that the first view needs no waiting;
 * else the service is asked.
 * @throws ServiceProblem as `call`.
 */
export function read<Contract extends RouteContract & { method: 'GET' }>(
  url: Contract['url'],
  input: CallInput<Contract>,
): AnswerOf<Contract> | Promise<AnswerOf<Contract>> {
  return takeFromPage<AnswerOf<Contract>>(addressOf(url, input)) ?? ask<Contract>(url, input)
}

const ask = async <Contract extends RouteContract>(url: string, input: SendInput): Promise<AnswerOf<Contract>> =>
  (await send<AnswerOf<Contract>>('GET', url, input)).data

/** The address with its parameters and query filled in, as `read` looks for it in the page. */
function addressOf(url: string, input: { params?: unknown; query?: unknown }): string {
  const params = (input.params ?? {}) as Record<string, unknown>
  const path = url.replace(/:([A-Za-z]+)/g, (_, name: string) => encodeURIComponent(String(params[name])))
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(input.query ?? {})) {
    if (value !== undefined && value !== null && value !== '') query.set(name, String(value))
  }
  return query.size ? `${path}?${query}` : path
}

type SendInput = {
  params?: unknown
  query?: unknown
  body?: unknown
  ifMatch?: string | undefined
  idempotencyKey?: string | undefined
  link?: string | undefined
  door?: string | undefined
  signal?: AbortSignal | undefined
}

async function send<Data>(method: RouteContract['method'], url: string, input: SendInput): Promise<Answer<Data>> {
  const response = await request(method, url, input, 'application/json')
  const etag = response.headers.get('etag') ?? undefined
  const data = (response.status === 204 ? null : await response.json()) as Data
  return { status: response.status, data, etag }
}

/**
 * Fetches a file by its contract. @returns what it holds, and the name the service gives it.
 * @throws ServiceProblem as `call`.
 */
export async function fetchFile<const Contract extends RouteContract>(
  target: Contract | Target<Contract>,
  input: CallInput<Contract>,
): Promise<{ name: string; content: Blob }> {
  const response = await request(target.method, target.url, input, 'application/json')
  const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1]
  // a page to sign in with, which a network puts in place of every answer, is no file
  if (name === undefined) throw new ServiceProblem(0, 'offline')
  return { name, content: await response.blob() }
}

/**
 * Opens a stream of events by its contract. The browser's EventSource would do, but it sends no headers of ours.
 * @throws ServiceProblem as `call`.
 */
export async function openStream<const Contract extends RouteContract & { method: 'GET' }>(
  target: Contract | Target<Contract>,
  input: CallInput<Contract>,
): Promise<ReadableStream<Uint8Array>> {
  const { body, headers } = await request('GET', target.url, input, 'text/event-stream')
  // a page to sign in with, which the network of a hall puts in place of every answer, is no line to the service
  if (!body || !headers.get('content-type')?.startsWith('text/event-stream')) throw new ServiceProblem(0, 'offline')
  return body
}

async function request(
  method: RouteContract['method'],
  url: string,
  input: SendInput,
  accept: string,
): Promise<Response> {
  const headers: Record<string, string> = { accept: `${accept}, application/problem+json` }
  if (input.body !== undefined) {
    headers['content-type'] = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'
  }
  if (input.ifMatch) headers['if-match'] = input.ifMatch
  if (input.idempotencyKey) headers['idempotency-key'] = input.idempotencyKey
  if (input.link) headers['authorization'] = `Link ${input.link}`
  if (input.door) headers['authorization'] = `Door ${input.door}`
  if (csrfToken && method !== 'GET') headers['x-csrf-token'] = csrfToken

  const asked = performance.now()
  const response = await fetch(addressOf(url, input), {
    method,
    headers,
    body: input.body === undefined ? null : JSON.stringify(input.body),
    credentials: 'same-origin',
    signal: input.signal ?? null,
  }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ServiceProblem(0, 'offline')
  })

  if (!response.ok) {
    const problem = await problemOf(response)
    // a link that opens nothing any more says nothing about the session
    if (problem.code === 'not_signed_in' && !input.link && !input.door) sessionEnded?.(asked)
    throw problem
  }
  return response
}

async function problemOf(response: Response): Promise<ServiceProblem> {
  const retryAfter = Number(response.headers.get('retry-after')) || undefined
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json')
  const problem = isProblem ? ((await response.json().catch(() => undefined)) as Problem | undefined) : undefined
  const code = problem?.type.split('/').at(-1) ?? `http-${response.status}`
  return new ServiceProblem(response.status, code, problem, retryAfter)
}

import helmet from '@fastify/helmet'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { problem } from '../problems.ts'
import { isOfApi } from './addresses.ts'

const safe = new Set(['GET', 'HEAD', 'OPTIONS'])
const local = /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/

/** True for the machine itself, where browsers treat plain HTTP as secure. */
const isLocalHost = (host: string): boolean => local.test(host)

/** Paths a supervisor asks by plain HTTP and any host name. */
const probes = new Set(['/healthz', '/readyz'])

const directives = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  manifestSrc: ["'self'"],
  workerSrc: ["'self'"],
  formAction: ["'self'"],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
}

/** What a page may load besides what every page may. */
export type MayLoad = Partial<Record<keyof typeof directives, string[]>>

/** The content security policy of a page that needs more than others. */
export const policyWith = (more: MayLoad): string =>
  Object.entries(directives)
    .map(([name, sources]) => [name, [...sources, ...(more[name as keyof MayLoad] ?? [])]] as const)
    .map(([name, sources]) => `${name.replace(/[A-Z]/g, sign => `-${sign.toLowerCase()}`)} ${sources.join(' ')}`)
    .join(';')

/**
 * What holds for every request: plain HTTP only on the machine itself (camera, offline storage and `__Host-` cookies
 * need HTTPS), changes only from our own pages or from programs without a browser, and headers that forbid everything
 * we do not use (OWASP ASVS 5.0, 3.4 and 3.5).
 */
export async function useSecurity(app: FastifyInstance, publicUrl: URL): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives,
    },
    // with no-referrer, form posts would send `Origin: null`
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: publicUrl.protocol === 'https:' ? { maxAge: 31_536_000, includeSubDomains: true } : false,
    xFrameOptions: { action: 'deny' },
  })
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
    reply.header('permissions-policy', 'camera=(self), geolocation=(), microphone=(), payment=(), usb=()')
    if (!probes.has(request.url)) refusePlainHttp(request)
    if (!safe.has(request.method)) refuseForeignOrigin(request, publicUrl)
    const isPublic = request.url.startsWith('/api/v1/public/') && safe.has(request.method)
    if (isOfApi(request.url)) reply.header('cache-control', isPublic ? 'no-cache' : 'no-store')
  })
}

function refusePlainHttp(request: FastifyRequest): void {
  if (request.protocol === 'https' || isLocalHost(request.host)) return
  throw problem(
    'insecure_origin',
    'Open this service by HTTPS: phones allow camera and offline use only there. On the machine itself http://localhost works. Behind a proxy, set TRUST_PROXY.',
  )
}

/** Browsers name the page a change comes from; only our own may send one. Programs name none and have no cookie to abuse. */
function refuseForeignOrigin(request: FastifyRequest, publicUrl: URL): void {
  const site = request.headers['sec-fetch-site']
  const { origin } = request.headers
  const own = origin === undefined || origin === publicUrl.origin || origin === `${request.protocol}://${request.host}`
  if ((site === undefined || site === 'same-origin' || site === 'none') && own) return
  throw problem('foreign_origin', 'Send this from a page of this service.')
}

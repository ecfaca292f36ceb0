import { isUtf8 } from 'node:buffer'
import type { FastifyInstance } from 'fastify'
import { problem } from '../problems.ts'
import { isOfApi } from './addresses.ts'

const patch = 'application/merge-patch+json'

/** What bodies the API takes (JSON; a PATCH only as merge patch, RFC 7396) and what it answers with. */
export function useMediaTypes(app: FastifyInstance): void {
  app.removeContentTypeParser('text/plain')
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser<Buffer>(['application/json', patch], { parseAs: 'buffer' }, (request, body, done) => {
    // read as UTF-8 and nothing else (RFC 8259): another encoding would be kept as question marks
    if (!isUtf8(body)) return done(problem('bad_request', 'Send the body as UTF-8 (RFC 8259, 8.1).'))
    return parseJson(request, body.toString(), done)
  })
  app.addHook('onRequest', async request => {
    if (!isOfApi(request.url)) return
    if (!acceptsJson(request.headers.accept ?? '*/*'))
      throw problem('not_acceptable', 'The API answers with application/json; name it in Accept.')
    const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
    if (type !== undefined && (request.method === 'PATCH') !== (type === patch))
      throw problem(
        'media_type_not_understood',
        request.method === 'PATCH' ? `Send a merge patch as ${patch} (RFC 7396).` : 'Send application/json.',
        request.method === 'PATCH' ? { headers: { 'accept-patch': patch } } : {},
      )
  })
}

const answered =
  /^(\*\/\*|application\/(\*|json|problem\+json|vnd\.openxmlformats-officedocument\.spreadsheetml\.sheet)|text\/(\*|csv|event-stream))$/

const acceptsJson = (accept: string): boolean =>
  accept.split(',').some(range => {
    const [type = '', ...parameters] = range.split(';').map(part => part.trim().toLowerCase())
    return answered.test(type) && !parameters.some(parameter => /^q=0(\.0*)?$/.test(parameter))
  })

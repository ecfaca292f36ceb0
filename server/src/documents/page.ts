import { prefixOf } from '@treffpunkt/shared/languages'
import type { Limit } from '../http/limits.ts'
import type { App, Service } from '../http/service.ts'
import { notFound } from '../problems.ts'
import { findByToken } from '../registrations/tokens.ts'
import { ticketPdf } from './ticket.ts'

/** A ticket takes some 20 ms of the whole service: nobody prints it more often than this. */
const tickets: Limit = { name: 'ticket-pdf', points: 20, seconds: 3600 }

/** Documents to print. */
export const documentPages = (service: Service) => async (app: App) => {
  app.get<{ Params: { token: string } }>(
    '/tickets/:token/ticket.pdf',
    { schema: { hide: true } },
    async (request, reply) => {
      const { token } = request.params
      const found = await findByToken(service.db, service.keys, 'ticket', token)
      if (found === undefined) throw notFound()
      await service.limits.take(reply, tickets, found.id)
      const pdf = await ticketPdf(service, found.id)
      reply.header('cache-control', 'no-store')
      // the page of the ticket says why there is none
      if (pdf === undefined) return reply.redirect(`${prefixOf(request.language)}/tickets/${token}`, 303)
      return reply.type('application/pdf').header('content-disposition', 'attachment; filename="ticket.pdf"').send(pdf)
    },
  )
}

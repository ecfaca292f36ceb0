import { prefixOf } from '@treffpunkt/shared/languages'
import type { Pages } from '../http/pages.ts'
import type { App, Service } from '../http/service.ts'
import { getNetwork } from '../settings/queries.ts'
import { eventData, inOneLine } from './event-data.ts'
import { getPublicMeeting, listPublicMeetings } from './public-queries.ts'

const id = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'

/** The pages everybody may open: coming meetings, one meeting; in the language of the address. */
export const meetingPages = (service: Service, pages: Pages) => async (app: App) => {
  const schema = { hide: true }

  app.get('/', { schema }, (_request, reply) =>
    pages.sendKept(reply, async () => {
      const [network, upcoming, past] = await Promise.all([
        getNetwork(service.db),
        listPublicMeetings(service.db, { when: 'upcoming' }),
        listPublicMeetings(service.db, { when: 'past' }),
      ])
      return {
        path: '/',
        description: network.summary,
        feeds: true,
        data: {
          '/api/v1/public/network': network,
          '/api/v1/public/meetings?when=upcoming': upcoming,
          '/api/v1/public/meetings?when=past': past,
        },
      }
    }),
  )

  app.get<{ Params: { id: string } }>(`/meetings/:id(^${id}$)`, { schema }, (request, reply) =>
    pages.sendKept(reply, async () => {
      const [network, meeting] = await Promise.all([
        getNetwork(service.db),
        getPublicMeeting(service.db, request.params.id),
      ])
      const { language } = request
      return {
        path: `/meetings/${meeting.id}`,
        description: inOneLine(meeting, language, network.timeZone),
        linked: eventData(meeting, network, `${service.config.publicUrl}${prefixOf(language)}/meetings/${meeting.id}`),
        hidden: meeting.visibility !== 'public',
        data: { '/api/v1/public/network': network, [`/api/v1/public/meetings/${meeting.id}`]: meeting },
      }
    }),
  )
}

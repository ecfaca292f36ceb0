import type { getPublicMeeting, listPublicMeetings, PublicMeeting } from '@treffpunkt/shared/meetings'
import { read } from '../api/client.ts'

/** Published meetings: the next ones soonest first, or the past ones newest first. */
export const readMeetings = (when: 'upcoming' | 'past') =>
  read<typeof listPublicMeetings>('/api/v1/public/meetings', { query: { when } })

/** One published meeting. */
export const readMeeting = (id: string) =>
  read<typeof getPublicMeeting>('/api/v1/public/meetings/:id', { params: { id } })

/** Whoever signs up now waits, whichever way they would take part. */
export const isFull = ({ seats, onlineSeats }: PublicMeeting): boolean =>
  seats === 'waiting_list' && (onlineSeats ?? seats) === seats

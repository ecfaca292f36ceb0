import { ICalAttendeeStatus, ICalCalendar, ICalCalendarMethod, ICalEventStatus } from 'ical-generator'
import { tzlib_get_ical_block } from 'timezones-ical-library'
import type { Db } from '../db/connect.ts'
import { notFound } from '../problems.ts'

/** Whose calendar an entry is for (RFC 5546), and who keeps it current. */
export type Guest = { name: string; email: string; organiser: { name: string; email: string } }

type Method = 'PUBLISH' | 'REQUEST' | 'CANCEL'

/**
 * The calendar entry of a meeting (RFC 5545). The UID stays for ever; SEQUENCE rises with every change of time or
 * place; a cancelled meeting says so instead of vanishing.
 * @param url of the meeting's page.
 * @param method REQUEST enters or moves the entry in the calendar of a guest, CANCEL takes it out (RFC 5546); both become
 * PUBLISH, which is for everybody, without a guest.
 * @returns also the method that it has become: a cancelled meeting asks nobody to come.
 */
export async function meetingCalendar(
  db: Db,
  meetingId: string,
  url: string,
  { method: wanted = 'PUBLISH', guest }: { method?: Method; guest?: Guest | undefined } = {},
): Promise<{ method: Method; content: string }> {
  const meeting = await db
    .selectFrom('meetingFacts as m')
    .leftJoin('venues as v', 'v.id', 'm.venueId')
    .crossJoin('settings as s')
    .select([
      'm.id',
      'm.name',
      'm.focusTopic',
      'm.startsAt',
      'm.endsAt',
      'm.cancelledAt',
      'm.calendarSequence',
      'm.updatedAt',
      's.timeZone',
      's.networkName',
    ])
    .select(['v.name as venue', 'v.street', 'v.postalCode', 'v.municipality'])
    .$narrowType<{
      id: string
      name: string
      startsAt: string
      endsAt: string
      updatedAt: string
      calendarSequence: number
    }>()
    .where('m.id', '=', meetingId)
    .where('m.publishedAt', 'is not', null)
    .where('m.deletedAt', 'is', null)
    .executeTakeFirstOrThrow(notFound)
  const isCancelled = meeting.cancelledAt !== null
  const method = guest === undefined || wanted === 'PUBLISH' ? 'PUBLISH' : isCancelled ? 'CANCEL' : wanted
  const calendar = new ICalCalendar({
    prodId: { company: 'Treffpunkt', product: 'Treffpunkt' },
    method: ICalCalendarMethod[method],
    // of the event alone: DTSTAMP is in UTC
    timezone: { name: null, generator: zone => tzlib_get_ical_block(zone)[0] ?? null },
  })
  const place = [meeting.venue, meeting.street, [meeting.postalCode, meeting.municipality].filter(Boolean).join(' ')]
    .filter(Boolean)
    .join(', ')
  calendar.createEvent({
    id: `${meeting.id}@${new URL(url).hostname}`,
    sequence: meeting.calendarSequence,
    // of a message to a guest it says which of two is newer (RFC 5545, 3.8.7.2)
    stamp: method === 'PUBLISH' ? new Date(meeting.updatedAt) : new Date(),
    start: wallClock(meeting.startsAt, meeting.timeZone),
    end: wallClock(meeting.endsAt, meeting.timeZone),
    timezone: meeting.timeZone,
    summary: meeting.name,
    description: [meeting.focusTopic, url].filter(Boolean).join('\n'),
    location: place || null,
    url,
    // the meeting itself goes on without a guest who is taken out (RFC 5546, 3.2.5)
    ...(method === 'CANCEL' && !isCancelled
      ? {}
      : { status: isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED }),
    ...(guest === undefined || method === 'PUBLISH'
      ? {}
      : {
          organizer: guest.organiser,
          // whether they come is said by their link: the program need not ask
          attendees: [{ name: guest.name, email: guest.email, rsvp: false, status: ICalAttendeeStatus.ACCEPTED }],
        }),
  })
  return { method, content: calendar.toString() }
}

/** The date whose local time is what clocks in `zone` show at `instant`: ical-generator writes local times of dates. */
const wallClock = (instant: string, zone: string): Date =>
  new Date(
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
      .format(new Date(instant))
      .replace(' ', 'T'),
  )

import {
  ICalAttendeeStatus,
  ICalCalendar,
  ICalCalendarMethod,
  ICalEventStatus,
  type ICalEventData,
} from 'ical-generator'
import { sql } from 'kysely'
import { tzlib_get_ical_block } from 'timezones-ical-library'
import type { AttendanceMode, OnlineRoom } from '@treffpunkt/shared/attendance-modes'
import type { Db } from '../db/connect.ts'
import { notFound } from '../problems.ts'
import { dateFormat } from '../texts/date-formats.ts'

/** Whose calendar an entry is for (RFC 5546), and who keeps it current. */
export type Guest = { name: string; email: string; organiser: { name: string; email: string } }

type Method = 'PUBLISH' | 'REQUEST' | 'CANCEL'

/**
 * The calendar entry of a meeting (RFC 5545). The UID stays for ever; SEQUENCE rises with every change of time or
 * place; a cancelled meeting says so instead of vanishing.
 * @param url of the meeting's page.
 * @param method REQUEST enters or moves the entry in the calendar of a guest, CANCEL takes it out (RFC 5546); both become
 * PUBLISH, which is for everybody, without a guest.
 * @param room the way into the online room, where the entry is for somebody who has a seat.
 * @param way where it is for them, see `wayOf`; a mixed meeting is in both places otherwise.
 * @returns also the method that it has become: a cancelled meeting asks nobody to come.
 */
export async function meetingCalendar(
  db: Db,
  meetingId: string,
  url: string,
  {
    method: wanted = 'PUBLISH',
    guest,
    room = null,
    way,
  }: { method?: Method; guest?: Guest | undefined; room?: OnlineRoom | null; way?: AttendanceMode } = {},
): Promise<{ method: Method; content: string }> {
  const meeting = await published(db).where('m.id', '=', meetingId).executeTakeFirstOrThrow(notFound)
  const isCancelled = meeting.cancelledAt !== null
  const method = guest === undefined || wanted === 'PUBLISH' ? 'PUBLISH' : isCancelled ? 'CANCEL' : wanted
  const calendar = newCalendar(method)
  calendar.createEvent({
    ...eventOf(way === undefined ? meeting : { ...meeting, attendanceMode: way }, url, room),
    // of a message to a guest it says which of two is newer (RFC 5545, 3.8.7.2)
    ...(method === 'PUBLISH' ? {} : { stamp: new Date() }),
    // the meeting itself goes on without a guest who is taken out (RFC 5546, 3.2.5)
    status:
      method === 'CANCEL' && !isCancelled ? null : isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    ...(guest === undefined || method === 'PUBLISH'
      ? {}
      : {
          organizer: guest.organiser,
          // whether they come is said by their link: the program need not ask
          attendees: [{ name: guest.name, email: guest.email, rsvp: false, status: ICalAttendeeStatus.ACCEPTED }],
        }),
  })
  return { method, content: withConference(calendar.toString(), room) }
}

/**
 * The public meetings of the last twelve months and to come, as a calendar to subscribe to (RFC 5545, 7986).
 * @param pageOf gives the address of a meeting's page.
 */
export async function networkCalendar(db: Db, pageOf: (meetingId: string) => string): Promise<string> {
  const meetings = await published(db)
    .where('m.visibility', '=', 'public')
    .where('m.startsAt', '>', sql<string>`now() - interval '12 months'`)
    .orderBy('m.startsAt')
    .orderBy('m.id')
    .execute()
  const calendar = newCalendar('PUBLISH')
  const [first] = meetings
  // its programs ask again in the rhythm that is wished here, each in its own way
  calendar.ttl(6 * 3600)
  if (first !== undefined) calendar.name(first.networkName)
  for (const meeting of meetings) calendar.createEvent(eventOf(meeting, pageOf(meeting.id)))
  return calendar.toString()
}

const newCalendar = (method: Method) =>
  new ICalCalendar({
    prodId: { company: 'Treffpunkt', product: 'Treffpunkt' },
    method: ICalCalendarMethod[method],
    // of the event alone: DTSTAMP is in UTC
    timezone: { name: null, generator: zone => tzlib_get_ical_block(zone)[0] ?? null },
  })

type Entry = {
  id: string
  name: string
  focusTopic: string | null
  startsAt: string
  endsAt: string
  cancelledAt: string | null
  calendarSequence: number
  updatedAt: string
  timeZone: string
  venue: string | null
  street: string | null
  postalCode: string | null
  municipality: string | null
  attendanceMode: AttendanceMode
}

function eventOf(meeting: Entry, url: string, room: OnlineRoom | null = null): ICalEventData {
  const { attendanceMode } = meeting
  const place = [meeting.venue, meeting.street, [meeting.postalCode, meeting.municipality].filter(Boolean).join(' ')]
    .filter(Boolean)
    .join(', ')
  return {
    id: `${meeting.id}@${new URL(url).hostname}`,
    sequence: meeting.calendarSequence,
    stamp: new Date(meeting.updatedAt),
    start: wallClock(meeting.startsAt, meeting.timeZone),
    end: wallClock(meeting.endsAt, meeting.timeZone),
    timezone: meeting.timeZone,
    summary: meeting.name,
    // most programs show a conference only where they know its service
    description: [meeting.focusTopic, url, room?.url, room?.notes].filter(Boolean).join('\n'),
    location:
      [attendanceMode === 'online' ? '' : place, attendanceMode === 'on_site' ? '' : 'Online']
        .filter(Boolean)
        .join(' / ') || null,
    url,
    status: meeting.cancelledAt === null ? ICalEventStatus.CONFIRMED : ICalEventStatus.CANCELLED,
  }
}

const published = (db: Db) =>
  db
    .selectFrom('meetingFacts as m')
    .leftJoin('venues as v', 'v.id', 'm.venueId')
    .crossJoin('settings as s')
    .select([
      'm.id',
      'm.name',
      'm.focusTopic',
      'm.attendanceMode',
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
      attendanceMode: AttendanceMode
    }>()
    .where('m.publishedAt', 'is not', null)
    .where('m.deletedAt', 'is', null)

/** Names the online room as one (RFC 7986, 5.11), which ical-generator cannot; lines are folded at 75 bytes. */
function withConference(content: string, room: OnlineRoom | null): string {
  if (!room?.url) return content
  const line = `CONFERENCE;VALUE=URI;FEATURE=VIDEO:${new URL(room.url).href}`
  const folded = (line.match(/^.{1,75}|.{1,74}/g) ?? []).join('\r\n ')
  return content.replace('\r\nEND:VEVENT', () => `\r\n${folded}\r\nEND:VEVENT`)
}

/** The date whose local time is what clocks in `zone` show at `instant`: ical-generator writes local times of dates. */
const wallClock = (instant: string, zone: string): Date =>
  new Date(
    dateFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
      .format(new Date(instant))
      .replace(' ', 'T'),
  )

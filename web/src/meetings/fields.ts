import { AttendanceMode } from '@treffpunkt/shared/attendance-modes'
import { NewContingent } from '@treffpunkt/shared/contingents'
import { HostState, NewHost } from '@treffpunkt/shared/hosts'
import { MeetingTranslation, MeetingTranslationChanges } from '@treffpunkt/shared/meeting-translations'
import { MeetingKind, MeetingVisibility, ReminderPlan, type Meeting } from '@treffpunkt/shared/meetings'
import { Sector } from '@treffpunkt/shared/organisations'
import { numberOrNull, textOrNull } from '../form/reading.ts'
import { text, type TextKey } from '../i18n.ts'
import { localDate } from '../ui/dates.ts'
import { exampleDay, localTime } from '../ui/office-dates.ts'
import { looksLikeDate, readDate, readTime, toInstant } from '../ui/typed-dates.ts'

/** What the schemas of meetings refer to. */
export const namedSchemas = {
  AttendanceMode,
  MeetingKind,
  MeetingVisibility,
  ReminderPlan,
  MeetingTranslation,
  MeetingTranslationChanges,
  HostState,
  NewContingent,
  NewHost,
  Sector,
}

// When and where

/** Kind, time and place as they stand in the fields. */
export const whenValues = (meeting?: Meeting) => ({
  kind: meeting?.kind ?? ('network' as MeetingKind),
  date: meeting ? localDate(meeting.startsAt) : '',
  from: meeting ? localTime(meeting.startsAt) : '14:00',
  to: meeting ? localTime(meeting.endsAt) : '17:00',
  attendanceMode: meeting?.attendanceMode ?? ('on_site' as AttendanceMode),
  venueId: meeting?.venueId ?? '',
  onlineUrl: meeting?.onlineUrl ?? '',
  onlineNotes: meeting?.onlineNotes ?? '',
})
export type WhenValues = ReturnType<typeof whenValues>

const instantOf = (date: string, time: string) => toInstant(date, readTime(time) ?? '')

export const whenBody = (values: WhenValues) => ({ kind: values.kind, ...timeAndPlaceBody(values) })

/** Of a meeting whose kind is known. */
export const timeAndPlaceBody = (values: WhenValues) => ({
  startsAt: instantOf(values.date, values.from) as string,
  endsAt: instantOf(values.date, values.to) as string,
  ...placeBody(values),
})

/** Online there is no venue, on site no online room; what was typed stays in its fields until it is saved. */
const placeBody = ({ attendanceMode, venueId, onlineUrl, onlineNotes }: WhenValues) => ({
  attendanceMode,
  venueId: attendanceMode === 'online' ? null : venueId || null,
  onlineUrl: attendanceMode === 'on_site' ? null : textOrNull(onlineUrl),
  onlineNotes: attendanceMode === 'on_site' ? null : textOrNull(onlineNotes),
})

/** On site, online or both, as the office chooses. */
export const modeTexts: Record<AttendanceMode, TextKey> = {
  on_site: 'online.onSite',
  online: 'online.online',
  mixed: 'online.mixed',
}

export const whenTexts = () => ({
  kind: { label: text('meetings.kind') },
  date: {
    label: text('meetings.date'),
    empty: text('meetings.dateEmpty'),
    codes: { before_opening: text('meetings.dateBeforeOpening') },
  },
  from: { label: text('meetings.from') },
  to: { label: text('meetings.to') },
  attendanceMode: { label: text('online.mode') },
  venueId: { label: text('meetings.venue') },
  onlineUrl: { label: text('online.url'), codes: { pattern: text('online.urlWrong') } },
  onlineNotes: { label: text('online.notes') },
})

/** `startsAt` and `endsAt` are put together from three fields, so the schema cannot say which of them is wrong. */
export function whenRules(values: Pick<WhenValues, 'date' | 'from' | 'to'>): {
  date: string
  from: string
  to: string
} {
  const [from, to] = [readTime(values.from), readTime(values.to)]
  const sentence = (typed: string, read: string | undefined, label: string) =>
    read ? '' : typed.trim() ? text('officeMistakes.time', { label }) : text('mistakes.empty', { label })
  return {
    date: !values.date.trim()
      ? text('meetings.dateEmpty')
      : readDate(values.date)
        ? ''
        : dateMistake(values.date, text('meetings.date')),
    from: sentence(values.from, from, text('meetings.from')),
    to: sentence(values.to, to, text('meetings.to')) || (from && to && to <= from ? text('meetings.toBeforeFrom') : ''),
  }
}

/** A day that nobody's calendar has was typed in the right form all the same. */
const dateMistake = (typed: string, label: string) =>
  looksLikeDate(typed)
    ? text('officeMistakes.noSuchDay', { label })
    : text('officeMistakes.date', { label, day: exampleDay() })

/** Fields of the body that stand in the form under another name. */
export const whenPlaces = { startsAt: 'date', endsAt: 'to' } as const

// What it is about

export const contentValues = (meeting?: Meeting) => ({
  title: meeting?.title ?? '',
  focusTopic: meeting?.focusTopic ?? '',
  summary: meeting?.summary ?? '',
  costs: meeting?.costs ?? '',
  workingGroupId: meeting?.workingGroupId ?? '',
})
export type ContentValues = ReturnType<typeof contentValues>

export const contentBody = (values: ContentValues) => ({
  title: textOrNull(values.title),
  focusTopic: textOrNull(values.focusTopic),
  summary: textOrNull(values.summary),
  costs: textOrNull(values.costs),
  workingGroupId: values.workingGroupId || null,
})

export const contentTexts = () => ({
  title: { label: text('meetings.name'), empty: text('meetings.nameEmpty') },
  focusTopic: { label: text('meeting.focusTopic') },
  summary: { label: text('meetings.summary') },
  costs: { label: text('meetings.costs') },
  workingGroupId: { label: text('meetings.workingGroup') },
})

/** A network meeting is named by its number in the series; the others need a name. */
export const titleRule = (kind: MeetingKind, title: string) => ({
  title: kind !== 'network' && !title.trim() ? text('meetings.nameEmpty') : '',
})

// Sign-up

export const signUpValues = (meeting: Meeting) => ({
  capacity: meeting.capacity?.toString() ?? '',
  onlineCapacity: meeting.onlineCapacity?.toString() ?? '',
  opensDate: meeting.registrationOpensAt ? localDate(meeting.registrationOpensAt) : '',
  opensTime: meeting.registrationOpensAt ? localTime(meeting.registrationOpensAt) : '',
  closesDate: meeting.registrationClosesAt ? localDate(meeting.registrationClosesAt) : '',
  closesTime: meeting.registrationClosesAt ? localTime(meeting.registrationClosesAt) : '',
})
export type SignUpValues = ReturnType<typeof signUpValues>

const momentOf = (date: string, time: string, otherwise: string) =>
  date ? ((instantOf(date, time || otherwise) ?? date) as string) : null

/** @param startsAt of the meeting: on its day the sign-up closes with its beginning, where no time is given. */
export const signUpBody = (values: SignUpValues, startsAt: string) => ({
  capacity: numberOrNull(values.capacity),
  onlineCapacity: numberOrNull(values.onlineCapacity),
  registrationOpensAt: momentOf(values.opensDate, values.opensTime, '08:00'),
  registrationClosesAt: momentOf(
    values.closesDate,
    values.closesTime,
    values.closesDate === localDate(startsAt) ? localTime(startsAt) : '23:59',
  ),
})

/** @param mode of a meeting on site and online: each kind has seats of its own. */
export const signUpTexts = (mode: Meeting['attendanceMode'] = 'on_site') => ({
  capacity: {
    label: text(mode === 'mixed' ? 'meetings.capacityOnSite' : 'meetings.capacity'),
    codes: { above_capacity: text('contingents.capacityBelow'), no_capacity: text('contingents.capacityBelow') },
  },
  onlineCapacity: { label: text('meetings.capacityOnline') },
  opensDate: { label: text('meetings.opensDate') },
  opensTime: { label: text('meetings.opensTime') },
  closesDate: { label: text('meetings.closesDate') },
  closesTime: { label: text('meetings.closesTime') },
})

export const signUpPlaces = { registrationOpensAt: 'opensDate', registrationClosesAt: 'closesDate' } as const

/** What cannot be read as a moment, and a window that does not lie before the meeting or closes before it opens. */
export function signUpRules(values: SignUpValues, startsAt: string): Partial<Record<keyof SignUpValues, string>> {
  const found: Partial<Record<keyof SignUpValues, string>> = {}
  const texts = signUpTexts()
  for (const [day, clock] of [
    ['opensDate', 'opensTime'],
    ['closesDate', 'closesTime'],
  ] as const) {
    const [date, time] = [values[day].trim(), values[clock].trim()]
    if (time && !readTime(time)) found[clock] = text('officeMistakes.time', texts[clock])
    if (time && !date) found[day] = text('meetings.dateToo')
    else if (date && !readDate(date)) found[day] = dateMistake(date, texts[day].label)
  }
  if (Object.keys(found).length > 0) return found
  const body = signUpBody(values, startsAt)
  const [opens, closes, starts] = [body.registrationOpensAt, body.registrationClosesAt, startsAt].map(one =>
    one === null ? undefined : Date.parse(one),
  )
  if (opens && starts && opens >= starts && opens > Date.now()) found.opensDate = text('meetings.opensAfterStart')
  if (closes && starts && closes > starts) found.closesDate = text('meetings.closesAfterStart')
  else if (opens && closes && closes <= opens) found.closesDate = text('meetings.closesBeforeOpens')
  return found
}

// Who finds it

export const visibilityValues = (meeting: Meeting) => ({ visibility: meeting.visibility })

export const visibilityTexts = () => ({ visibility: { label: text('meetings.visibility') } })

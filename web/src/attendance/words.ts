import type { AttendanceHow, Attendee } from '@treffpunkt/shared/attendance'
import type { Meeting } from '@treffpunkt/shared/meetings'
import { text, type TextKey } from '../i18n.ts'
import type { Phase } from '../meetings/state.ts'
import { statusTexts } from '../registrations/office-words.ts'
import { clockTime, format } from '../ui/dates.ts'
import { arrowForward, type Shape } from '../ui/icons.ts'
import { close } from '../ui/more-icons.ts'

type Mark = { words: string; tone: 'success' | 'info' | 'neutral'; icon?: Shape }

const hows: Record<AttendanceHow, TextKey> = {
  scan: 'attendance.howScan',
  search: 'attendance.howSearch',
  walk_in: 'attendance.howWalkIn',
  self: 'attendance.howSelf',
  import: 'attendance.howImport',
  closing: 'attendance.howClosing',
}

/**
 * Where somebody stands, in words with a mark; undefined while nothing was entered. What the office enters after the
 * meeting has no time of arrival that would be true.
 */
export function markOf(
  one: Pick<Attendee, 'state' | 'arrivedAt'>,
  meeting: Pick<Meeting, 'endsAt'>,
  phase: Phase,
): Mark | undefined {
  const known = one.arrivedAt && Date.parse(one.arrivedAt) < Date.parse(meeting.endsAt)
  const time = known ? clockTime(one.arrivedAt ?? '') : ''
  switch (one.state) {
    case 'present':
      return {
        tone: 'success',
        words: time
          ? text(phase === 'after' ? 'attendance.came' : 'attendance.since', { time })
          : text('attendance.cameLater'),
      }
    case 'left':
      return { tone: 'neutral', icon: arrowForward, words: text('attendance.left') }
    case 'excused':
      return { tone: 'info', words: text('attendance.excused') }
    case 'no_show':
      return { tone: 'neutral', icon: close, words: text('attendance.noShow') }
    default:
      return undefined
  }
}

/** What is said of those about whom nothing was entered. */
export const nothingYet: Record<Phase, TextKey> = {
  before: 'attendance.expected',
  during: 'attendance.notYet',
  after: 'attendance.noEntry',
}

/** "Ticket gelesen, Eingang links" */
export function enteredHow({ how, by }: Attendee): string {
  if (!how) return ''
  // nobody in particular concluded for each of them
  if (how === 'closing' || !by) return text(hows[how])
  return text('attendance.howBy', { how: text(hows[how]), by })
}

/** What is particular about the place of somebody: nothing when it is confirmed. */
export function placeNote({ isWalkIn, place, attends }: Attendee): string {
  if (isWalkIn) return text('attendance.walkIn')
  const notes = [
    place && place !== 'confirmed' && text(statusTexts[place]),
    attends === 'online' && text('registrations.online'),
  ]
  return notes.filter(Boolean).join(', ')
}

/** The organisation of the directory, or what was typed. */
export const organisationOf = (one: Pick<Attendee, 'organisation' | 'organisationTyped'>): string =>
  one.organisation?.name ?? one.organisationTyped ?? ''

const relative = new Intl.RelativeTimeFormat('de-DE', { numeric: 'auto' })

/** "vor 2 Minuten", "gestern"; what is longer ago than a week with its date. */
export function ago(instant: string, now: number): string {
  const minutes = Math.round((now - Date.parse(instant)) / 60_000)
  if (minutes < 1) return text('attendance.justNow')
  if (minutes < 60) return relative.format(-minutes, 'minute')
  const hours = Math.round(minutes / 60)
  if (hours < 24) return relative.format(-hours, 'hour')
  const days = Math.round(hours / 24)
  return days < 8
    ? relative.format(-days, 'day')
    : text('attendance.onDay', { day: format(instant, { dateStyle: 'medium' }) })
}

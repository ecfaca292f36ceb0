import { Type, type Static } from 'typebox'
import { Nullable, Prose } from './common.ts'
import { Ref } from './route.ts'

/** Where people take part, in the words of schema.org (`eventAttendanceMode`). */
export const AttendanceMode = Type.Enum(['on_site', 'online', 'mixed'], { $id: 'AttendanceMode' })
export type AttendanceMode = Static<typeof AttendanceMode>

/** How one person takes part in a mixed meeting. */
export const Attends = Type.Enum(['on_site', 'online'], { $id: 'Attends' })
export type Attends = Static<typeof Attends>

/** What somebody can change to. */
export const otherWay = (attends: Attends | null): Attends => (attends === 'online' ? 'on_site' : 'online')

/** Where somebody takes part: their own way in a mixed meeting, else that of the meeting. */
export const wayOf = ({
  attends,
  meeting,
}: {
  attends: Attends | null
  meeting: { attendanceMode: AttendanceMode }
}): AttendanceMode => attends ?? meeting.attendanceMode

const OnlineUrl = Type.String({ maxLength: 500, pattern: '^https://[^\\s]+$' })

/** What the office says of where a meeting is, beside its venue. */
export const modeFields = {
  /** Online, a meeting has no venue; on site, it has no online room. */
  attendanceMode: Ref(AttendanceMode),
  /** Address of the online room. Told to those who have a seat; no public answer holds it. */
  onlineUrl: Nullable(OnlineUrl),
  /** How to get in besides: number and code to dial in, say. As secret as the address. */
  onlineNotes: Nullable(Prose(1000)),
}

/** The way into the online room, for who has a seat. */
export const OnlineRoom = Type.Object(
  { url: Nullable(OnlineUrl), notes: Nullable(Type.String()) },
  { $id: 'OnlineRoom', additionalProperties: false },
)
export type OnlineRoom = Static<typeof OnlineRoom>

import type { HistoryEntry, ObjectType } from '@treffpunkt/shared/changes'
import type { RouteLocationRaw } from 'vue-router'

type Place = (entry: HistoryEntry) => RouteLocationRaw | undefined

/** A page of its own, while the object is there. */
const own =
  (name: string): Place =>
  ({ objectId, present }) =>
    present ? { name, params: { id: objectId } } : undefined
/** A page of the meeting that it belongs to. */
const ofMeeting =
  (name: string): Place =>
  ({ meeting }) =>
    meeting === null ? undefined : { name, params: { id: meeting.id } }
const always =
  (name: string): Place =>
  () => ({ name })
const none: Place = () => undefined

/** Every noun is named, so that a new one does not lead to a page that does not exist. */
const places: Record<ObjectType, Place> = {
  settings: always('settings'),
  text: always('settings-texts'),
  account: own('account'),
  venue: own('venue'),
  organisation: own('organisation'),
  person: own('person'),
  working_group: own('working-group'),
  meeting: own('meeting'),
  registration: ({ objectId, present, meeting, count }) => {
    if (meeting === null) return undefined
    const list = { name: 'registrations', params: { id: meeting.id } }
    return count > 1 || !present ? list : { ...list, query: { registration: objectId } }
  },
  door_link: ofMeeting('attendance'),
  attendance: ofMeeting('attendance'),
  mailing: ofMeeting('mailings'),
  invitation: ofMeeting('invitations'),
  view: none,
  barrier_report: own('barrier-report'),
  api_key: none,
  question: ofMeeting('meeting-sign-up'),
  mail: own('mail'),
  mail_template: ({ name }) => {
    const [kind, language] = (name ?? '').split(' ')
    return kind && language ? { name: 'mail-template', params: { kind, language } } : undefined
  },
}

/** The page of what was changed; undefined when it is gone, or has none. */
export const placeOf = (entry: HistoryEntry): RouteLocationRaw | undefined => places[entry.object](entry)

import { listChangesOf } from '@treffpunkt/shared/changes'
import { MeetingChanges, type Meeting } from '@treffpunkt/shared/meetings'
import { call } from '../api/client.ts'
import type { WhoChanged } from '../form/useSection.ts'
import { text } from '../i18n.ts'
import { clockTime } from '../ui/dates.ts'
import { namedSchemas } from './fields.ts'
import { useMeetingActions } from './useMeetings.ts'

/** What the sections of a meeting have in common. */
export function commonSection(record: () => Meeting) {
  const { save, fresh } = useMeetingActions()
  return {
    record,
    schema: MeetingChanges,
    named: namedSchemas,
    save,
    fresh: () => fresh(record().id),
    isLocked: () => record().cancelledAt !== null,
    whoChanged: () => whoChanged(record().id),
  }
}

/** "Frau M. hat „Schwerpunkt“ vor 2 Minuten geändert.", as the history of the meeting knows it. */
async function whoChanged(id: string): Promise<WhoChanged> {
  const { items } = (await call(listChangesOf, { params: { object: 'meeting', id } })).data
  return (field, label) => {
    const [name = field] = field.split('/')
    const last = items.find(({ fields }) => fields.includes(name))
    return last ? text('record.changedBy', { by: last.actor, label, when: ago(last.at) }) : ''
  }
}

/** "vor 2 Minuten"; of more than an hour the time of the day. */
function ago(instant: string): string {
  const minutes = Math.round((Date.now() - Date.parse(instant)) / 60_000)
  if (minutes < 1) return text('record.justNow')
  return minutes <= 60
    ? text('record.minutesAgo', { count: minutes })
    : text('record.atTime', { time: clockTime(instant) })
}

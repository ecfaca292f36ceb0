import type { MeetingCopy } from '@treffpunkt/shared/meetings'
import type { Trx } from '../db/connect.ts'
import type { Actor } from '../db/record-change.ts'
import { planMeeting } from './edit.ts'
import { getModel, type MeetingRow } from './queries.ts'
import { translationsOf } from './translations.ts'
import { windowToCome } from './window.ts'

/**
 * Plans the next meeting after the model of `source`, which may be of any state, and stays as it is. A venue or working
 * group that was deleted since does not come along.
 */
export async function cloneMeeting(
  trx: Trx,
  actor: Actor,
  source: MeetingRow,
  { copy, ...given }: MeetingCopy,
): Promise<MeetingRow> {
  const {
    attendanceMode,
    kind,
    title,
    visibility,
    approval,
    focusTopic,
    summary,
    costs,
    capacity,
    onlineCapacity,
    translations,
    reminders,
  } = source
  const model = await getModel(trx, source.id, given.startsAt)
  const next = {
    // the room itself is another one each time
    attendanceMode,
    kind,
    title,
    visibility,
    reminders,
    workingGroupId: model.workingGroupId,
    ...(copy.focusTopic === true && { focusTopic }),
    ...(copy.summary === true && { summary }),
    ...(copy.costs === true && { costs }),
    translations: translationsOf(translations, copy),
    ...(copy.capacity === true && { capacity }),
    ...(copy.capacity === true && (given.attendanceMode ?? attendanceMode) === 'mixed' && { onlineCapacity }),
    ...(copy.approval === true && { approval }),
    ...(copy.capacity === true && copy.contingents === true && { contingents: model.contingents }),
    ...(copy.hosts === true && { hosts: model.hosts }),
    ...(copy.venue === true && { venueId: model.venueId }),
    ...(copy.registrationWindow === true && windowToCome(model, given.startsAt)),
    ...given,
  }
  return planMeeting(trx, actor, next, { clonedFrom: source.id })
}

import type { Role } from '@treffpunkt/shared/accounts'
import type { BatchResult } from '@treffpunkt/shared/registration-batches'
import type { Trx } from '../db/connect.ts'
import type { Actor } from '../db/record-change.ts'
import type { JobQueue } from '../jobs/queue.ts'
import { restoreMeeting } from '../meetings/edit.ts'
import { restoreOrganisation } from '../organisations/edit.ts'
import { restorePerson } from '../people/edit.ts'
import { notFound, problem } from '../problems.ts'
import { restoreAll } from '../registrations/withdraw.ts'
import { restoreVenue } from '../venues/edit.ts'
import { restoreWorkingGroup } from '../working-groups/edit.ts'
import type { deletable } from './deletable.ts'
import { getUndoable, withdrawnBy } from './history.ts'

type Restore = (trx: Trx, actor: Actor, id: string) => Promise<unknown>

/** How what another leaf feature deletes is brought back; handed over by `app.ts`. */
export type RestoreOthers = { view: Restore }

const restore: Record<Exclude<keyof typeof deletable, keyof RestoreOthers>, Restore> = {
  meeting: restoreMeeting,
  venue: restoreVenue,
  organisation: restoreOrganisation,
  person: restorePerson,
  working_group: restoreWorkingGroup,
}

/**
 * Undoes what a line of the history did: brings back what was deleted, registers again who was withdrawn, by the room
 * there is now. Who was told of the withdrawal is told of this, too.
 * @throws not_found when there is no such line; nothing_to_undo when it does not hold any more or the 30 days are over;
 * already_exists, reference_deleted when something stands in the way.
 */
export async function undoChange(
  trx: Trx,
  { jobs, others }: { jobs: JobQueue; others: RestoreOthers },
  actor: Actor,
  role: Role,
  id: string,
): Promise<{ batch: BatchResult | null }> {
  const entry = await getUndoable(trx, role, id)
  if (entry === undefined) throw notFound()
  if (entry.comparable) throw problem('nothing_to_undo', 'Its fields are undone one by one: undo-fields.')
  if (entry.undoableUntil === null)
    throw problem('nothing_to_undo', 'It has been undone, has changed since, or 30 days have passed.')
  if (entry.kind === 'deleted') {
    await { ...restore, ...others }[entry.object as keyof typeof deletable](trx, actor, entry.objectId)
    return { batch: null }
  }
  const { meetingId, ids, told } = await withdrawnBy(trx, id)
  // undone by somebody else between the two looks
  if (ids.length === 0) throw problem('nothing_to_undo', 'It has been undone already.')
  return { batch: await restoreAll(trx, jobs, actor, meetingId, { registrationIds: ids, notify: told }) }
}

import { listHistory, undoChange, type HistoryEntry, type HistoryQuery } from '@treffpunkt/shared/changes'
import type { MaybeRefOrGetter } from 'vue'
import { call, ServiceProblem } from '../api/client.ts'
import { useChange, useList } from '../api/queries.ts'
import { whyNotRestored } from '../form/restoring.ts'
import { text } from '../i18n.ts'
import { restoredInWords } from '../registrations/useBatches.ts'
import { toast } from '../ui/toasts.ts'

/** What was changed, newest first, page by page. */
export const useHistory = (filter: MaybeRefOrGetter<HistoryQuery>) => useList(listHistory, filter)

/** Undoes lines of the history, and says what came of it. */
export function useUndo() {
  const change = useChange()
  return async ({ id, name }: HistoryEntry): Promise<void> => {
    try {
      const { batch } = (await change(() => call(undoChange, { params: { id } }))).data
      toast(batch ? restoredInWords(batch) : text('record.restored', { name: name ?? text('changes.something') }))
    } catch (error) {
      if (!(error instanceof ServiceProblem)) throw error
      toast(whyNotRestored(error))
    }
  }
}

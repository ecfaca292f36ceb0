import {
  compareChange,
  listHistory,
  undoChange,
  undoFields,
  type Comparison,
  type HistoryEntry,
  type HistoryQuery,
} from '@treffpunkt/shared/changes'
import type { MaybeRefOrGetter } from 'vue'
import { call, ServiceProblem } from '../api/client.ts'
import { ifMatch, useChange, useList } from '../api/queries.ts'
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

/** What a change did beside what holds now, and giving fields their earlier values. */
export function useComparison() {
  const change = useChange()
  return {
    read: async (id: string): Promise<Comparison> => (await call(compareChange, { params: { id } })).data,
    giveBack: (id: string, version: number, fields: string[]) =>
      change(() => call(undoFields, { params: { id }, ifMatch: ifMatch({ version }), body: { fields } })),
  }
}

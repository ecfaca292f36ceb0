import { useQuery } from '@pinia/colada'
import {
  compareChange,
  listChangesOf,
  listHistory,
  undoChange,
  undoFields,
  type Change,
  type Comparison,
  type HistoryEntry,
  type HistoryQuery,
  type ObjectType,
} from '@treffpunkt/shared/changes'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { call, ServiceProblem } from '../api/client.ts'
import { ifMatch, problemOf, reloadOf, useChange, useList } from '../api/queries.ts'
import { whyNotRestored } from '../form/restoring.ts'
import { text } from '../i18n.ts'
import { restoredInWords } from '../registrations/useBatches.ts'
import { toast } from '../ui/toasts.ts'

/** What was changed, newest first, page by page. */
export const useHistory = (filter: MaybeRefOrGetter<HistoryQuery>) => useList(listHistory, filter)

/** The single changes of a line, newest first; asked only while `wanted`. */
export const usePartsOf = (line: MaybeRefOrGetter<Pick<Change, 'id'>>, wanted: MaybeRefOrGetter<boolean>) =>
  useList(listHistory, () => ({ partsOf: toValue(line).id }), wanted)

/** The change that deleted something, where that is what happened to it last. */
export function useDeletionOf(about: MaybeRefOrGetter<{ object: ObjectType; id: string }>) {
  const query = useQuery({
    key: () => ['history', 'deletion', toValue(about).object, toValue(about).id],
    query: async ({ signal }): Promise<HistoryEntry | null> => {
      const { object, id } = toValue(about)
      const [last] = (await call(listChangesOf, { params: { object, id }, signal })).data.items
      if (last === undefined || !['deleted', 'erased'].includes(last.kind)) return null
      return (await call(listHistory, { query: { partsOf: last.id }, signal })).data.items[0] ?? null
    },
  })
  return {
    deletion: query.data,
    problem: computed(() => {
      const problem = problemOf(query.error.value)
      // what is of no concern to somebody, or no id, is not there for them
      return problem && [403, 404, 422].includes(problem.status) ? undefined : problem
    }),
    pending: query.isPending,
    reload: () => reloadOf(query),
  }
}

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

/** What a line did beside what holds now, all of its changes together, and giving fields their earlier values. */
export function useComparison() {
  const change = useChange()
  return {
    read: async ({ id, parts }: Change): Promise<Comparison> =>
      (await call(compareChange, { params: { id }, query: { run: parts > 1 } })).data,
    giveBack: ({ id, parts }: Change, version: number, fields: string[]) =>
      change(() =>
        call(undoFields, { params: { id }, ifMatch: ifMatch({ version }), body: { fields, run: parts > 1 } }),
      ),
  }
}

import {
  changeWorkingGroup,
  createWorkingGroup,
  deleteWorkingGroup,
  getWorkingGroup,
  listWorkingGroups,
  NewWorkingGroup,
  restoreWorkingGroup,
  type WorkingGroup,
  type WorkingGroupChanges,
  type WorkingGroupQuery,
} from '@treffpunkt/shared/working-groups'
import type { MaybeRefOrGetter } from 'vue'
import { call } from '../api/client.ts'
import { ifMatch, useChange, useList, useRecord } from '../api/queries.ts'

/** WorkingGroups, page by page. */
export const useWorkingGroups = (filter: MaybeRefOrGetter<WorkingGroupQuery>) => useList(listWorkingGroups, filter)

/** One workingGroup. */
export const useWorkingGroup = (id: MaybeRefOrGetter<string>) => useRecord(getWorkingGroup, id)

/** What can be done with workingGroups. */
export function useWorkingGroupActions() {
  const change = useChange()
  return {
    schema: NewWorkingGroup,
    create: async (body: NewWorkingGroup, idempotencyKey: string) =>
      (await change(() => call(createWorkingGroup, { body, idempotencyKey }))).data,
    save: (body: WorkingGroupChanges, workingGroup: WorkingGroup) =>
      change(() => call(changeWorkingGroup, { params: { id: workingGroup.id }, body, ifMatch: ifMatch(workingGroup) })),
    fresh: async (id: string) => (await call(getWorkingGroup, { params: { id } })).data,
    remove: (workingGroup: WorkingGroup) =>
      call(deleteWorkingGroup, { params: { id: workingGroup.id }, ifMatch: ifMatch(workingGroup) }),
    restore: (workingGroup: WorkingGroup) => call(restoreWorkingGroup, { params: { id: workingGroup.id } }),
  }
}

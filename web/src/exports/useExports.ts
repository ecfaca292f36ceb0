import { createExport, listExports, type NewExport } from '@treffpunkt/shared/exports'
import type { MaybeRefOrGetter } from 'vue'
import { fetchFile } from '../api/client.ts'
import { useChange, useList } from '../api/queries.ts'

/** Who exported what, newest first. */
export const useExports = (filter: MaybeRefOrGetter<{ meetingId?: string }>) => useList(listExports, filter)

/** Takes a file of those registered for a meeting; the service writes it down. */
export function useExport() {
  const change = useChange()
  return (meetingId: string, body: NewExport) =>
    change(() => fetchFile(createExport, { params: { id: meetingId }, body }))
}

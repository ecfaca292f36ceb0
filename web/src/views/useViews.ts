import {
  changeView,
  createView,
  deleteView,
  listViews,
  restoreView,
  type NewView,
  type View,
} from '@treffpunkt/shared/views'
import { call } from '../api/client.ts'
import { useLiveRefresh } from '../api/live.ts'
import { ifMatch, useChange, useList } from '../api/queries.ts'

/** Saved views of the list of registrations, by name; follows what others save. */
export function useViews() {
  const { items, reload } = useList(listViews, { limit: 200 })
  useLiveRefresh({ object: 'view' }, reload)
  return items
}

/** What can be done with views. */
export function useViewActions() {
  const change = useChange()
  const at = ({ id }: View) => ({ params: { id } })
  return {
    save: (body: NewView, idempotencyKey: string) => change(() => call(createView, { body, idempotencyKey })),
    rename: (view: View, name: string) =>
      change(() => call(changeView, { ...at(view), body: { name }, ifMatch: ifMatch(view) })),
    remove: (view: View) => change(() => call(deleteView, { ...at(view), ifMatch: ifMatch(view) })),
    restore: (view: View) => change(() => call(restoreView, at(view))),
  }
}

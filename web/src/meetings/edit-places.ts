import type { RouteLocationRaw } from 'vue-router'

/** Fields that stand on the page about the sign-up; all others are about the meeting itself. */
const signUpFields = new Set([
  'capacity',
  'onlineCapacity',
  'opensDate',
  'opensTime',
  'closesDate',
  'closesTime',
  'approval',
  'contingents',
  'visibility',
])

/** Where a field of a meeting is edited, opened there. */
export const placeToEdit = (id: string, field: string): RouteLocationRaw => ({
  name: signUpFields.has(field) ? 'meeting-sign-up' : 'meeting-content',
  params: { id },
  query: { edit: field },
})

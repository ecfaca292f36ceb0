import type { Role } from '@treffpunkt/shared/accounts'
import type { LocationQueryValue, Router } from 'vue-router'

type Wanted = LocationQueryValue | LocationQueryValue[] | undefined

/** Leads those who may only check in to the door; it is another document. @returns whether it does. */
export function leadToDoor(role: Role | undefined): boolean {
  if (role !== 'door') return false
  // Back would only lead here again
  if (location.pathname.startsWith('/admin')) location.replace('/door')
  else location.assign('/door')
  return true
}

/** Goes on after signing in: to the page of the administration that was wanted, or to the door. */
export async function goOn(router: Router, role: Role | undefined, wanted?: Wanted): Promise<void> {
  const page = typeof wanted === 'string' ? wanted : ''
  if (/^\/door(\?|$)/.test(page)) location.assign(page)
  else if (!leadToDoor(role)) await router.replace(/^\/admin(\/|$|\?)/.test(page) ? page : '/admin')
}

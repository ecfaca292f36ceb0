import type { LocationQueryValue } from 'vue-router'

/** Where to go after signing in: the page that was wanted, if it is one of the administration. */
export function afterSignIn(wanted: LocationQueryValue | LocationQueryValue[] | undefined): string {
  return typeof wanted === 'string' && /^\/admin(\/|$|\?)/.test(wanted) ? wanted : '/admin'
}

import type { RouteLocationNormalized, RouteLocationRaw } from 'vue-router'
import { loadAdminTexts } from './admin-texts.ts'
import { leadToDoor } from './destination.ts'
import { useSession } from './store.ts'

/**
 * Lets in who is signed in; who may only check in goes to the door, everybody else to the sign-in page, to come back
 * afterwards.
 */
export async function enterOffice(to: RouteLocationNormalized): Promise<boolean | RouteLocationRaw> {
  await loadAdminTexts()
  const session = useSession()
  if (!session.session) await session.load()
  // the page is given up for another document; to break the navigation off would be an error of the page
  if (leadToDoor(session.account?.role)) return new Promise(() => {})
  return session.account ? true : { name: 'sign-in', query: { to: to.fullPath } }
}

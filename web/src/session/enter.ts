import type { RouteLocationNormalized, RouteLocationRaw } from 'vue-router'
import { loadAdminTexts } from './admin-texts.ts'
import { leadToDoor } from './destination.ts'
import { office } from './office.ts'
import { startOffice } from './start.ts'
import { useSession } from './store.ts'

/** Makes the app ready for the pages of the office. */
export async function loadOffice(): Promise<typeof useSession> {
  await loadAdminTexts()
  if (office.app) startOffice(office.app, () => office.leave?.())
  return useSession
}

/**
 * Lets in who is signed in; who may only check in goes to the door, everybody else to the sign-in page, to come back
 * afterwards.
 */
export async function enterOffice(to: RouteLocationNormalized): Promise<boolean | RouteLocationRaw> {
  const session = (await loadOffice())()
  if (!session.session) await session.load()
  // the page is given up for another document; to break the navigation off would be an error of the page
  if (leadToDoor(session.account?.role)) return new Promise(() => {})
  return session.account ? true : { name: 'sign-in', query: { to: to.fullPath } }
}

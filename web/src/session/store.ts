import {
  createSession,
  endSession,
  getSession,
  may,
  redeemSignInLink,
  setPassword,
  type Right,
  type Session,
} from '@treffpunkt/shared/accounts'
import { setPasswordByLink } from '@treffpunkt/shared/own-account'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { call, setCsrfToken } from '../api/client.ts'

/** Who is signed in. Server data of other kinds is never kept in a store. */
export const useSession = defineStore('session', () => {
  const session = shallowRef<Session>()
  const account = computed(() => session.value?.account ?? null)
  /** Has whoever is signed in this right? What they may not do is not offered to them. */
  const mayDo = (right: Right): boolean => may(account.value?.role, right)
  const isAdmin = computed(() => mayDo('admin'))
  /** Works in the office, where readers only look. */
  const mayChange = computed(() => mayDo('coordinator'))

  function take(answer: Session): void {
    session.value = answer
    setCsrfToken(answer.csrfToken)
  }

  /** Asks the service who is signed in. */
  async function load(): Promise<void> {
    take((await call(getSession, {})).data)
  }

  /** @throws ServiceProblem 401 when they do not belong together. */
  async function signIn(email: string, password: string): Promise<void> {
    take((await call(createSession, { body: { email, password } })).data)
  }

  /** @throws ServiceProblem 401 when the link was used or has expired. */
  async function signInByLink(token: string): Promise<void> {
    take((await call(redeemSignInLink, { body: { token } })).data)
  }

  /** @throws ServiceProblem 401 when the link was used or has expired. */
  async function setPasswordByMail(token: string, newPassword: string): Promise<void> {
    take((await call(setPasswordByLink, { body: { token, newPassword } })).data)
  }

  /** Ends all other sessions of the account; the token changes with it, so it is read anew. */
  async function changePassword(newPassword: string, currentPassword: string | undefined): Promise<void> {
    await call(setPassword, { body: currentPassword ? { currentPassword, newPassword } : { newPassword } })
    await load()
  }

  async function signOut(): Promise<void> {
    await call(endSession, {})
    forget()
  }

  /** The session has ended; the page stays as it is until somebody signs in again. */
  const hasEnded = ref(false)
  /** Whether that is being said: with every call that fails for it, until it is closed. */
  const saysEnded = ref(false)
  let takenUp = 0
  /** @param asked when the service was asked; what it said before somebody signed in again is old. */
  function end(asked: number): void {
    if (asked < takenUp) return
    hasEnded.value = true
    saysEnded.value = true
  }

  /**
   * Goes on with a session that was begun in another window.
   * @returns whether there is one; where it is somebody else's the page is loaded anew, as nothing here is theirs.
   */
  async function takeUp(): Promise<boolean> {
    const { data } = await call(getSession, {})
    if (data.account === null) return false
    if (data.account.id !== account.value?.id) location.reload()
    take(data)
    takenUp = performance.now()
    hasEnded.value = saysEnded.value = false
    return true
  }

  /** Nobody is signed in any more. */
  function forget(): void {
    hasEnded.value = saysEnded.value = false
    take({ account: null, csrfToken: null })
  }

  return {
    session,
    account,
    may: mayDo,
    isAdmin,
    mayChange,
    hasEnded,
    saysEnded,
    load,
    signIn,
    signInByLink,
    setPasswordByMail,
    changePassword,
    signOut,
    end,
    takeUp,
    forget,
  }
})

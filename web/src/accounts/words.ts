import type { Account, Role } from '@treffpunkt/shared/accounts'
import type { AccountSession } from '@treffpunkt/shared/own-account'
import { text, type TextKey } from '../i18n.ts'
import { shortMoment } from '../ui/dates.ts'

/** German words for the roles, and what they may do. */
export const roleTexts: Record<Role, { name: TextKey; hint: TextKey }> = {
  admin: { name: 'accounts.roleAdmin', hint: 'accounts.roleAdminHint' },
  coordinator: { name: 'accounts.roleCoordinator', hint: 'accounts.roleCoordinatorHint' },
  reader: { name: 'accounts.roleReader', hint: 'accounts.roleReaderHint' },
  door: { name: 'accounts.roleDoor', hint: 'accounts.roleDoorHint' },
}

/** The roles to choose from, each with the sentence that explains it. */
export const roleOptions = () =>
  (Object.keys(roleTexts) as Role[]).map(value => ({
    value,
    text: text(roleTexts[value].name),
    hint: text(roleTexts[value].hint),
  }))

/** "Firefox unter Linux" */
export function deviceOf({ browser, system }: AccountSession): string {
  if (browser && system) return text('accounts.device', { browser, system })
  return browser ?? system ?? text('accounts.deviceUnknown')
}

/** Nobody has come in with it yet. */
export const isPending = (account: Account): boolean => account.lastSignInAt === null && !account.hasPassword

/** "Eingeladen am …, gilt bis …", "Zuletzt angemeldet …" */
export function standingOf({ invitation, lastSignInAt }: Account): string {
  if (invitation === null) return lastSignInAt ? shortMoment(lastSignInAt) : text('accounts.never')
  const when = shortMoment(invitation.sentAt)
  const until = shortMoment(invitation.expiresAt)
  return text(invitation.expired ? 'accounts.invitedExpired' : 'accounts.invitedUntil', { when, until })
}

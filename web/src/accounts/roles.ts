import type { Role } from '@treffpunkt/shared/accounts'
import type { TextKey } from '../i18n.ts'

/** German words for the roles, and what they may do. */
export const roleTexts: Record<Role, { name: TextKey; hint: TextKey }> = {
  admin: { name: 'accounts.roleAdmin', hint: 'accounts.roleAdminHint' },
  coordinator: { name: 'accounts.roleCoordinator', hint: 'accounts.roleCoordinatorHint' },
  reader: { name: 'accounts.roleReader', hint: 'accounts.roleReaderHint' },
  door: { name: 'accounts.roleDoor', hint: 'accounts.roleDoorHint' },
}

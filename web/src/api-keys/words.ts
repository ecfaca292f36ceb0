import type { ApiKeySecret } from '@treffpunkt/shared/api-keys'
import type { Scope } from '@treffpunkt/shared/route'
import { text, type TextKey } from '../i18n.ts'
import { shortMoment } from '../ui/dates.ts'

/** What a key may do, as sentences; in the order in which they are offered. */
export const scopeTexts: Record<Scope, TextKey> = {
  'meetings:read': 'apiKeys.scopeMeetingsRead',
  'working-groups:read': 'apiKeys.scopeWorkingGroupsRead',
  'organisations:read': 'apiKeys.scopeOrganisationsRead',
  'registrations:read': 'apiKeys.scopeRegistrationsRead',
  'registrations:write': 'apiKeys.scopeRegistrationsWrite',
}

/** "zuletzt benutzt am 25.11.2026, 14:00 Uhr" */
export const usedText = ({ lastUsedAt }: Pick<ApiKeySecret, 'lastUsedAt'>): string =>
  lastUsedAt === null ? text('apiKeys.unused') : text('apiKeys.lastUsed', { when: shortMoment(lastUsedAt) })

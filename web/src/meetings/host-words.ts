import type { HostState } from '@treffpunkt/shared/hosts'
import type { TextKey } from '../i18n.ts'

/** What an organisation has said to being host. */
export const hostStates: Record<HostState, TextKey> = {
  asked: 'hosts.asked',
  accepted: 'hosts.accepted',
  declined: 'hosts.declined',
}

/** Tone of its badge. */
export const hostTones = { asked: 'info', accepted: 'success', declined: 'neutral' } as const

import type { Mail, MailStatus } from '@treffpunkt/shared/mails'
import type { TextKey } from '../i18n.ts'

/** German words for the states. */
export const statusTexts: Record<MailStatus, TextKey> = {
  waiting: 'mails.statusWaiting',
  sent: 'mails.statusSent',
  kept: 'mails.statusKept',
  failed: 'mails.statusFailed',
}

/** Tone of the badge of a state. */
export const statusTones = { waiting: 'warning', sent: 'success', kept: 'info', failed: 'danger' } as const

/** How it went, in a sentence. */
export function deliveryText(mail: Mail): TextKey {
  switch (mail.status) {
    case 'waiting':
      return mail.failure === null ? 'mails.waitingText' : 'mails.retryingText'
    case 'sent':
      return 'mails.sentText'
    case 'kept':
      return 'mails.keptText'
    default:
      return 'mails.failedText'
  }
}

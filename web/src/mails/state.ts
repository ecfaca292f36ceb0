import type { Mail, MailReason, MailStatus } from '@treffpunkt/shared/mails'
import type { TextKey } from '../i18n.ts'

/** German words for the states. */
export const statusTexts: Record<MailStatus, TextKey> = {
  waiting: 'mails.statusWaiting',
  sent: 'mails.statusSent',
  kept: 'mails.statusKept',
  failed: 'mails.statusFailed',
}

const statusTones = { waiting: 'warning', sent: 'success', kept: 'info', failed: 'danger' } as const

const isOutdated = ({ status, reason }: Mail): boolean => status === 'failed' && reason === 'outdated'

/** The state of a mail, in words; what was not needed any more failed nobody. */
export const statusText = (mail: Mail): TextKey =>
  isOutdated(mail) ? 'mails.statusOutdated' : statusTexts[mail.status]

/** Tone of the badge of its state. */
export const statusTone = (mail: Mail) => (isOutdated(mail) ? 'neutral' : statusTones[mail.status])

/** Why a mail was given up, in a sentence. */
export const reasonTexts: Record<MailReason, TextKey> = {
  unknown_address: 'mails.reasonUnknownAddress',
  mailbox_full: 'mails.reasonMailboxFull',
  mailbox_disabled: 'mails.reasonMailboxDisabled',
  refused: 'mails.reasonRefused',
  too_large: 'mails.reasonTooLarge',
  policy: 'mails.reasonPolicy',
  sender_refused: 'mails.reasonSenderRefused',
  gave_up: 'mails.reasonGaveUp',
  stopped: 'mails.reasonStopped',
  outdated: 'mails.reasonOutdated',
  address_erased: 'mails.reasonAddressErased',
}

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
      return reasonTexts[mail.reason ?? 'gave_up']
  }
}

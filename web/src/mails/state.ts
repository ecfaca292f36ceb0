import type { Mail, MailReason, MailState } from '@treffpunkt/shared/mails'
import type { TextKey } from '../i18n.ts'

/** German words for the states; what was not needed any more failed nobody. */
export const statusTexts: Record<MailState, TextKey> = {
  waiting: 'mails.statusWaiting',
  sent: 'mails.statusSent',
  kept: 'mails.statusKept',
  failed: 'mails.statusFailed',
  outdated: 'mails.statusOutdated',
}

const statusTones = {
  waiting: 'warning',
  sent: 'success',
  kept: 'info',
  failed: 'danger',
  outdated: 'neutral',
} as const

const stateOf = ({ status, reason }: Mail): MailState =>
  status === 'failed' && reason === 'outdated' ? 'outdated' : status

/** The state of a mail, in words. */
export const statusText = (mail: Mail): TextKey => statusTexts[stateOf(mail)]

/** Tone of the badge of its state. */
export const statusTone = (mail: Mail) => statusTones[stateOf(mail)]

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

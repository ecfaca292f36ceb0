import type { MailReason } from '@treffpunkt/shared/mails'

/** What a mail server answered when it did not take a mail. */
export type Refusal = {
  /** Trying again does not change it (RFC 5321, 4.2.1). */
  final: boolean
  /** Of a final one: why. */
  reason: MailReason
  /** Basic and enhanced code, like "550 5.1.1"; null when no server answered. */
  code: string | null
  /** What was said, without the address it may repeat. */
  text: string
}

/** Commands whose refusal is about this mail; before them a server has only refused us (a wrong password, say). */
const aboutMail = ['MAIL FROM', 'RCPT TO', 'DATA']

/** Reads the answer of a mail server from what nodemailer throws. */
export function refusalOf(error: unknown): Refusal {
  const text = withoutAddresses(error instanceof Error ? error.message : String(error))
  const { responseCode, response, command } = (error ?? {}) as Partial<Record<string, unknown>>
  if (typeof responseCode !== 'number') return { final: false, reason: 'gave_up', code: null, text }
  const enhanced = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(typeof response === 'string' ? response : '')?.[1]
  return {
    final: responseCode >= 500 && responseCode < 600 && aboutMail.includes(String(command)),
    reason: reasonOf(responseCode, enhanced, String(command)),
    code: [responseCode, enhanced].filter(Boolean).join(' '),
    text: typeof response === 'string' ? withoutAddresses(response) : text,
  }
}

/** The first two numbers of an enhanced code say what about (RFC 3463, 3); what they do not tell, the basic one does. */
function reasonOf(basic: number, enhanced: string | undefined, command: string): MailReason {
  if (command === 'MAIL FROM') return 'sender_refused'
  const [, subject, detail] = enhanced?.split('.') ?? []
  switch (`${subject}.${detail}`) {
    case '1.1':
    case '1.2':
    case '1.3':
    case '1.6':
    case '1.10':
      return 'unknown_address'
    case '1.7':
    case '1.8':
      return 'sender_refused'
    case '2.1':
      return 'mailbox_disabled'
    case '2.2':
      return 'mailbox_full'
    case '2.3':
    case '3.4':
      return 'too_large'
  }
  if (subject === '7') return 'policy'
  if (subject === '1' || subject === '2') return 'refused'
  if (basic === 552) return 'mailbox_full'
  if (basic === 551 || basic === 553) return 'unknown_address'
  // a mail that is taken apart only after its recipient was accepted is refused for what it is
  return command === 'RCPT TO' && basic === 550 ? 'refused' : 'policy'
}

/** What the server said may repeat the address; it is kept longer than that may be. */
export const withoutAddresses = (said: string): string => said.replace(/\S+@\S+/g, '…').slice(0, 300)

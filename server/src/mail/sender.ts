import type { MailTexts } from '../texts/mail-texts.ts'
import type { Written } from './send.ts'

/** How a mail of the office ends, and where answers to it go: somebody reads them there. */
export const senderOf = (
  { officeName, contactEmail }: { officeName: string; contactEmail: string | null },
  { closing }: Pick<MailTexts, 'closing'>,
): { closing: string[]; replyTo: Pick<Written, 'replyTo'> } => ({
  closing: [closing, officeName, ...(contactEmail === null ? [] : [contactEmail])],
  replyTo: contactEmail === null ? {} : { replyTo: contactEmail },
})

import type { Service } from '../http/service.ts'
import type { WriteMail } from '../mail/send.ts'
import { senderOf } from '../mail/sender.ts'
import { getSettings } from '../settings/queries.ts'
import { languageOf, mailTexts } from '../texts/languages.ts'

/** Writes the mail that confirms an erasure: without a name, because there is none any more. */
export const writeErasureMail =
  ({ db }: Pick<Service, 'db'>): WriteMail =>
  async ({ language }) => {
    const settings = await getSettings(db)
    const texts = mailTexts(language)
    const sender = senderOf(settings, texts)
    return {
      body: {
        language: languageOf(language),
        greeting: texts.erased.greeting,
        paragraphs: texts.erased.paragraphs,
        facts: [],
        links: [],
        closing: sender.closing,
      },
      attachments: [],
      ...sender.replyTo,
    }
  }

import type { Service } from '../http/service.ts'
import type { MailRow, Written } from '../mail/send.ts'
import { previewWords } from '../registrations/mails.ts'
import { languageOf } from '../texts/languages.ts'

/** Writes a mail that somebody in the office tries on themselves; undefined when who it was written for is erased. */
export const writeTrialMail =
  (service: Pick<Service, 'db' | 'keys' | 'config'>) =>
  async ({ trial, language }: MailRow): Promise<Written | undefined> =>
    trial === null
      ? undefined
      : previewWords(service, trial.registrationId, { kind: trial.kind, language: languageOf(language) }, trial)

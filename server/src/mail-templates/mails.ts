import type { Language } from '@treffpunkt/shared/languages'
import type { TemplateKind, TemplateWords } from '@treffpunkt/shared/mail-templates'
import { previewAccountWords } from '../accounts/mails.ts'
import { previewBarrierWords } from '../barrier-reports/mails.ts'
import type { Service } from '../http/service.ts'
import type { MailRow, Written } from '../mail/send.ts'
import { previewWords } from '../registrations/mails.ts'
import { languageOf } from '../texts/languages.ts'
import { isAccountKind } from '../texts/templates.ts'

type Writing = Pick<Service, 'db' | 'keys' | 'config'>
type Place<Kind = TemplateKind> = { kind: Kind; language: Language }

type Preview<Kind> = (
  service: Writing,
  registrationId: string,
  place: Place<Kind>,
  words: TemplateWords,
) => Promise<Written | undefined>

/** How mails of nouns downstream are shown; handed over by `app.ts`. */
export type OtherPreviews = {
  /** Those that tell of a meeting that was moved or cancelled. */
  news: Preview<'rescheduled' | 'cancelled'>
  /** Those that invite who is known from a registration to another meeting. */
  invitation: Preview<'meeting_invitation' | 'invitation_reminder'>
}

/** Whose mail is shown: of somebody registered, or of whoever looks. */
export type Example = { registrationId?: string | undefined; accountId: string | null }

/** Writes a mail in these words, as the one it is for would get it: no personal link opens anything. */
export const previewer =
  (service: Writing, others: OtherPreviews) =>
  async (
    { kind, language }: Place,
    words: TemplateWords,
    { registrationId, accountId }: Example,
  ): Promise<Written | undefined> => {
    if (isAccountKind(kind))
      return accountId === null ? undefined : previewAccountWords(service, accountId, kind, words)
    if (kind === 'barrier_received' || kind === 'barrier_answered')
      return previewBarrierWords(service, { kind, language }, words)
    if (registrationId === undefined) return undefined
    if (kind === 'meeting_invitation' || kind === 'invitation_reminder')
      return others.invitation(service, registrationId, { kind, language }, words)
    return kind === 'rescheduled' || kind === 'cancelled'
      ? others.news(service, registrationId, { kind, language }, words)
      : previewWords(service, registrationId, { kind, language }, words)
  }
export type Previewer = ReturnType<typeof previewer>

/** Writes a mail that somebody in the office tries on themselves; undefined when who it was written for is erased. */
export const writeTrialMail =
  (preview: Previewer) =>
  async ({ trial, language, accountId }: MailRow): Promise<Written | undefined> =>
    trial === null
      ? undefined
      : preview({ kind: trial.kind, language: languageOf(language) }, trial, { ...trial, accountId })

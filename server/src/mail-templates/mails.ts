import type { Language } from '@treffpunkt/shared/languages'
import { audienceOf, type TemplateKind, type TemplateWords } from '@treffpunkt/shared/mail-templates'
import { previewAccountWords } from '../accounts/mails.ts'
import { previewBarrierWords } from '../barrier-reports/mails.ts'
import type { Service } from '../http/service.ts'
import type { MailRow, Written } from '../mail/send.ts'
import { previewWords } from '../registrations/mails.ts'
import { languageOf } from '../texts/languages.ts'
import { isAccountKind } from '../texts/templates.ts'

type Writing = Pick<Service, 'db' | 'keys' | 'config'>
type Place<Kind = TemplateKind> = { kind: Kind; language: Language }

/** How the mails that tell of a meeting that was moved or cancelled are shown; handed over by `app.ts`. */
export type PreviewNews = (
  service: Writing,
  registrationId: string,
  place: Place<'rescheduled' | 'cancelled'>,
  words: TemplateWords,
) => Promise<Written | undefined>

/** Whose mail is shown: of somebody registered, or of whoever looks. */
export type Example = { registrationId?: string | undefined; accountId: string | null }

/** Writes a mail in these words, as the one it is for would get it: no personal link opens anything. */
export const previewer =
  (service: Writing, previewNews: PreviewNews) =>
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
    return kind === 'rescheduled' || kind === 'cancelled'
      ? previewNews(service, registrationId, { kind, language }, words)
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

/** Whether mails of this kind are shown as somebody registered gets them. */
export const isToRegistered = (kind: TemplateKind): boolean => audienceOf(kind) === 'registered'

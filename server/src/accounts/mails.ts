import type { Service } from '../http/service.ts'
import type { MailBody } from '../mail/layout.ts'
import type { MailRow, Written } from '../mail/send.ts'
import { senderOf } from '../mail/sender.ts'
import { undefinedWhenGone } from '../problems.ts'
import { getSettings } from '../settings/queries.ts'
import { accountMailTexts, type AccountMailKind } from '../texts/account-mails.ts'
import { clockIn, mailTexts } from '../texts/languages.ts'
import { accountLinkToken, linkById } from './links.ts'
import { getAccount } from './queries.ts'

/** Where the link of a mail leads; one that is the account's own ends with its token. */
const pages: Record<AccountMailKind, { path: string; own: boolean } | undefined> = {
  invitation: { path: '/invitation', own: true },
  password_reset: { path: '/reset-password', own: true },
  password_changed: { path: '/forgotten-password', own: false },
  email_confirmation: { path: '/confirm-email', own: true },
  email_changed: undefined,
  test: undefined,
}

/** Writes the mails about an account; undefined when its link was taken back or used meanwhile. */
export const writeAccountMail =
  ({ db, keys, config }: Pick<Service, 'db' | 'keys' | 'config'>) =>
  async (mail: MailRow & { kind: AccountMailKind; accountId: string }): Promise<Written | undefined> => {
    const found = await Promise.all([getAccount(db, mail.accountId), getSettings(db)]).catch(undefinedWhenGone)
    const link = mail.accountLinkId === null ? undefined : await linkById(db, mail.accountLinkId)
    const page = pages[mail.kind]
    if (found === undefined || (page?.own === true && link?.state !== 'open')) return undefined
    const [account, settings] = found
    const texts = mailTexts('de')
    const sender = senderOf(settings, texts)
    const { paragraphs, toDo } = accountMailTexts[mail.kind]
    const token = page?.own === true && link !== undefined ? `/${accountLinkToken(keys, link.id)}` : ''
    const body: MailBody = {
      language: 'de',
      greeting: texts.greeting(account.name),
      paragraphs: paragraphs({
        network: settings.networkName,
        until: link === undefined ? '' : clockIn('de', settings.timeZone).moment(link.expiresAt),
        invitedBy: link?.invitedBy ?? null,
        email: account.email,
      }),
      facts: [],
      links:
        page === undefined || toDo === undefined
          ? []
          : [{ label: toDo, url: `${config.publicUrl}${page.path}${token}` }],
      closing: sender.closing,
    }
    return { body, attachments: [], ...sender.replyTo }
  }

import type { Account } from '@treffpunkt/shared/accounts'
import type { TemplateWords } from '@treffpunkt/shared/mail-templates'
import type { Service } from '../http/service.ts'
import type { MailBody } from '../mail/layout.ts'
import type { MailRow, Written } from '../mail/send.ts'
import { senderOf } from '../mail/sender.ts'
import { undefinedWhenGone } from '../problems.ts'
import { findWords } from '../mail/templates.ts'
import { getSettings, type SettingsRow } from '../settings/queries.ts'
import { accountMailTexts, type AccountMailKind } from '../texts/account-mails.ts'
import { clockIn, mailTexts } from '../texts/languages.ts'
import { wordsFrom } from '../texts/templates.ts'
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
    const token = page?.own === true && link !== undefined ? `/${accountLinkToken(keys, link.id)}` : ''
    return write(config.publicUrl, settings, account, {
      kind: mail.kind,
      own: await findWords(db, mail.kind, 'de'),
      until: link?.expiresAt ?? null,
      invitedBy: link?.invitedBy ?? null,
      token,
    })
  }

/** A mail about an account in words of the office, as its own person would get it. Its link opens nothing. */
export async function previewAccountWords(
  { db, config }: Pick<Service, 'db' | 'config'>,
  accountId: string,
  kind: AccountMailKind,
  own: TemplateWords,
): Promise<Written | undefined> {
  const found = await Promise.all([getAccount(db, accountId), getSettings(db)]).catch(undefinedWhenGone)
  if (found === undefined) return undefined
  const [account, settings] = found
  const until = new Date(Date.now() + 86_400_000).toISOString()
  return write(config.publicUrl, settings, account, { kind, own, until, invitedBy: account.name, token: '' })
}

type Said = {
  kind: AccountMailKind
  own: TemplateWords | undefined
  until: string | null
  invitedBy: string | null
  /** What the address of the link ends with. */
  token: string
}

function write(
  publicUrl: string,
  settings: SettingsRow,
  account: Pick<Account, 'name' | 'email'>,
  { kind, own, until, invitedBy, token }: Said,
): Written {
  const texts = mailTexts('de')
  const sender = senderOf(settings, texts)
  const { paragraphs, toDo } = accountMailTexts[kind]
  const page = pages[kind]
  const about = {
    network: settings.networkName,
    until: until === null ? '' : clockIn('de', settings.timeZone).moment(until),
    invitedBy,
    email: account.email,
  }
  const body: MailBody = {
    language: 'de',
    greeting: texts.greeting(account.name),
    paragraphs:
      kind === 'test'
        ? paragraphs(about)
        : wordsFrom(own, kind, paragraphs(about), {
            Name: account.name,
            Netzwerk: about.network,
            Frist: about.until,
            Person: invitedBy ?? settings.officeName,
            Adresse: about.email,
            Büro: settings.officeName,
          }),
    facts: [],
    links: page === undefined || toDo === undefined ? [] : [{ label: toDo, url: `${publicUrl}${page.path}${token}` }],
    closing: sender.closing,
  }
  return { body, attachments: [], ...sender.replyTo }
}

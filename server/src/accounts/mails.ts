import type { Service } from '../http/service.ts'
import type { MailBody } from '../mail/layout.ts'
import type { AccountMailKind } from '../mail/queue.ts'
import type { MailRow, Written } from '../mail/send.ts'
import { undefinedWhenGone } from '../problems.ts'
import { getSettings } from '../settings/queries.ts'
import { accountLinkToken, linkById, type FoundLink } from './links.ts'
import { getAccount } from './queries.ts'

type Context = {
  network: string
  /** Of a mail with a link: until when it is good, and who invited. */
  until: string
  invitedBy: string | null
  /** The address that the account has now. */
  email: string
}

const unasked = 'Haben Sie das nicht veranlasst? Dann brauchen Sie nichts zu tun.'

// What each mail says and asks for, in the words of the one who reads it.
const says: Record<AccountMailKind, (context: Context) => string[]> = {
  invitation: ({ network, until, invitedBy }) => [
    `${invitedBy ?? 'die Koordinierungsstelle'} hat Sie eingeladen, bei ${network} mitzuarbeiten. Mit dem Link legen Sie Ihr Passwort fest und sind gleich angemeldet.`,
    `Der Link gilt einmal und bis ${until}. Danach lassen Sie sich neu einladen.`,
  ],
  password_reset: ({ network, until }) => [
    `für Ihr Konto bei ${network} wurde ein neues Passwort angefordert. Mit dem Link legen Sie es fest.`,
    `Der Link gilt einmal und bis ${until}. Alle anderen Anmeldungen Ihres Kontos enden damit.`,
    `${unasked} Ihr Passwort bleibt, wie es ist.`,
  ],
  password_changed: ({ network }) => [
    `das Passwort Ihres Kontos bei ${network} wurde eben geändert. Alle anderen Anmeldungen sind beendet.`,
    'Waren Sie das nicht? Dann legen Sie über den Link sofort ein neues Passwort fest und sagen Sie in der Koordinierungsstelle Bescheid.',
  ],
  email_confirmation: ({ network, until }) => [
    `diese E-Mail-Adresse soll die neue Adresse Ihres Kontos bei ${network} werden. Bestätigen Sie noch, dass sie Ihnen gehört. Ab dann melden Sie sich mit ihr an.`,
    `Der Link gilt einmal und bis ${until}.`,
    `${unasked} Das Konto bleibt, wie es ist.`,
  ],
  email_changed: ({ network, email }) => [
    `Ihr Konto bei ${network} hat eine neue E-Mail-Adresse: ${email}. An diese Adresse hier kommt nichts mehr.`,
    'Waren Sie das nicht? Dann sagen Sie sofort in der Koordinierungsstelle Bescheid.',
  ],
}

const toDo: Record<AccountMailKind, { label: string; path: string } | undefined> = {
  invitation: { label: 'Einladung annehmen', path: '/invitation' },
  password_reset: { label: 'Neues Passwort festlegen', path: '/reset-password' },
  password_changed: { label: 'Neues Passwort anfordern', path: '/forgotten-password' },
  email_confirmation: { label: 'E-Mail-Adresse bestätigen', path: '/confirm-email' },
  email_changed: undefined,
}
const withLink = new Set<AccountMailKind>(['invitation', 'password_reset', 'email_confirmation'])

/** Writes the mails about an account; undefined when its link was taken back or used meanwhile. */
export const writeAccountMail =
  ({ db, keys, config }: Pick<Service, 'db' | 'keys' | 'config'>) =>
  async (mail: MailRow & { kind: AccountMailKind; accountId: string }): Promise<Written | undefined> => {
    const found = await Promise.all([getAccount(db, mail.accountId), getSettings(db)]).catch(undefinedWhenGone)
    const link = mail.accountLinkId === null ? undefined : await linkById(db, mail.accountLinkId)
    if (found === undefined || (withLink.has(mail.kind) && link?.state !== 'open')) return undefined
    const [account, settings] = found
    const moment = (instant: string) =>
      new Intl.DateTimeFormat('de-DE', { timeZone: settings.timeZone, dateStyle: 'full', timeStyle: 'short' }).format(
        new Date(instant),
      )
    const body: MailBody = {
      greeting: `Guten Tag ${account.name},`,
      paragraphs: says[mail.kind]({
        network: settings.networkName,
        until: link === undefined ? '' : `${moment(link.expiresAt)} Uhr`,
        invitedBy: link?.invitedBy ?? null,
        email: account.email,
      }),
      facts: [],
      links: linkOf(mail.kind, link),
      closing: [
        'Mit freundlichen Grüßen',
        settings.officeName,
        ...(settings.contactEmail === null ? [] : [settings.contactEmail]),
      ],
    }
    return {
      body,
      attachments: [],
      ...(settings.contactEmail === null ? {} : { replyTo: settings.contactEmail }),
    }

    function linkOf(kind: AccountMailKind, to: FoundLink | undefined): MailBody['links'] {
      const what = toDo[kind]
      if (what === undefined) return []
      const token = to === undefined ? '' : `/${accountLinkToken(keys, to.id)}`
      return [{ label: what.label, url: `${config.publicUrl}${what.path}${token}` }]
    }
  }

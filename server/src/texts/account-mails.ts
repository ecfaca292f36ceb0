// What mails to those who work in the office say about their account: in German, as the administration itself.

/** What such a mail may speak of. */
export type AboutAccount = {
  network: string
  /** Of a mail with a link: until when it is good, and who invited. */
  until: string
  invitedBy: string | null
  /** The address that the account has now. */
  email: string
}

type AccountMailText = {
  subject: string
  paragraphs: (about: AboutAccount) => string[]
  /** Label of the link. */
  toDo?: string
}

const unasked = 'Haben Sie das nicht veranlasst? Dann brauchen Sie nichts zu tun.'

const texts = {
  invitation: {
    subject: 'Einladung: Ihr Konto für die Koordination',
    paragraphs: ({ network, until, invitedBy }) => [
      `${invitedBy ?? 'die Koordinierungsstelle'} hat Sie eingeladen, bei ${network} mitzuarbeiten. Mit dem Link legen Sie Ihr Passwort fest und sind gleich angemeldet.`,
      `Der Link gilt einmal und bis ${until}. Danach lassen Sie sich neu einladen.`,
    ],
    toDo: 'Einladung annehmen',
  },
  password_reset: {
    subject: 'Neues Passwort festlegen',
    paragraphs: ({ network, until }) => [
      `für Ihr Konto bei ${network} wurde ein neues Passwort angefordert. Mit dem Link legen Sie es fest.`,
      `Der Link gilt einmal und bis ${until}. Alle anderen Anmeldungen Ihres Kontos enden damit.`,
      `${unasked} Ihr Passwort bleibt, wie es ist.`,
    ],
    toDo: 'Neues Passwort festlegen',
  },
  password_changed: {
    subject: 'Ihr Passwort wurde geändert',
    paragraphs: ({ network }) => [
      `das Passwort Ihres Kontos bei ${network} wurde eben geändert. Alle anderen Anmeldungen sind beendet.`,
      'Waren Sie das nicht? Dann legen Sie über den Link sofort ein neues Passwort fest und sagen Sie in der Koordinierungsstelle Bescheid.',
    ],
    toDo: 'Neues Passwort anfordern',
  },
  email_confirmation: {
    subject: 'Neue E-Mail-Adresse bestätigen',
    paragraphs: ({ network, until }) => [
      `diese E-Mail-Adresse soll die neue Adresse Ihres Kontos bei ${network} werden. Bestätigen Sie noch, dass sie Ihnen gehört. Ab dann melden Sie sich mit ihr an.`,
      `Der Link gilt einmal und bis ${until}.`,
      `${unasked} Das Konto bleibt, wie es ist.`,
    ],
    toDo: 'E-Mail-Adresse bestätigen',
  },
  email_changed: {
    subject: 'Die E-Mail-Adresse Ihres Kontos wurde geändert',
    paragraphs: ({ network, email }) => [
      `Ihr Konto bei ${network} hat eine neue E-Mail-Adresse: ${email}. An diese Adresse hier kommt nichts mehr.`,
      'Waren Sie das nicht? Dann sagen Sie sofort in der Koordinierungsstelle Bescheid.',
    ],
  },
  test: {
    subject: 'Testmail',
    paragraphs: ({ network }) => [
      `diese Nachricht zeigt, wie E-Mails von ${network} ankommen: von welcher Adresse, unter welchem Namen und mit welcher Unterschrift.`,
      'Antworten Sie darauf, um zu sehen, wo Antworten ankommen.',
    ],
  },
} satisfies Record<string, AccountMailText>

/** Mails to those who work in the office about their account. */
export type AccountMailKind = keyof typeof texts

/** What a mail about an account says. */
export const accountMailTexts: Record<AccountMailKind, AccountMailText> = texts

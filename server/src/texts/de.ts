// The German texts of mails to people who are registered.
import type { MailTexts } from './mail-texts.ts'

const de: MailTexts = {
  greeting: name => `Guten Tag ${name},`,
  meeting: 'Treffen',
  focusTopic: 'Schwerpunkt',
  when: 'Wann',
  where: 'Wo',
  placeOpen: 'wird noch bekannt gegeben',
  online: 'Online',
  alsoOnline: place => `${place}, auch online`,
  onlineRoom: 'Online-Raum',
  roomFollows: 'Den Link bekommen Sie vor dem Treffen.',
  onlineNotes: 'Hinweise zum Online-Raum',
  attends: 'Teilnahme',
  attending: {
    on_site:
      'vor Ort. Auf der Seite Ihrer Anmeldung können Sie zur Teilnahme online wechseln, solange Plätze frei sind.',
    online:
      'online. Auf der Seite Ihrer Anmeldung können Sie zur Teilnahme vor Ort wechseln, solange Plätze frei sind.',
  },
  questions: {
    label: 'Fragen zum Treffen',
    open: 'Noch offen. Beantworten Sie die Fragen über den Link.',
  },
  join: 'Online teilnehmen',
  cancelled: 'Abgesagt',
  yes: 'ja',
  look: 'Meine Anmeldung ansehen',
  ticket: 'Ticket',
  toMeeting: 'Zum Treffen',
  confirm: 'Anmeldung bestätigen',
  lookWithTicket: 'Meine Anmeldung und mein Ticket',
  acceptOrDecline: 'Platz annehmen oder ablehnen',
  ticketAlt: code => `QR-Code für Ihr Ticket, Code ${code}`,
  code: 'Code',
  closing: 'Mit freundlichen Grüßen',
  inGerman: '',
  subjects: {
    confirm: meeting => `Anmeldung bestätigen: ${meeting}`,
    already_registered: meeting => `Sie sind schon angemeldet: ${meeting}`,
    confirmed: meeting => `Sie sind angemeldet: ${meeting}`,
    entered: meeting => `Wir haben Sie angemeldet: ${meeting}`,
    requested: meeting => `Ihre Anfrage ist eingegangen: ${meeting}`,
    refused: meeting => `Ihre Anfrage zum Treffen: ${meeting}`,
    waitlisted: meeting => `Sie stehen auf der Warteliste: ${meeting}`,
    offered: meeting => `Ein Platz ist frei geworden: ${meeting}`,
    lapsed: meeting => `Ihr angebotener Platz ist weitergegeben: ${meeting}`,
    withdrawn: meeting => `Sie sind abgemeldet: ${meeting}`,
    substituted: meeting => `Ihr Platz ist weitergegeben: ${meeting}`,
    substitute: meeting => `Sie kommen als Vertretung: ${meeting}`,
    moved: meeting => `Neuer Termin: ${meeting}`,
    place_changed: meeting => `Anderer Ort: ${meeting}`,
    room_changed: meeting => `Neuer Link zum Online-Raum: ${meeting}`,
    cancelled: meeting => `Abgesagt: ${meeting}`,
    reminder: meeting => `Erinnerung: ${meeting}`,
    lost_links: () => 'Ihre Anmeldungen',
  },
  purposes: { contactList: 'Kontaktliste', invitations: 'Einladungen zu weiteren Treffen', photographs: 'Fotos' },
  paragraphs: {
    confirm: ({ until, isQueued, isRequest, agreed, partner }) => [
      partner !== null
        ? `${partner} wollte Sie für dieses Treffen eintragen. Sie haben sich schon selbst angemeldet, die Anmeldung aber noch nicht bestätigt. Bestätigen Sie sie mit dem Knopf.`
        : 'danke für Ihre Anmeldung. Bestätigen Sie noch, dass diese E-Mail-Adresse Ihnen gehört: mit dem Knopf oder mit dem Code auf der Seite, auf der Sie sich angemeldet haben.',
      until === null
        ? ''
        : `Das geht bis ${until}. Danach gilt die Anmeldung nicht mehr${isQueued || isRequest ? '.' : ', und der Platz wird frei.'}`,
      isQueued
        ? 'Zurzeit sind alle Plätze vergeben. Nach der Bestätigung stehen Sie auf der Warteliste.'
        : isRequest
          ? 'Bei diesem Treffen entscheidet die Koordinierungsstelle, wer teilnimmt. Nach der Bestätigung liegt ihr Ihre Anfrage vor.'
          : '',
      agreed === '' ? '' : `Angekreuzt wurde außerdem: ${agreed}. Über den Link nach der Bestätigung ändern Sie das.`,
      'Haben Sie sich nicht angemeldet? Dann brauchen Sie nichts zu tun.',
    ],
    already_registered: ({ partner, meanwhile }) => [
      ...(partner === null
        ? []
        : [
            `${partner} wollte Sie für dieses Treffen eintragen und hat dabei erfahren, dass Sie angemeldet sind, sonst nichts.`,
          ]),
      meanwhile === ''
        ? 'mit dieser E-Mail-Adresse und diesem Namen sind Sie schon angemeldet. Es bleibt alles, wie es ist. Über den Link sehen und ändern Sie Ihre Anmeldung.'
        : meanwhile,
    ],
    confirmed: ({ isOnline }) => [
      isOnline
        ? 'Sie sind angemeldet und nehmen online teil.'
        : 'Sie sind angemeldet. Zeigen Sie am Einlass den QR-Code oder nennen Sie Ihren Code oder Namen.',
      'Können Sie doch nicht kommen? Sagen Sie über den Link ab, dann freut sich jemand über den Platz.',
    ],
    entered: ({ hasSeat, isQueued, isRequest, meanwhile, partner }) => [
      isRequest && partner !== null
        ? `${partner} hat für Sie angefragt, ob Sie zu diesem Treffen kommen können. Die Koordinierungsstelle entscheidet und schreibt Ihnen dann.`
        : hasSeat || !isQueued
          ? `${partner ?? 'die Koordinierungsstelle'} hat Sie zu diesem Treffen angemeldet. ${meanwhile}`.trim()
          : `${partner ?? 'die Koordinierungsstelle'} hat Sie für dieses Treffen vorgemerkt. Alle Plätze sind vergeben, Sie stehen auf der Warteliste.`,
      partner === null
        ? ''
        : `Die Angaben hat uns ${partner} über ein Programm gegeben. ${partner} sieht Ihren Namen, ob Sie einen Platz haben und ob Sie da waren, und kann Sie abmelden. Was Sie sonst angeben, sieht ${partner} nicht.`,
      'Gespeichert sind Ihr Name, Ihre E-Mail-Adresse und Ihre Organisation, um das Treffen durchzuführen (Art. 6 Abs. 1 Buchst. e DSGVO).',
      'Über den Link sehen und ändern Sie die Angaben oder melden sich ab. Alles Weitere steht in der Datenschutzerklärung.',
    ],
    requested: () => [
      'Ihre Anfrage ist eingegangen. Bei diesem Treffen entscheidet die Koordinierungsstelle, wer teilnimmt.',
      'Sobald sie entschieden hat, bekommen Sie eine E-Mail. Bis dahin brauchen Sie nichts zu tun.',
    ],
    refused: ({ reason }) => [
      'die Koordinierungsstelle kann Ihnen für dieses Treffen keinen Platz geben.',
      reason === null ? '' : `Sie schreibt dazu: ${reason}`,
      'Fragen dazu beantwortet sie gern: Antworten Sie auf diese E-Mail.',
    ],
    waitlisted: ({ position }) => [
      position === null
        ? 'alle Plätze sind vergeben, Sie stehen auf der Warteliste.'
        : `alle Plätze sind vergeben. Sie stehen auf Platz ${position} der Warteliste.`,
      'Wird ein Platz frei, bieten wir ihn Ihnen per E-Mail an.',
    ],
    offered: ({ until }) => [
      `ein Platz ist frei geworden, und Sie sind an der Reihe. Nehmen Sie ihn${until === null ? '' : ` bis ${until}`} an. Danach bieten wir ihn der nächsten Person an.`,
    ],
    lapsed: () => [
      'Sie haben den angebotenen Platz nicht angenommen, wir haben ihn weitergegeben. Möchten Sie doch kommen? Über den Link stellen Sie sich wieder an.',
    ],
    withdrawn: ({ partner }) => [
      partner === null
        ? 'Sie sind abgemeldet. Haben Sie es sich anders überlegt? Über den Link melden Sie sich wieder an, solange Plätze frei sind.'
        : `${partner} hat Sie abgemeldet. Möchten Sie doch kommen? Über den Link melden Sie sich wieder an, solange Plätze frei sind.`,
    ],
    substituted: ({ other }) => [
      `für Sie kommt jetzt ${other}. Ihr Ticket gilt nicht mehr, und Sie brauchen nichts weiter zu tun.`,
      'Stimmt das nicht? Dann melden Sie sich bei der Koordinierungsstelle.',
    ],
    substitute: ({ other, byOffice, hasSeat, isQueued, isRequest, meanwhile }) => [
      byOffice
        ? `die Koordinierungsstelle hat Sie als Vertretung für ${other} eingetragen.`
        : `${other} kann nicht kommen und hat Sie als Vertretung genannt.`,
      hasSeat
        ? 'Sie sind angemeldet.'
        : isRequest
          ? 'Sie haben die Anfrage übernommen. Die Koordinierungsstelle entscheidet noch, wer teilnimmt.'
          : isQueued
            ? 'Sie haben den Platz auf der Warteliste übernommen.'
            : meanwhile,
      'Gespeichert sind Ihr Name, Ihre E-Mail-Adresse und Ihre Organisation, um das Treffen durchzuführen (Art. 6 Abs. 1 Buchst. e DSGVO).',
      'Über den Link sehen und ändern Sie die Angaben oder melden sich ab. Alles Weitere steht in der Datenschutzerklärung.',
    ],
    lost_links: () => ['hier sind die Links zu Ihren Anmeldungen.'],
  },
  signedUp: {
    together: 'Mit angemeldet',
    paragraphs: ({ other, until, isQueued, isRequest }) => [
      `${other} hat Sie zu diesem Treffen angemeldet. Möchten Sie kommen? Dann bestätigen Sie das mit dem Knopf.`,
      until === null ? '' : `Das geht bis ${until}. Danach gilt die Anmeldung nicht mehr.`,
      isQueued
        ? 'Zurzeit sind alle Plätze vergeben. Nach der Bestätigung stehen Sie auf der Warteliste.'
        : isRequest
          ? 'Bei diesem Treffen entscheidet die Koordinierungsstelle, wer teilnimmt. Nach der Bestätigung liegt ihr Ihre Anfrage vor.'
          : '',
      `Ihren Namen, diese E-Mail-Adresse und die Organisation hat uns ${other} genannt. Wir nutzen sie, um das Treffen durchzuführen (Art. 6 Abs. 1 Buchst. e DSGVO).`,
      'Möchten Sie nicht kommen, oder widersprechen Sie dem? Dann brauchen Sie nichts zu tun: Ohne Bestätigung löschen wir die Angaben. Alles Weitere steht in der Datenschutzerklärung.',
    ],
  },
  meanwhile: {
    withdrawn: 'Inzwischen sind Sie wieder abgemeldet.',
    other: 'Wie es jetzt um Ihren Platz steht, sehen Sie über den Link.',
  },
  moved: {
    otherRoom: 'der Link zum Online-Raum ist neu. Sie finden ihn unten, der alte gilt nicht mehr.',
    elsewhere: 'das Treffen findet an einem anderen Ort statt. Zeit und Ort stehen unten.',
    otherTime: 'das Treffen ist verlegt. Der neue Termin steht unten.',
    before: 'Bisher',
    placeBefore: 'Ort bisher',
    confirmed:
      'Ihre Anmeldung gilt weiter. Können Sie dann nicht kommen? Sagen Sie über den Link ab, dann freut sich jemand über den Platz.',
    offered: until => `Ihnen ist ein Platz angeboten. Nehmen Sie ihn${until === null ? '' : ` bis ${until}`} an.`,
    waitlisted: 'Ihr Platz auf der Warteliste bleibt. Können Sie dann nicht kommen? Sagen Sie über den Link ab.',
    pending:
      'Ihre Anfrage liegt der Koordinierungsstelle weiter vor. Können Sie dann nicht kommen? Ziehen Sie die Anfrage über den Link zurück.',
    unconfirmed: until =>
      `Bestätigen Sie noch Ihre Anmeldung${until === null ? '' : ` bis ${until}`}. Möchten Sie dann nicht kommen, brauchen Sie nichts zu tun.`,
  },
  erased: {
    subject: 'Ihre Daten sind gelöscht',
    greeting: 'Guten Tag,',
    paragraphs: [
      'Ihre Daten sind gelöscht: Name, E-Mail-Adresse, Anmeldungen und alles, was dazugehört. Waren Sie zu einem kommenden Treffen angemeldet, ist Ihr Platz wieder frei.',
      'Geblieben sind Zahlen ohne Namen, zum Beispiel wie viele Menschen bei einem Treffen waren.',
      'Das ist die letzte E-Mail zu diesen Daten. Auch diese Adresse haben wir nach dem Versand vergessen.',
    ],
  },
  reminder: {
    paragraphs: ({ isOnline }) => [
      isOnline
        ? 'bald ist es so weit: Sie sind zu diesem Treffen angemeldet, und Ihr Platz ist reserviert. Sie nehmen online teil.'
        : 'bald ist es so weit: Sie sind zu diesem Treffen angemeldet, und Ihr Platz ist reserviert. Zeigen Sie am Einlass den QR-Code oder nennen Sie Ihren Code oder Namen.',
      'Können Sie doch nicht kommen? Sagen Sie ab, damit jemand nachrückt.',
    ],
    giveBack: 'Absagen, damit jemand nachrückt',
  },
  invitation: {
    subjects: {
      first: meeting => `Einladung: ${meeting}`,
      again: meeting => `Noch einmal eingeladen: ${meeting}`,
    },
    first: [
      'wir laden Sie zum nächsten Treffen ein. Mit dem Knopf öffnen Sie die Anmeldung. Was wir von Ihnen schon wissen, ist dort eingetragen.',
      'Der Link ist nur für Sie. Geben Sie ihn nicht weiter.',
    ],
    again: [
      'wir haben noch nichts von Ihnen gehört. Möchten Sie zum Treffen kommen? Mit dem Knopf öffnen Sie die Anmeldung. Was wir von Ihnen schon wissen, ist dort eingetragen.',
      'Wenn Sie nicht kommen können, sagen Sie uns das mit dem zweiten Link. Dann fragen wir nicht noch einmal.',
    ],
    signUp: 'Anmelden',
    cannot: 'Ich kann nicht',
    end: 'Keine Einladungen mehr',
    known: 'Von Ihrer letzten Anmeldung übernommen. Prüfen Sie es.',
    knownMember: 'Von Ihrer letzten Anmeldung übernommen. Die Einladung gilt für diesen Namen und diese Adresse.',
    onlyEmail: email => `Diese Einladung gilt nur für ${email}. Tragen Sie diese Adresse wieder ein.`,
    onlyName: name => `Diese Einladung gilt nur für ${name}. Tragen Sie diesen Namen wieder ein.`,
    already:
      'Haben Sie sich mit diesem Link schon angemeldet? Dann steht der Weg zu Ihrer Anmeldung in unserer E-Mail.',
    wrongLink: 'Dieser Link stimmt nicht. Vielleicht fehlt ein Teil. Öffnen Sie ihn noch einmal aus der E-Mail.',
    why: 'Sie bekommen diese Einladung, weil Sie bei einer früheren Anmeldung zugestimmt haben, zu den nächsten Treffen eingeladen zu werden. Das können Sie jederzeit beenden: mit dem Link „Keine Einladungen mehr“.',
  },
  cancelledMeeting: {
    doesNotHappen: 'das Treffen findet nicht statt.',
    reason: reason => `Grund: ${reason}`,
    nothingToDo: 'Sie brauchen nichts zu tun. Ihre Anmeldung ist damit erledigt.',
  },
  barriers: {
    greeting: 'Guten Tag,',
    subjects: {
      barrier_received: reference => `Ihre Meldung ist angekommen: ${reference}`,
      barrier_answered: reference => `Antwort auf Ihre Meldung: ${reference}`,
    },
    reference: 'Nummer',
    received: 'Gemeldet',
    receipt: due => [
      'danke für Ihre Meldung. Mit dieser E-Mail-Adresse wurde uns eine Barriere auf unserer Website gemeldet.',
      `Sie bekommen bis ${due} eine Antwort. Kommt sie nicht oder hilft sie nicht, vermittelt die Ombudsstelle nach § 16d BGG LSA.`,
      'Haben Sie nichts gemeldet? Dann brauchen Sie nichts zu tun.',
    ],
    toReceipt: 'Meine Meldung ansehen',
    answer: ['Sie haben uns eine Barriere auf unserer Website gemeldet. Das ist unsere Antwort.'],
    statement: 'Erklärung zur Barrierefreiheit und Ombudsstelle',
  },
}

export default de

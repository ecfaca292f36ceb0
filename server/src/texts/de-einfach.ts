// The plain German texts of mails to people who are registered.
import type { MailTexts } from './mail-texts.ts'

const to = (until: string | null) => (until === null ? '' : ` bis ${until}`)

const plain: MailTexts = {
  greeting: name => `Guten Tag ${name},`,
  meeting: 'Treffen',
  focusTopic: 'Wichtigstes Thema',
  when: 'Wann',
  where: 'Wo',
  placeOpen: 'noch nicht bekannt',
  online: 'Im Internet',
  alsoOnline: place => `${place}, oder im Internet`,
  onlineRoom: 'Link zum Treffen',
  roomFollows: 'Den Link schicken wir Ihnen vor dem Treffen.',
  onlineNotes: 'So machen Sie mit',
  attends: 'So machen Sie mit',
  attending: {
    on_site:
      'Sie kommen zum Treffen. Sie möchten lieber im Internet mitmachen? Das können Sie auf der Seite von Ihrer Anmeldung ändern. Es muss noch ein Platz frei sein.',
    online:
      'Sie machen im Internet mit. Sie möchten lieber zum Treffen kommen? Das können Sie auf der Seite von Ihrer Anmeldung ändern. Es muss noch ein Platz frei sein.',
  },
  questions: {
    label: 'Fragen zum Treffen',
    open: 'Sie haben die Fragen noch nicht beantwortet. Klicken Sie auf den Link und antworten Sie dort.',
  },
  join: 'Im Internet mitmachen',
  cancelled: 'Fällt aus',
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
    confirm: meeting => `Bestätigen Sie Ihre Anmeldung: ${meeting}`,
    already_registered: meeting => `Sie sind schon angemeldet: ${meeting}`,
    confirmed: meeting => `Sie sind angemeldet: ${meeting}`,
    entered: meeting => `Wir haben Sie angemeldet: ${meeting}`,
    requested: meeting => `Wir haben Ihre Anfrage bekommen: ${meeting}`,
    refused: meeting => `Ihre Anfrage zum Treffen: ${meeting}`,
    waitlisted: meeting => `Sie sind auf der Warteliste: ${meeting}`,
    offered: meeting => `Ein Platz ist frei: ${meeting}`,
    lapsed: meeting => `Der Platz ist nicht mehr für Sie frei: ${meeting}`,
    withdrawn: meeting => `Sie sind abgemeldet: ${meeting}`,
    substituted: meeting => `Eine andere Person kommt für Sie: ${meeting}`,
    substitute: meeting => `Sie kommen für eine andere Person: ${meeting}`,
    moved: meeting => `Neuer Termin: ${meeting}`,
    place_changed: meeting => `Anderer Ort: ${meeting}`,
    room_changed: meeting => `Neuer Link zum Treffen: ${meeting}`,
    cancelled: meeting => `Das Treffen fällt aus: ${meeting}`,
    reminder: meeting => `Erinnerung: ${meeting}`,
    lost_links: () => 'Ihre Anmeldungen',
  },
  purposes: { contactList: 'Kontaktliste', invitations: 'Einladungen zu weiteren Treffen', photographs: 'Fotos' },
  paragraphs: {
    confirm: ({ until, isQueued, isRequest, agreed, partner }) => [
      partner !== null
        ? `${partner} wollte Sie zu diesem Treffen anmelden. Sie haben sich schon selbst angemeldet. Aber Sie haben die Anmeldung noch nicht bestätigt. Drücken Sie dafür den Knopf.`
        : 'danke für Ihre Anmeldung. Bestätigen Sie noch: Diese E-Mail-Adresse gehört Ihnen. Drücken Sie dafür den Knopf. Oder schreiben Sie den Code auf der Internetseite in das Feld.',
      until === null
        ? ''
        : `Das geht bis ${until}. Danach gilt die Anmeldung nicht mehr.${isQueued || isRequest ? '' : ' Der Platz ist dann wieder frei.'}`,
      isQueued
        ? 'Im Moment gibt es keinen freien Platz. Nach der Bestätigung sind Sie auf der Warteliste.'
        : isRequest
          ? 'Bei diesem Treffen entscheidet unser Büro, wer kommen kann. Nach der Bestätigung sieht es Ihre Anfrage.'
          : '',
      agreed === ''
        ? ''
        : `In der Anmeldung sind auch diese Häkchen: ${agreed}. Sie können das ändern. Nach der Bestätigung bekommen Sie einen Link dafür.`,
      'Haben Sie sich nicht angemeldet? Dann müssen Sie nichts tun.',
    ],
    already_registered: ({ partner, meanwhile }) => [
      ...(partner === null
        ? []
        : [
            `${partner} wollte Sie zu diesem Treffen anmelden. ${partner} weiß jetzt: Sie sind schon angemeldet. Mehr weiß ${partner} nicht.`,
          ]),
      meanwhile === ''
        ? 'Sie sind mit dieser E-Mail-Adresse und diesem Namen schon angemeldet. Alles bleibt so. Mit dem Link sehen Sie Ihre Anmeldung. Dort können Sie sie auch ändern.'
        : meanwhile,
    ],
    confirmed: ({ isOnline }) => [
      isOnline
        ? 'Sie sind angemeldet. Sie machen im Internet mit.'
        : 'Sie sind angemeldet. Zeigen Sie am Eingang den QR-Code. Oder sagen Sie Ihren Code oder Ihren Namen.',
      'Können Sie doch nicht kommen? Dann sagen Sie mit dem Link ab. So kann eine andere Person kommen.',
    ],
    entered: ({ hasSeat, isQueued, isRequest, meanwhile, partner }) => [
      isRequest && partner !== null
        ? `${partner} möchte Sie zu diesem Treffen anmelden. Unser Büro entscheidet das. Dann bekommen Sie eine E-Mail von uns.`
        : hasSeat || !isQueued
          ? `${partner ?? 'unser Büro'} hat Sie zu diesem Treffen angemeldet. ${meanwhile}`.trim()
          : `${partner ?? 'unser Büro'} hat Sie für dieses Treffen auf die Warteliste gesetzt. Es gibt keinen freien Platz mehr.`,
      partner === null
        ? ''
        : `Ihre Daten haben wir von ${partner} bekommen. ${partner} sieht Ihren Namen. ${partner} sieht auch, ob Sie einen Platz haben und ob Sie beim Treffen waren. ${partner} kann Sie abmelden. Andere Angaben von Ihnen sieht ${partner} nicht.`,
      'Wir haben Ihren Namen, Ihre E-Mail-Adresse und Ihre Organisation gespeichert. Wir brauchen diese Daten, um das Treffen durchzuführen. Das erlaubt uns die Datenschutz-Grundverordnung: Artikel 6 Absatz 1 Buchstabe e.',
      'Mit dem Link sehen Sie Ihre Angaben. Dort können Sie sie ändern oder sich abmelden. Mehr steht in der Datenschutzerklärung.',
    ],
    requested: () => [
      'Wir haben Ihre Anfrage bekommen. Bei diesem Treffen entscheidet unser Büro, wer kommen kann.',
      'Danach bekommen Sie eine E-Mail von uns. Sie brauchen jetzt nichts zu tun.',
    ],
    refused: ({ reason }) => [
      'Sie haben bei diesem Treffen keinen Platz bekommen. Das hat unser Büro entschieden.',
      reason === null ? '' : `Sie schreibt dazu: ${reason}`,
      'Haben Sie Fragen? Antworten Sie auf diese E-Mail.',
    ],
    waitlisted: ({ position }) => [
      position === null
        ? 'es gibt keinen freien Platz mehr. Sie sind auf der Warteliste.'
        : `es gibt keinen freien Platz mehr. Sie sind Nummer ${position} auf der Warteliste.`,
      'Wird ein Platz frei? Dann bieten wir ihn Ihnen mit einer E-Mail an.',
    ],
    offered: ({ until }) => [
      `ein Platz ist für Sie frei. Nehmen Sie ihn${to(until)} an. Danach bieten wir ihn der nächsten Person an.`,
    ],
    lapsed: () => [
      'Sie haben den Platz nicht angenommen. Wir haben ihn weitergegeben. Möchten Sie doch kommen? Dann setzen Sie sich mit dem Link wieder auf die Warteliste.',
    ],
    withdrawn: ({ partner }) => [
      partner === null
        ? 'Sie sind abgemeldet. Möchten Sie doch kommen? Dann melden Sie sich mit dem Link wieder an. Das geht nur bei freien Plätzen.'
        : `${partner} hat Sie abgemeldet. Möchten Sie doch kommen? Dann melden Sie sich mit dem Link wieder an. Das geht nur bei freien Plätzen.`,
    ],
    substituted: ({ other }) => [
      `${other} kommt jetzt für Sie. Ihr Ticket gilt nicht mehr. Sie müssen nichts mehr tun.`,
      'Ist das falsch? Dann schreiben Sie unserem Büro.',
    ],
    substitute: ({ other, byOffice, hasSeat, isQueued, isRequest, meanwhile }) => [
      byOffice
        ? `unser Büro hat Sie angemeldet. Sie kommen für ${other}.`
        : `${other} kann nicht kommen. ${other} hat uns gesagt: Sie kommen für diese Person.`,
      hasSeat
        ? 'Sie sind angemeldet.'
        : isRequest
          ? 'Sie haben die Anfrage übernommen. Unser Büro entscheidet noch, wer kommen kann.'
          : isQueued
            ? 'Sie sind auf der Warteliste. Sie haben dort den Platz von dieser Person.'
            : meanwhile,
      'Wir haben Ihren Namen, Ihre E-Mail-Adresse und Ihre Organisation gespeichert. Wir brauchen diese Daten, um das Treffen durchzuführen. Das erlaubt uns die Datenschutz-Grundverordnung: Artikel 6 Absatz 1 Buchstabe e.',
      'Mit dem Link sehen Sie Ihre Angaben. Dort können Sie sie ändern oder sich abmelden. Mehr steht in der Datenschutzerklärung.',
    ],
    lost_links: () => ['hier sind die Links zu Ihren Anmeldungen.'],
  },
  signedUp: {
    together: 'Auch angemeldet',
    paragraphs: ({ other, until, isQueued, isRequest }) => [
      `${other} hat Sie zu diesem Treffen angemeldet. Möchten Sie kommen? Dann drücken Sie auf den Knopf.`,
      until === null ? '' : `Sie haben Zeit bis ${until}. Danach gilt die Anmeldung nicht mehr.`,
      isQueued
        ? 'Alle Plätze sind vergeben. Sie kommen nach der Bestätigung auf die Warteliste.'
        : isRequest
          ? 'Das Büro entscheidet, wer kommen kann. Nach der Bestätigung bekommt das Büro Ihre Anfrage.'
          : '',
      `Wir haben Ihren Namen, diese E-Mail-Adresse und die Organisation von ${other}. Wir brauchen die Angaben für das Treffen. Das ist erlaubt (Art. 6 Abs. 1 Buchst. e DSGVO).`,
      'Möchten Sie nicht kommen? Oder sollen wir Ihre Angaben nicht haben? Dann brauchen Sie nichts zu tun. Ohne Bestätigung löschen wir die Angaben. Mehr steht in der Datenschutz-Erklärung.',
    ],
  },
  meanwhile: {
    withdrawn: 'Jetzt sind Sie wieder abgemeldet.',
    other: 'Haben Sie jetzt einen Platz? Das sehen Sie mit dem Link.',
  },
  moved: {
    otherRoom: 'der Link zum Treffen im Internet ist neu. Er steht unten. Der alte Link gilt nicht mehr.',
    elsewhere: 'das Treffen ist an einem anderen Ort. Die Zeit und der Ort stehen unten.',
    otherTime: 'das Treffen hat einen neuen Termin. Er steht unten.',
    before: 'Vorher',
    placeBefore: 'Ort vorher',
    confirmed:
      'Ihre Anmeldung gilt weiter. Können Sie dann nicht kommen? Sagen Sie mit dem Link ab. So kann eine andere Person kommen.',
    offered: until => `Ein Platz ist für Sie frei. Nehmen Sie ihn${to(until)} an.`,
    waitlisted: 'Ihr Platz auf der Warteliste bleibt. Können Sie dann nicht kommen? Sagen Sie mit dem Link ab.',
    pending: 'Ihre Anfrage gilt weiter. Können Sie dann nicht kommen? Ziehen Sie die Anfrage mit dem Link zurück.',
    unconfirmed: until =>
      `Bestätigen Sie noch Ihre Anmeldung${to(until)}. Möchten Sie dann nicht kommen? Dann müssen Sie nichts tun.`,
  },
  erased: {
    subject: 'Ihre Daten sind gelöscht',
    greeting: 'Guten Tag,',
    paragraphs: [
      'wir haben Ihre Daten gelöscht: Ihren Namen, Ihre E-Mail-Adresse und Ihre Anmeldungen. Ihr Platz bei einem kommenden Treffen ist wieder frei.',
      'Wir behalten nur Zahlen ohne Namen. Zum Beispiel: wie viele Menschen bei einem Treffen waren.',
      'Das ist unsere letzte E-Mail zu diesen Daten. Nach dieser E-Mail haben wir auch Ihre Adresse nicht mehr.',
    ],
  },
  reminder: {
    paragraphs: ({ isOnline }) => [
      isOnline
        ? 'das Treffen ist bald. Sie sind angemeldet und haben einen Platz. Sie machen im Internet mit.'
        : 'das Treffen ist bald. Sie sind angemeldet und haben einen Platz. Zeigen Sie am Eingang den QR-Code. Oder sagen Sie Ihren Code oder Ihren Namen.',
      'Können Sie doch nicht kommen? Dann sagen Sie ab. So kann eine andere Person kommen.',
    ],
    giveBack: 'Absagen: Eine andere Person kann kommen',
  },
  invitation: {
    subjects: {
      first: meeting => `Einladung: ${meeting}`,
      again: meeting => `Noch einmal eingeladen: ${meeting}`,
    },
    first: [
      'wir laden Sie zum nächsten Treffen ein. Drücken Sie auf „Anmelden“. Dann sehen Sie das Formular. Ihr Name und Ihre Adresse stehen schon darin.',
      'Der Link ist nur für Sie. Geben Sie ihn nicht weiter.',
    ],
    again: [
      'wir wissen noch nicht, ob Sie kommen. Drücken Sie auf „Anmelden“, wenn Sie kommen möchten. Ihr Name und Ihre Adresse stehen schon im Formular.',
      'Sie können nicht kommen? Drücken Sie auf „Ich kann nicht“. Dann fragen wir nicht noch einmal.',
    ],
    signUp: 'Anmelden',
    cannot: 'Ich kann nicht',
    end: 'Keine Einladungen mehr',
    known: 'Das wissen wir von Ihrer letzten Anmeldung. Prüfen Sie es.',
    knownMember:
      'Das wissen wir von Ihrer letzten Anmeldung. Die Einladung ist nur für diesen Namen und diese Adresse.',
    onlyEmail: email => `Diese Einladung ist nur für ${email}. Schreiben Sie diese Adresse wieder in das Feld.`,
    onlyName: name => `Diese Einladung ist nur für ${name}. Schreiben Sie diesen Namen wieder in das Feld.`,
    already:
      'Haben Sie sich mit diesem Link schon angemeldet? Dann haben Sie eine E-Mail von uns. Darin steht der Link zu Ihrer Anmeldung.',
    wrongLink: 'Dieser Link stimmt nicht. Vielleicht fehlt ein Teil. Öffnen Sie den Link noch einmal in der E-Mail.',
    why: 'Warum bekommen Sie diese E-Mail? Sie haben bei einer früheren Anmeldung gesagt: Ich möchte eingeladen werden. Sie möchten das nicht mehr? Drücken Sie auf „Keine Einladungen mehr“.',
  },
  cancelledMeeting: {
    doesNotHappen: 'das Treffen fällt aus.',
    reason: reason => `Grund: ${reason}`,
    nothingToDo: 'Sie müssen nichts tun. Ihre Anmeldung gilt nicht mehr.',
  },
  barriers: {
    greeting: 'Guten Tag,',
    subjects: {
      barrier_received: reference => `Ihre Meldung ist da: ${reference}`,
      barrier_answered: reference => `Unsere Antwort an Sie: ${reference}`,
    },
    reference: 'Nummer',
    received: 'Gemeldet',
    receipt: due => [
      'danke für Ihre Meldung. Jemand hat uns mit dieser E-Mail-Adresse ein Problem auf unserer Website gemeldet.',
      `Sie bekommen eine Antwort. Sie kommt spätestens hier: ${due}. Kommt keine Antwort? Oder hilft sie nicht? Dann hilft die Ombudsstelle (§ 16d BGG LSA).`,
      'Haben Sie nichts gemeldet? Dann müssen Sie nichts tun.',
    ],
    toReceipt: 'Meine Meldung ansehen',
    answer: ['Sie haben uns ein Problem auf unserer Website gemeldet. Das ist unsere Antwort.'],
    statement: 'Barrierefreiheit und Ombudsstelle',
  },
}

export default plain

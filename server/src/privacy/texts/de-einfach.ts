// Plain German (B1) words for everything stored about somebody.
import de from './de.ts'
import type { PrivacyTexts } from './privacy-texts.ts'

const deEinfach: PrivacyTexts = {
  ...de,
  intro: ({ network, office, moment }) =>
    `Hier steht alles, was wir über Sie gespeichert haben. Wir sind: ${network}. Verantwortlich ist: ${office}. Zeitpunkt: ${moment}.`,
  onlyThis:
    'Sie haben den Namen mit Ihrem Link geändert. Darum sehen Sie hier nur diese eine Anmeldung. Sie möchten alles sehen? Nehmen Sie den Link aus einer anderen E-Mail von uns. Oder schreiben Sie unserem Büro.',
  byOther: name => (name ? `${name} hat Sie angemeldet` : 'Eine andere angemeldete Person hat Sie angemeldet'),
  sections: {
    person: {
      title: 'In unserer Liste der Personen',
      purpose: 'Wir wollen wissen, wer zum Netzwerk gehört. So erkennen wir Sie beim nächsten Mal wieder.',
      source:
        'Sie haben das bei der Anmeldung angegeben. Oder eine andere angemeldete Person, unser Büro oder Ihre Organisation hat es eingetragen.',
      kept: 'Bis Sie Ihre Daten löschen. Oder bis unser Büro Sie aus der Liste nimmt. Kommt 12 Monate nichts Neues dazu, löschen wir den Eintrag. Möchten Sie eingeladen werden? Dann bleibt er.',
    },
    registrations: {
      title: 'Ihre Anmeldungen',
      purpose: 'Wir brauchen das für das Treffen. Das Gesetz erlaubt es: Art. 6 Abs. 1 Buchst. e DSGVO.',
      source:
        'Sie haben sich angemeldet. Oder eine andere angemeldete Person, unser Büro oder Ihre Organisation hat Sie angemeldet.',
      kept: '12 Monate nach dem Treffen. Oder bis Sie Ihre Daten löschen. Möchten Sie eingeladen werden? Dann behalten wir die Anmeldung, bis Sie das ändern. Angaben zur Unterstützung löschen wir 7 Tage nach dem Treffen. Antworten auf Fragen zum Treffen löschen wir nach der Zeit, die bei der Frage steht. Anmeldungen ohne Bestätigung löschen wir nach 48 Stunden.',
    },
    consents: {
      title: 'Ihre Einwilligungen',
      purpose: 'Wir müssen zeigen können, was Sie erlaubt haben. Das steht in Art. 7 Abs. 1 DSGVO.',
      source: 'Von Ihnen.',
      kept: 'So lange wie die Anmeldung.',
    },
    attendance: {
      title: 'Ihre Teilnahme',
      purpose: 'Wir wollen wissen, wer da war. Wir berichten auch, wie viele Menschen da waren.',
      source: 'Vom Einlass oder von unserem Büro.',
      kept: '12 Monate nach dem Treffen. Oder bis Sie Ihre Daten löschen. Danach bleibt nur die Zahl ohne Ihren Namen.',
    },
    invitations: {
      title: 'Einladungen',
      purpose: 'Damit wir Sie zu den nächsten Treffen einladen können. Sie haben uns das erlaubt.',
      source: 'Von unserem Büro. Ihre Antwort kommt von Ihnen.',
      kept: '90 Tage nach dem Treffen. Oder bis Sie Ihre Daten löschen.',
    },
    mails: {
      title: 'Unsere E-Mails an Sie',
      purpose: 'Wir wollen sehen, ob eine E-Mail angekommen ist. Den Text der E-Mails speichern wir nicht.',
      source: 'Vom Programm.',
      kept: '90 Tage.',
    },
    changes: {
      title: 'Was an Ihren Daten geändert wurde',
      purpose: 'Wir wollen sehen, wer wann etwas geändert hat.',
      source: 'Vom Programm.',
      kept: '12 Monate.',
    },
  },
  terms: {
    ...de.terms,
    attends: 'So machen Sie mit',
    engagement: 'Arbeit oder Ehrenamt',
    notice: 'Diesen Text zum Datenschutz haben Sie gesehen: Nummer',
    takenOut: 'Aus der Liste genommen',
    textVersion: 'Nummer vom Text',
  },
  values: {
    ...de.values,
    attends: 'So machen Sie mit',
    on_site: 'beim Treffen',
    online: 'im Internet',
    coordinator: 'von unserem Büro',
    by_account: 'von unserem Büro',
    person: 'Liste der Personen',
    organisationId: 'Organisation aus unserer Liste',
    substituteFor: 'Kommt für',
    substitutedBy: 'Für Sie kommt',
    partnerReference: 'So nennt Sie Ihre Organisation',
    engagement: 'Arbeit oder Ehrenamt',
    noticeVersion: 'Text zum Datenschutz, Nummer',
    professional: 'für die Arbeit',
    volunteer: 'im Ehrenamt',
    withdrawn: 'abgesagt',
    kind_withdrawn: 'abgesagt',
  },
}

export default deEinfach

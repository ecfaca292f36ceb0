// German texts about one's own data: what is stored, and erasing it.
const texts = {
  ownData: {
    title: 'Meine Daten',
    lead: 'Alles, was wir über Sie gespeichert haben, und wozu.',
    back: 'Zu meiner Anmeldung',
    takeAlong: 'Zum Mitnehmen',
    takeAlongText: 'Als Dokument zum Lesen und Drucken, oder als JSON für andere Programme (Art. 20 DSGVO).',
    asDocument: 'Als Dokument speichern',
    asJson: 'Als JSON speichern',
    purpose: 'Wozu',
    source: 'Woher',
    kept: 'Wie lange',
    entries: { one: '{count} Eintrag ansehen', other: '{count} Einträge ansehen' },
    wrong: 'Stimmt etwas nicht?',
    wrongText:
      'Ihre Angaben ändern Sie auf der Seite Ihrer Anmeldung. Alles andere berichtigt die Koordinierungsstelle.',
    walkedIn:
      'Waren Sie einmal ohne Anmeldung da? Dann steht am Einlass nur ein Name. Den können wir Ihnen nicht sicher zuordnen. Schreiben Sie dazu der Koordinierungsstelle.',
    erase: 'Daten löschen',
    eraseText: 'Sie können alles löschen, was hier steht. Auf der nächsten Seite lesen Sie zuerst, was das bedeutet.',
    toErase: 'Weiter zum Löschen',
  },
  erasing: {
    title: 'Meine Daten löschen',
    lead: '{name}, das geschieht, wenn Sie Ihre Daten löschen.',
    goes: 'Das wird gelöscht',
    goesName: 'Ihr Name, Ihre E-Mail-Adresse und Ihr Eintrag im Verzeichnis der Personen',
    goesRegistrations: { one: '{count} Anmeldung mit allen Angaben', other: '{count} Anmeldungen mit allen Angaben' },
    goesConsents: 'Ihre Einwilligungen und was Sie an Unterstützung brauchen',
    goesMails: 'Die Liste der E-Mails, die wir Ihnen geschickt haben',
    follows: 'Das folgt daraus',
    withdrawn: 'Sie sind abgemeldet: {meeting}, {when}. Ihr Platz wird frei.',
    links: 'Links und Tickets aus unseren E-Mails gelten nicht mehr.',
    mail: 'Wir bestätigen die Löschung mit einer E-Mail an {email}. Danach kennen wir auch diese Adresse nicht mehr.',
    mailShared:
      'Wir bestätigen die Löschung mit einer E-Mail an {email}. Für andere Personen, die diese Adresse auch benutzen, bleibt sie gespeichert.',
    stays: 'Das bleibt',
    staysOthers:
      'Angemeldet bleibt, wen Sie mitgebracht haben: {names}. Ihre Adresse löschen wir auch dort und schicken dazu keine E-Mails mehr. Die Links, die schon da sind, gelten weiter. Soll jemand davon nicht kommen, sagen Sie zuerst über dessen Link ab.',
    staysFigures:
      'Zahlen ohne Namen, zum Beispiel wie viele Menschen bei einem Treffen waren. Damit berichtet die Koordinierungsstelle. Niemand erkennt Sie darin.',
    staysAttended: {
      one: 'Ihre Teilnahme zählt dort {count}-mal mit, ohne Ihren Namen.',
      other: 'Ihre Teilnahme zählt dort {count}-mal mit, ohne Ihren Namen.',
    },
    staysLog: 'Dass und wann gelöscht wurde, ohne Ihren Namen. Das müssen wir nachweisen können.',
    staysBackups:
      'In Sicherungskopien stehen Ihre Daten noch, bis die Kopien planmäßig gelöscht werden. Benutzt werden sie nur nach einem Ausfall.',
    final: 'Das gilt sofort und lässt sich nicht rückgängig machen.',
    submit: 'Endgültig löschen',
    keep: 'Nicht löschen',
  },
}

export default texts

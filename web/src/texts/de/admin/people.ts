const texts = {
  title: 'Personen',
  new: 'Neue Person',
  newTitle: 'Neue Person',
  delete: 'Person löschen',
  emptyTitle: 'Noch keine Person',
  empty: 'Wer sich zu einem Treffen anmeldet, steht danach hier. Sie können Personen auch selbst eintragen.',
  name: 'Name',
  firstNameEmpty: 'Geben Sie den Vornamen ein',
  lastNameEmpty: 'Geben Sie den Nachnamen ein',
  emailHint: 'Dieselbe Adresse darf mehreren Personen gehören, zum Beispiel einem Sammelpostfach.',
  affiliations: 'Zugehörigkeit',
  noAffiliation: 'Keine Organisation, privat oder ehrenamtlich',
  addAffiliation: 'Organisation hinzufügen',
  removeAffiliation: 'Entfernen',
  organisation: 'Organisation',
  role: 'Aufgabe',
  engagement: 'Haupt- oder ehrenamtlich',
  engagementProfessional: 'hauptamtlich',
  engagementVolunteer: 'ehrenamtlich',
  privacy: 'Datenschutz',
  privacyText:
    'Für Menschen, die schriftlich Auskunft oder Löschung verlangen. Wer angemeldet ist, kann beides auch selbst: auf der Seite der Anmeldung.',
  takeData: 'Auskunft speichern (JSON)',
  erase: 'Daten endgültig löschen',
  eraseTitle: 'Daten von {name} löschen',
  eraseGoes: 'Das wird überall gelöscht, auch im Verlauf und auf den Listen am Einlass:',
  eraseRegistrations: {
    one: '{count} Anmeldung mit Angaben, Einwilligungen und Unterstützung',
    other: '{count} Anmeldungen mit Angaben, Einwilligungen und Unterstützung',
  },
  eraseMails: { one: '{count} E-Mail im Verzeichnis der E-Mails', other: '{count} E-Mails im Verzeichnis der E-Mails' },
  eraseComing: 'Abgemeldet wird von diesen Treffen. Die Plätze gehen an die nächsten auf der Warteliste:',
  eraseOthers:
    'Mit dieser Adresse angemeldet, weil die Person sie mitgebracht hat: {names}. Die Anmeldung bleibt, die Adresse wird auch dort gelöscht.',
  eraseStays: {
    one: 'Es bleiben Zahlen ohne Namen: {count} Teilnahme zählt weiter mit.',
    other: 'Es bleiben Zahlen ohne Namen: {count} Teilnahmen zählen weiter mit.',
  },
  eraseFinal: 'Das gilt sofort und lässt sich nicht rückgängig machen.',
  eraseFinalMail:
    'Das gilt sofort und lässt sich nicht rückgängig machen. Eine letzte E-Mail bestätigt der Person die Löschung.',
  eraseSubmit: 'Endgültig löschen',
  eraseNot: 'Nicht löschen',
  erased: 'Die Daten sind gelöscht.',
  erasedAndTold: 'Die Daten sind gelöscht. Die Bestätigung ist unterwegs.',
}

export default texts

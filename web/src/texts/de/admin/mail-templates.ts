const texts = {
  title: 'Mailtexte',
  lead: 'So schreiben wir an Angemeldete. Ändern Sie, was anders klingen soll; jede Sprache hat ihren eigenen Text.',
  own: 'Eigener Text',
  house: 'Standardtext',
  bodyHint:
    'Eine leere Zeile beginnt einen Absatz. Anrede, Zeit und Ort, Knöpfe, Code und Ihr Absender kommen von selbst dazu.',
  variables: 'In den Text einsetzen',
  variablesOfSubject: 'In den Betreff einsetzen',
  insert: '{name} einsetzen',
  required: 'muss stehen bleiben',
  unknown: '{name} gibt es in diesem Text nicht. Wählen Sie einen der Knöpfe unter dem Feld',
  missing: '{name} muss in diesem Text stehen. Setzen Sie es mit dem Knopf wieder ein',
  notAlone: '{name} ist ein ganzer Absatz. Stellen Sie es in eine eigene Zeile',
  saved: 'Ab jetzt schreiben wir so.',
  reset: 'Zurück zum Standardtext',
  isReset: 'Der Standardtext gilt wieder.',
  changedMeanwhile:
    'Jemand hat diesen Text inzwischen geändert. Kopieren Sie, was Sie geschrieben haben, und laden Sie die Seite neu.',
  preview: 'So kommt die Mail an',
  previewStale: 'Die Vorschau zeigt den Text, bevor der Fehler darin war.',
  tryIt: 'Testmail an mich',
  tried: 'Die Testmail geht an {to}.',
  meeting: 'Treffen',
  person: 'Person',
  nobody: 'Sobald sich jemand mit E-Mail-Adresse zu einem Treffen angemeldet hat, sehen Sie hier die fertige Mail.',
  versions: { one: '{count} frühere Fassung', other: '{count} frühere Fassungen' },
  version: 'Fassung {number}',
  takeVersion: 'In die Felder übernehmen',
}

export default texts

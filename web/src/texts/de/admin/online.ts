// Meetings on site, online or both.
const texts = {
  mode: 'Wie nehmen die Gäste teil?',
  onSite: 'Vor Ort',
  online: 'Online',
  mixed: 'Vor Ort und online',
  mixedHint: 'Bei der Anmeldung wählen alle selbst. Vor Ort und online gibt es eigene Plätze.',
  url: 'Link zum Online-Raum',
  urlHint:
    'Beginnt mit https://. Nur wer einen Platz hat und online teilnimmt, bekommt den Link: in E-Mails, im Kalender und bei der eigenen Anmeldung.',
  urlWrong: 'Geben Sie den ganzen Link ein, mit https:// am Anfang',
  notes: 'Einwahl und Hinweise',
  notesHint: 'Zum Beispiel Telefonnummer und Code. Bekommen dieselben wie den Link.',
  where: 'Online-Raum',
  noUrl: 'Der Link fehlt noch',
  missingTitle: 'Der Link zum Online-Raum fehlt noch',
  missingText: 'Angemeldete lesen, dass er vor dem Treffen folgt. Tragen Sie ihn ein, bevor die Erinnerung hinausgeht.',
  addUrl: 'Link eintragen',
}

export default texts

const texts = {
  title: 'Erinnerungen',
  explained:
    'Wer einen Platz hat, bekommt eine E-Mail mit Zeit, Ort, Ticket und dem Link zum Absagen. Wird das Treffen verlegt, gehen die Erinnerungen mit.',
  none: 'Niemand wird vor dem Treffen erinnert.',
  cancelled: 'Das Treffen ist abgesagt, niemand wird erinnert.',
  daysBefore: { one: '{count} Tag vorher', other: '{count} Tage vorher' },
  hoursBefore: { one: '{count} Stunde vorher', other: '{count} Stunden vorher' },
  goesOut: {
    one: '{when} an voraussichtlich {count} Person',
    other: '{when} an voraussichtlich {count} Personen',
  },
  sent: 'Gesendet',
  sentAt: 'Am {when}',
  passed: 'Entfällt',
  passedAt: 'Der Zeitpunkt war schon vorbei: {when}',
  number: 'Erinnerung {number}',
  amount: 'Wie lange vorher',
  unit: 'Einheit',
  days: 'Tage',
  hours: 'Stunden',
  note: 'Zusätzlicher Text',
  noteHint: 'Zum Beispiel, was mitzubringen ist oder wo man parkt.',
  add: 'Erinnerung hinzufügen',
  remove: 'Entfernen',
  removeNumber: 'Erinnerung {number} entfernen',
  amountMistake: 'Geben Sie eine ganze Zahl von 1 bis 60 ein',
  twice: 'Diese Erinnerung gibt es schon. Wählen Sie eine andere Zeit',
  mistakeIn: 'Erinnerung {number}: {text}',
}

export default texts

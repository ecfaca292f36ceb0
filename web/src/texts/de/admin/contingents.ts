const texts = {
  admission: 'Zulassung und Kontingente',
  approval: 'Wer darf kommen',
  approvalNo: 'Alle, solange Plätze frei sind',
  approvalYes: 'Die Koordination entscheidet über jede Anfrage',
  approvalYesHint:
    'Wer sich anmeldet, fragt an und hält noch keinen Platz. Anfragen, über die bis zum Beginn niemand entschieden hat, verfallen. Stellen Sie es später um, bleiben offene Anfragen stehen, bis Sie entscheiden.',
  title: 'Kontingente',
  hint: 'Plätze, die bis zu einem Tag für einen Bereich oder eine Organisation freigehalten werden. Danach sind sie für alle da.',
  none: 'Keine. Alle Plätze sind für alle da.',
  count: { one: '{count} Kontingent', other: '{count} Kontingente' },
  target: 'Für wen',
  targetEmpty: 'Wählen Sie für jedes Kontingent einen Bereich oder eine Organisation',
  oneOrganisation: 'Eine Organisation',
  seatsMissing: 'Geben Sie ein, wie viele Plätze freigehalten werden',
  seatsEmpty: 'Geben Sie ein, wie viele Plätze für {name} freigehalten werden',
  release: 'Ab wann für alle',
  dateMissing: 'Geben Sie einen Tag vor dem Treffen ein, ab dem die Plätze für alle da sind',
  dateEmpty: 'Geben Sie ein, ab wann die Plätze für {name} für alle da sind',
  dateAfterStart: 'Die Plätze für {name} müssen vor dem Beginn des Treffens für alle da sein',
  daysBefore: { one: '{count} Tag vor dem Treffen', other: '{count} Tage vor dem Treffen' },
  releaseBefore: { one: '{date} ({count} Tag vorher)', other: '{date} ({count} Tage vorher)' },
  releaseOn: '{date}',
  line: {
    one: '{target}: {count} Platz, für alle ab {release}',
    other: '{target}: {count} Plätze, für alle ab {release}',
  },
  lineReleased: {
    one: '{target}: {count} Platz, für alle seit {release}',
    other: '{target}: {count} Plätze, für alle seit {release}',
  },
  taken: {
    one: '{target}: {taken} von {count} Platz vergeben, für alle ab {date}',
    other: '{target}: {taken} von {count} Plätzen vergeben, für alle ab {date}',
  },
  add: 'Kontingent hinzufügen',
  remove: 'Kontingent entfernen',
  twice: 'Nennen Sie jeden Bereich und jede Organisation nur einmal',
  aboveCapacity: 'Die Kontingente haben zusammen mehr Plätze als das Treffen. Geben Sie weniger an',
  noCapacity: 'Begrenzen Sie zuerst unter „Anmeldung“ die Plätze. Ohne Grenze wird nichts freigehalten',
  capacityBelow: 'Die Kontingente brauchen mehr Plätze. Ändern Sie zuerst die Kontingente',
}

export default texts

const texts = {
  title: 'Handlungsfelder',
  new: 'Neues Handlungsfeld',
  newTitle: 'Neues Handlungsfeld',
  delete: 'Handlungsfeld löschen',
  stillUsed:
    'Zu diesem Handlungsfeld gehören Treffen. Schließen Sie es ab, oder ordnen Sie die Treffen zuerst einem anderen zu:',
  emptyTitle: 'Noch kein Handlungsfeld',
  empty:
    'Handlungsfelder bündeln die Arbeit zwischen den Treffen, zum Beispiel Arbeitsmarktintegration, Bildung oder Wohnen.',
  name: 'Name',
  nameEmpty: 'Geben Sie den Namen des Handlungsfelds ein',
  summary: 'Worum es geht',
  summaryHint: 'Zwei, drei Sätze für alle, die neu dazukommen.',
  state: 'Stand',
  stateProposed: 'Vorgeschlagen',
  stateActive: 'Aktiv',
  stateDormant: 'Ruht',
  stateConcluded: 'Abgeschlossen',
}

export default texts

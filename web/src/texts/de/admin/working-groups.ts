const texts = {
  title: 'Handlungsfelder',
  new: 'Neues Handlungsfeld',
  newTitle: 'Neues Handlungsfeld',
  delete: 'Handlungsfeld löschen',
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

const texts = {
  title: 'Gespeicherte Ansichten',
  save: 'Ansicht speichern',
  saveTitle: 'Ansicht speichern',
  saveText:
    'Filter und Reihenfolge stehen dann für alle in der Koordination über der Liste, bei jedem Treffen. Was gesucht wurde, bleibt draußen: Es kann ein Name sein.',
  rename: 'Umbenennen',
  renameTitle: 'Ansicht umbenennen',
  delete: 'Löschen',
  name: 'Name der Ansicht',
  nameEmpty: 'Geben Sie der Ansicht einen Namen',
  saved: 'Die Ansicht „{name}“ ist gespeichert.',
  deleted: 'Die Ansicht „{name}“ ist gelöscht.',
  restored: 'Die Ansicht „{name}“ ist wieder da.',
  problemExists: 'Eine Ansicht mit diesem Namen gibt es schon. Wählen Sie einen anderen.',
}

export default texts

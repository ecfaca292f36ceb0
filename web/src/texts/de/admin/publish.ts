// What is looked at before a meeting is published, and the preview of its page.
const texts = {
  explained: 'Das Treffen erscheint auf der Startseite. Absagen ist danach möglich, zurücknehmen nicht.',
  explainedMembers:
    'Das Treffen erscheint auf der Startseite, anmelden kann sich nur, wen Sie einladen. Absagen ist danach möglich, zurücknehmen nicht.',
  explainedUnlisted:
    'Wer den Link hat, sieht dann die Seite. Auf der Startseite steht sie nicht. Absagen ist danach möglich, zurücknehmen nicht.',
  isThere: 'Vorhanden:',
  isMissing: 'Fehlt:',
  complete: 'Alles ist da, was Besucherinnen und Besucher suchen.',
  missing: {
    one: 'Eine Angabe fehlt noch. Sie können das Treffen trotzdem veröffentlichen und sie später ergänzen.',
    other: '{count} Angaben fehlen noch. Sie können das Treffen trotzdem veröffentlichen und sie später ergänzen.',
  },
  noVenue: 'Der Ort fehlt noch. Die Seite sagt dann, dass er folgt.',
  addVenue: 'Ort eintragen',
  access: 'Barrierefreiheit: alles erfragt',
  noAccess: 'Zur Barrierefreiheit ist noch nicht erfragt: {facts}.',
  addAccess: 'Beim Veranstaltungsort eintragen',
  noTopic: 'Der Schwerpunkt fehlt noch.',
  addTopic: 'Schwerpunkt eintragen',
  summary: 'Beschreibung',
  noSummary: 'Die Beschreibung fehlt noch.',
  addSummary: 'Beschreibung eintragen',
  noSeats: 'Für die Plätze gibt es keine Grenze. Es können sich beliebig viele anmelden.',
  addSeats: 'Plätze eintragen',
  window: 'Anmeldung ab {from}, bis {to}',
  noWindow: 'Es steht nicht fest, wann die Anmeldung öffnet. Sie öffnen sie dann selbst.',
  addWindow: 'Anmeldung eintragen',
  contact: 'Fragen gehen an {address}',
  noContact: 'Die Koordinierungsstelle hat noch keine E-Mail-Adresse für Fragen.',
  addContact: 'In den Einstellungen eintragen',
  preview: 'Vorschau',
  previewOf: 'Vorschau: {name}',
  previewNotice: 'Vorschau: So sehen Besucherinnen und Besucher die Seite, sobald das Treffen veröffentlicht ist.',
  previewPublished: 'Das Treffen ist veröffentlicht. So sehen Besucherinnen und Besucher die Seite.',
  previewBack: 'Zurück zum Treffen',
}

export default texts

const texts = {
  title: 'Einstellungen',
  network: 'Netzwerk und Kontakt',
  networkName: 'Name des Netzwerks',
  networkNameEmpty: 'Geben Sie den Namen des Netzwerks ein',
  seriesName: 'Name der Reihe',
  seriesNameEmpty: 'Geben Sie den Namen der Reihe ein',
  seriesNameHint: 'Wie in „3. Integrationsnetzwerk 2025“.',
  summary: 'Über das Netzwerk',
  summaryHint: 'Drei Sätze für die Startseite.',
  officeName: 'Name der Koordinierungsstelle',
  officeNameEmpty: 'Geben Sie den Namen der Koordinierungsstelle ein',
  contactEmail: 'E-Mail-Adresse',
  contactPhone: 'Telefon',
  accessibility: 'Überprüfung und Gebärdensprache',
  reviewedOn: 'Erklärung zuletzt überprüft',
  reviewedNever: 'Noch nie',
  reviewDue: 'Überprüfen Sie die Erklärung zur Barrierefreiheit',
  reviewDueText:
    'Das ist einmal im Jahr und nach jeder größeren Änderung nötig. Lesen Sie den Text unten, berichtigen Sie ihn, und halten Sie dann das Datum fest. Es steht auch auf der öffentlichen Seite.',
  reviewToday: 'Heute überprüft',
  reviewed: 'Die Überprüfung ist festgehalten.',
  video: 'Film in Deutscher Gebärdensprache',
  videoHint: 'Adresse des Films auf einer anderen Website. Er wird verlinkt, nicht eingebettet.',
  videoShape: 'Geben Sie die Adresse so ein: https://www.beispiel.de/film',
  signLanguage: 'Gebärdensprache',
  easyLanguageNote:
    'Leichte Sprache hat eigene Regeln und wird von Menschen geprüft, für die sie gedacht ist. Sie ist nicht dasselbe wie „Einfaches Deutsch“. In den Text gehören: was auf dieser Website steht, wie man sich zurechtfindet, das Wichtigste aus der Erklärung zur Barrierefreiheit, wie man eine Barriere meldet, und wo es mehr in Leichter Sprache gibt.',
  signLanguageNote:
    'Der Text steht neben dem Link zum Film. Der Film erklärt: was auf dieser Website steht, wie man sich zurechtfindet, das Wichtigste aus der Erklärung zur Barrierefreiheit, wie man eine Barriere meldet, und wo es mehr in Gebärdensprache gibt.',
  textNone: 'Noch nichts eingetragen. Der Link am Ende der öffentlichen Seiten erscheint, sobald hier etwas steht.',
  formNotice: 'Hinweis zum Datenschutz am Formular',
  textLanguage: 'Sprache der Texte',
  textLanguageHint: 'Fehlt ein Text in einer Sprache, zeigt die Seite den deutschen und sagt das dazu.',
  notTranslated: 'Noch nicht übersetzt.',
  outdated: 'Der deutsche Text ist neuer als diese Übersetzung.',
  showText: 'Fassung {version} vom {when} lesen',
  textHint:
    'Absätze trennt eine leere Zeile. Eine Zeile mit ## am Anfang ist eine Überschrift, mit - ein Punkt einer Liste.',
}

export default texts

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

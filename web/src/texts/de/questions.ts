// German texts of the questions that a meeting asks; loaded where there are any.
const texts = {
  questions: {
    title: 'Fragen zu diesem Treffen',
    keptAll: {
      one: 'Wir löschen Ihre Antworten einen Tag nach dem Treffen.',
      other: 'Wir löschen Ihre Antworten {count} Tage nach dem Treffen.',
    },
    kept: {
      one: 'Wir löschen Ihre Antwort einen Tag nach dem Treffen.',
      other: 'Wir löschen Ihre Antwort {count} Tage nach dem Treffen.',
    },
    sensitive:
      'Freiwillig. Mit Ihrer Antwort willigen Sie ein, dass die Koordinierungsstelle sie für dieses Treffen nutzt. Nur sie kann sie sehen.',
    onlyWhen: 'Nur, wenn Sie bei „{question}“ antworten: {answer}',
    yes: 'Ja',
    no: 'Nein',
    none: 'Keine Angabe',
    empty: 'Beantworten Sie die Frage „{label}“',
    number: 'Geben Sie bei „{label}“ eine ganze Zahl ein',
    onlyGerman: 'Manche Fragen gibt es nur auf Deutsch.',
  },
}

export default texts

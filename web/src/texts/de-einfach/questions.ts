// Texts of the questions that a meeting asks, in plain German (B1).
import type { Catalogue } from '../catalogue.ts'
import type de from '../de/questions.ts'

const texts: Catalogue<typeof de> = {
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
      'Sie müssen nicht antworten. Mit Ihrer Antwort sagen Sie: Unser Büro darf sie für dieses Treffen nutzen. Nur unser Büro kann sie sehen.',
    onlyWhen: 'Nur, wenn Sie bei „{question}“ diese Antwort geben: {answer}',
    yes: 'Ja',
    no: 'Nein',
    none: 'Keine Angabe',
    empty: 'Beantworten Sie die Frage „{label}“',
    number: 'Schreiben Sie bei „{label}“ eine ganze Zahl. Beispiel: 2',
    onlyGerman: 'Manche Fragen sind in normalem Deutsch.',
  },
}

export default texts

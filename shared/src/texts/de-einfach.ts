// Plain German of what both sides show: mistakes in forms and the labels of public forms. Plain data.
import type { SharedTexts } from './de.ts'

const plain: SharedTexts = {
  mistakes: {
    heading: 'Es gibt ein Problem',
    prefix: 'Fehler:',
    empty: 'Füllen Sie „{label}“ aus',
    choose: 'Wählen Sie etwas bei „{label}“',
    tooLong: 'Der Text bei „{label}“ ist zu lang. Er hat {length} Zeichen. Möglich sind höchstens {limit} Zeichen',
    tooShort: 'Schreiben Sie bei „{label}“ mindestens {limit} Zeichen',
    email: 'Schreiben Sie die E-Mail-Adresse so: {example}',
    characters: 'Einige Zeichen bei „{label}“ können wir nicht speichern',
    other: 'Prüfen Sie „{label}“',
  },
  fields: {
    firstName: 'Vorname',
    lastName: 'Nachname',
    email: 'E-Mail-Adresse',
  },
  moments: {
    moment: '{date}, {time} Uhr',
    span: '{date}, {from} bis {to} Uhr',
    spanOverDays: '{date}, {from} bis {toDate}, {to} Uhr',
  },
}

export default plain

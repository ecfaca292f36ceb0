// German texts that both sides show: mistakes in forms and the labels of public forms. Plain data, no imports.
// An instruction for what is empty, a statement for what is wrong; the words are those of the label.

/** The same in another language. */
export type SharedTexts = { [Part in keyof typeof de]: { [Key in keyof (typeof de)[Part]]: string } }

const de = {
  mistakes: {
    heading: 'Es gibt ein Problem',
    prefix: 'Fehler:',
    empty: 'Füllen Sie „{label}“ aus',
    choose: 'Wählen Sie „{label}“ aus',
    tooLong: '„{label}“ darf höchstens {limit} Zeichen haben. Sie haben {length} eingegeben',
    tooShort: '„{label}“ braucht mindestens {limit} Zeichen',
    tooSmall: 'Geben Sie bei „{label}“ mindestens {limit} ein',
    tooLarge: 'Geben Sie bei „{label}“ höchstens {limit} ein',
    number: 'Geben Sie „{label}“ als ganze Zahl ein',
    noSuchDay: 'Diesen Tag gibt es nicht. Prüfen Sie „{label}“',
    date: 'Geben Sie „{label}“ so ein: 25.11.2026',
    time: 'Geben Sie „{label}“ so ein: 14:00',
    email: 'Geben Sie die E-Mail-Adresse so ein: {example}',
    website: 'Geben Sie die Internetadresse so ein: https://www.beispiel.de',
    postalCode: 'Die Postleitzahl hat fünf Ziffern, zum Beispiel 06618',
    characters: '„{label}“ enthält Zeichen, die nicht gespeichert werden können',
    other: 'Prüfen Sie „{label}“',
  },
  fields: {
    firstName: 'Vorname',
    lastName: 'Nachname',
    email: 'E-Mail-Adresse',
  },
}

export default de

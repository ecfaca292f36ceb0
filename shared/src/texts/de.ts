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
    email: 'Geben Sie die E-Mail-Adresse so ein: {example}',
    characters: '„{label}“ enthält Zeichen, die nicht gespeichert werden können',
    other: 'Prüfen Sie „{label}“',
  },
  fields: {
    firstName: 'Vorname',
    lastName: 'Nachname',
    email: 'E-Mail-Adresse',
  },
  /** How days and hours are put together. */
  moments: {
    moment: '{date}, {time} Uhr',
    span: '{date}, {from} bis {to} Uhr',
    spanOverDays: '{date}, {from} bis {toDate}, {to} Uhr',
  },
}

export default de

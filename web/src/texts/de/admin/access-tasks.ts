const texts = {
  title: 'Unterstützung organisieren',
  who: 'Wer braucht das? Zu den Anmeldungen',
  interpreter: {
    one: 'Dolmetschen {language} für {count} Person bestellen',
    other: 'Dolmetschen {language} für {count} Personen bestellen',
  },
  interpreterNoMore: 'Dolmetschen {language} braucht niemand mehr',
  stepFree: {
    one: 'Stufenfreien Platz für {count} Person sichern',
    other: 'Stufenfreie Plätze für {count} Personen sichern',
  },
  stepFreeNoMore: 'Stufenfreien Platz braucht niemand mehr',
  due: 'bis {date}',
  isLate: 'Überfällig',
  isDone: 'Erledigt',
  hasGrown: { one: 'Erledigt war es für {count} Person.', other: 'Erledigt war es für {count} Personen.' },
  owner: 'Wer kümmert sich?',
  nobody: 'Noch niemand',
  until: 'Bis wann?',
  daysBefore: { one: '{count} Tag vor dem Treffen', other: '{count} Tage vor dem Treffen' },
  finish: 'Erledigt',
  open: 'Wieder öffnen',
  done: 'Erledigt: {name}',
}

export default texts

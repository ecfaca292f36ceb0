const texts = {
  title: 'Wer kommt',
  lead: 'Gezählt ist, wer einen Platz hat oder auf der Warteliste steht. Zum Vergleich:',
  before: '{name} ({date})',
  noBefore:
    'Gezählt ist, wer einen Platz hat oder auf der Warteliste steht. Ein früheres Treffen dieser Art mit Namen gibt es nicht.',
  now: 'Jetzt',
  registeredBefore: 'Damals ange\u00admeldet',
  attendedBefore: 'Damals ge\u00adkom\u00admen',
  nobody: 'Noch ist niemand angemeldet.',
  total: {
    one: '{count} Person hat einen Platz oder steht auf der Warteliste.',
    other: '{count} Personen haben einen Platz oder stehen auf der Warteliste.',
  },
  asMany: {
    one: 'Kein Bereich liegt unter dem letzten Treffen: {count} Person jetzt, {before} kamen damals.',
    other: 'Kein Bereich liegt unter dem letzten Treffen: {count} Personen jetzt, {before} kamen damals.',
  },
  none: '{from} hat sich noch niemand angemeldet, beim letzten Treffen kamen {before}.',
  behind: {
    one: '{from} hat sich {count} Person angemeldet, beim letzten Treffen kamen {before}.',
    other: '{from} haben sich {count} Personen angemeldet, beim letzten Treffen kamen {before}.',
  },
  fromAdministration: 'Aus der Verwaltung',
  fromCivilSociety: 'Aus der Zivilgesellschaft',
  fromWelfareAndAdvice: 'Von Trägern und Beratung',
  fromBusiness: 'Aus der Wirtschaft',
  fromEducationAndResearch: 'Aus Bildung und Wissenschaft',
  fromOther: 'Aus sonstigen Bereichen',
}

export default texts

const texts = {
  title: 'Gastgeber',
  hint: 'Organisationen, die Sie als Gastgeber fragen. Wer zugesagt hat, steht auf der öffentlichen Seite.',
  none: 'Noch keine Organisation gefragt',
  state: 'Antwort',
  asked: 'Gefragt',
  accepted: 'Zugesagt',
  declined: 'Hat abgelehnt',
  since: 'seit {date}',
  organisationEmpty: 'Wählen Sie für jeden Gastgeber eine Organisation aus der Liste aus',
  twice: 'Nennen Sie jede Organisation nur einmal',
  add: 'Gastgeber hinzufügen',
  remove: 'Gastgeber entfernen',
  copy: 'Gastgeber neu fragen: {names}',
  of: 'Gastgeber und reservierte Plätze',
  ofCaption: 'Treffen, zu denen die Organisation als Gastgeber gefragt wurde oder Plätze hat',
  asHost: 'Gastgeber: {state}',
  seatsKept: { one: '{count} Platz reserviert', other: '{count} Plätze reserviert' },
}

export default texts

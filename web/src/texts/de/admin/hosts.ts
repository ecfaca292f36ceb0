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
  of: 'Gastgeber von Treffen',
  ofCaption: 'Treffen, zu denen die Organisation als Gastgeber gefragt wurde',
}

export default texts

const texts = {
  waiting: { one: '{count} Anfrage wartet', other: '{count} Anfragen warten' },
  lead: 'Bei diesem Treffen entscheiden Sie, wer kommt. Wer zugelassen wird, bekommt einen Platz oder kommt auf die Warteliste.',
  since: 'seit {when}',
  approve: 'Zulassen',
  approveOf: 'Zulassen: {name}',
  approveAll: { one: 'Alle zulassen ({count})', other: 'Alle zulassen ({count})' },
  refuse: 'Ablehnen',
  refuseOf: 'Ablehnen: {name}',
  statusUnconfirmed: 'Anfrage, Adresse nicht bestätigt',
  unconfirmedText:
    'Die Adresse ist noch nicht bestätigt. Entscheiden können Sie danach; ohne Bestätigung verfällt die Anfrage am {until}. „Bestätigen“ setzen Sie selbst, wenn Sie wissen, dass die Adresse stimmt.',
  reconsider: 'Entscheidung zurücknehmen',
  more: { one: '{count} weitere Anfrage ansehen', other: '{count} weitere Anfragen ansehen' },
  refuseTitle: { one: '{count} Anfrage ablehnen', other: '{count} Anfragen ablehnen' },
  refuseText: 'Gleich danach können Sie das rückgängig machen.',
  reason: 'Begründung',
  reasonHint: 'Steht in der E-Mail an die Person und auf der Seite ihrer Anmeldung.',
  tell: 'Davon per E-Mail berichten?',
  tellNo: 'Nein',
  refuseSubmit: { one: '{count} Anfrage ablehnen', other: '{count} Anfragen ablehnen' },
  refused: { one: '{count} Anfrage ist abgelehnt.', other: '{count} Anfragen sind abgelehnt.' },
  approved: { one: '{count} Person ist zugelassen.', other: '{count} Personen sind zugelassen.' },
  approvedWaiting: {
    one: '{count} davon steht auf der Warteliste.',
    other: '{count} davon stehen auf der Warteliste.',
  },
  nothing: 'Von den Ausgewählten wartet keine Anfrage.',
  reopened: { one: '{count} Anfrage ist wieder offen.', other: '{count} Anfragen sind wieder offen.' },
  refusal: 'Begründung der Ablehnung',
}

export default texts

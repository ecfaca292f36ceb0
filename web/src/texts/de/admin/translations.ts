const texts = {
  title: 'In anderen Sprachen',
  lead: 'Wo eine Übersetzung fehlt, steht auf der Seite der deutsche Text, als solcher gekennzeichnet.',
  none: 'Noch nicht übersetzt',
  complete: 'Vollständig',
  missing: 'Es fehlt: {fields}',
  nothing: 'Schreiben Sie zuerst den deutschen Text unter „Inhalt“.',
}

export default texts

const texts = {
  title: 'Personen',
  new: 'Neue Person',
  newTitle: 'Neue Person',
  delete: 'Person löschen',
  emptyTitle: 'Noch keine Person',
  empty: 'Wer sich zu einem Treffen anmeldet, steht danach hier. Sie können Personen auch selbst eintragen.',
  name: 'Name',
  firstNameEmpty: 'Geben Sie den Vornamen ein',
  lastNameEmpty: 'Geben Sie den Nachnamen ein',
  emailHint: 'Dieselbe Adresse darf mehreren Personen gehören, zum Beispiel einem Sammelpostfach.',
  affiliations: 'Zugehörigkeit',
  noAffiliation: 'Keine Organisation, privat oder ehrenamtlich',
  addAffiliation: 'Organisation hinzufügen',
  removeAffiliation: 'Entfernen',
  organisation: 'Organisation',
  role: 'Aufgabe',
  engagement: 'Haupt- oder ehrenamtlich',
  engagementProfessional: 'hauptamtlich',
  engagementVolunteer: 'ehrenamtlich',
}

export default texts

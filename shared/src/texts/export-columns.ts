// German titles of the columns of an export, in the dialog and in the file. Plain data, no imports.
const columns = {
  lastName: 'Nachname',
  firstName: 'Vorname',
  organisation: 'Organisation',
  sector: 'Bereich',
  engagement: 'Beruflich oder ehrenamtlich',
  email: 'E-Mail-Adresse',
  status: 'Stand',
  attends: 'Teilnahme',
  queuePosition: 'Platz auf der Warteliste',
  createdAt: 'Angemeldet am',
  addressConfirmedAt: 'Adresse bestätigt am',
  source: 'Eingetragen von',
  shortCode: 'Code',
  contactList: 'Einwilligung Kontaktliste',
  invitations: 'Einwilligung Einladungen',
  photographs: 'Einwilligung Fotos',
  stepFree: 'Stufenloser Zugang',
  interpreter: 'Dolmetschen',
  food: 'Essen',
  otherNeeds: 'Weitere Unterstützung',
}

export default columns

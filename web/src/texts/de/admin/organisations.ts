const texts = {
  title: 'Organisationen',
  new: 'Neue Organisation',
  newTitle: 'Neue Organisation',
  delete: 'Organisation löschen',
  emptyTitle: 'Noch keine Organisation',
  empty:
    'Tragen Sie ein, wer im Netzwerk mitarbeitet. Bei der Anmeldung können die Teilnehmenden dann ihre Organisation auswählen.',
  name: 'Name',
  nameEmpty: 'Geben Sie den Namen der Organisation ein',
  sector: 'Bereich',
  sectorEmpty: 'Wählen Sie den Bereich aus',
  sectorHint: 'Daran sehen Sie später, wie gemischt ein Treffen war.',
  sectorAdministration: 'Verwaltung',
  sectorCivilSociety: 'Zivilgesellschaft',
  sectorWelfareAndAdvice: 'Träger und Beratung',
  sectorBusiness: 'Wirtschaft',
  sectorEducationAndResearch: 'Bildung und Wissenschaft',
  sectorOther: 'Sonstige',
  municipality: 'Gemeinde',
  hasPeople: 'Zu dieser Organisation gehören noch Personen. Ordnen Sie sie zuerst einer anderen zu:',
  isHost: 'Ein kommendes Treffen hat diese Organisation als Gastgeber. Nehmen Sie sie dort zuerst heraus:',
  hasSeats: 'Ein kommendes Treffen hält Plätze für diese Organisation frei. Geben Sie sie dort zuerst frei:',
  website: 'Internetadresse',
  aliases: 'Andere Namen',
  aliasesHint: 'Abkürzungen und Schreibweisen, unter denen sie auch gesucht wird. Ein Name je Zeile.',
}

export default texts

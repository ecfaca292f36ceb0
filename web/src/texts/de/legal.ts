// German texts of what the law asks for, and of reporting a barrier.
const texts = {
  legal: {
    privacyOfficer: 'Datenschutzbeauftragte Person',
    version: 'Stand: {date}',
    reviewed: 'Zuletzt überprüft am {date}',
    video: 'Film in Deutscher Gebärdensprache ansehen',
  },
  barriers: {
    lead: 'Was hindert Sie daran, diese Website zu nutzen? Schreiben Sie uns. Sie bekommen innerhalb eines Monats eine Antwort.',
    page: 'Auf welcher Seite?',
    pageHint: 'Adresse der Seite oder in Ihren Worten, zum Beispiel „Anmeldung“',
    barrier: 'Was ist das Problem?',
    barrierHint: 'Hilfreich ist auch, womit Sie die Seite nutzen: Handy, Screenreader, Vergrößerung.',
    barrierEmpty: 'Beschreiben Sie das Problem',
    name: 'Ihr Name',
    answer: 'Wie können wir Ihnen antworten?',
    answerHint:
      'Ohne E-Mail-Adresse und ohne einen anderen Weg können wir Ihnen nicht antworten. Ihre Meldung lesen wir trotzdem.',
    other: 'Ein anderer Weg',
    otherHint: 'Zum Beispiel Telefon oder Anschrift',
    notice:
      'Ihre Angaben nutzen wir nur, um die Barriere zu beseitigen und Ihnen zu antworten (Art. 6 Abs.\u00a01 Buchst. e DSGVO mit §\u00a016b BGG LSA). Nur die Koordinierungsstelle liest sie. Ein Jahr nach dem Abschluss löschen wir sie.',
    privacy: 'Zur Datenschutzerklärung',
    submit: 'Meldung senden',
    sendAgain: 'Noch einmal senden',
    offline: 'Keine Verbindung. Ihre Angaben bleiben auf dieser Seite.',
    doneTitle: 'Ihre Meldung ist angekommen',
    doneLead: 'Danke. Wir kümmern uns darum.',
    reference: 'Ihre Nummer',
    due: 'Antwort bis',
    byEmail: 'Die Antwort kommt per E-Mail. Auch diese Angaben haben wir Ihnen geschickt.',
    byOther: 'Die Antwort kommt auf dem Weg, den Sie angegeben haben.',
    byNothing:
      'Sie haben nicht angegeben, wie wir Sie erreichen. Wir lesen Ihre Meldung, können Ihnen aber nicht antworten.',
    referenceHint: 'Nennen Sie die Nummer, wenn Sie nachfragen.',
    ombudsTitle: 'Wenn keine Antwort kommt',
    ombuds:
      'Kommt bis dahin keine Antwort, oder hilft sie Ihnen nicht? Dann wenden Sie sich an die Ombudsstelle nach §\u00a016d BGG LSA. Sie vermittelt zwischen Ihnen und uns.',
    ombudsLink: 'Ombudsstelle bei der Landesfachstelle für Barrierefreiheit',
    another: 'Weitere Barriere melden',
  },
}

export default texts

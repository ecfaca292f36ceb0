// German texts of the page that says what went wrong.
const texts = {
  problemPage: {
    insecureOrigin: 'Öffnen Sie diese Seite über https://. Ohne Verschlüsselung geben wir keine Daten aus.',
    foreignOrigin: 'Das Formular kam von einer anderen Website. Öffnen Sie die Seite neu und senden Sie es von dort.',
    notReady: 'Der Dienst ist gerade nicht erreichbar. Versuchen Sie es in einer Minute noch einmal.',
    cancelled: 'Das Treffen ist abgesagt.',
    over: 'Das Treffen hat schon begonnen. Fragen Sie die Koordinierungsstelle.',
    notOpen: 'Die Anmeldung zu diesem Treffen ist nicht offen.',
    noOffer: 'Das Angebot gilt nicht mehr. Der Platz ging an die nächste Person auf der Warteliste.',
  },
}

export default texts

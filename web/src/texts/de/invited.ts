// German texts of an invitation: its page, and what follows a sign-up by a personal link.
const texts = {
  invited: {
    next: 'Nächstes Treffen',
    nextText: 'Ihr Name und Ihre Adresse stehen schon im Formular.',
    done: 'Sie sind angemeldet',
    doneQueued: 'Sie stehen auf der Warteliste',
    doneAsked: 'Ihre Anfrage ist eingegangen',
    doneText:
      'Sie brauchen nichts weiter zu tun. Wir haben Ihnen eine E-Mail geschickt. Darin steht der Link zu Ihrer Anmeldung.',
    doneTicket:
      'Sie brauchen nichts weiter zu tun. Eine E-Mail mit Ihrem Ticket und dem Link zu Ihrer Anmeldung ist unterwegs.',
    title: 'Ihre Einladung',
    lead: '{name}, Sie sind zu diesem Treffen eingeladen.',
    signUpText: 'Ihr Name und Ihre Adresse stehen schon im Formular.',
    cannotTitle: 'Können Sie nicht kommen?',
    cannotText: 'Sagen Sie es uns mit diesem Knopf. Dann fragen wir nicht noch einmal.',
    cannot: 'Ich kann nicht',
    declined: 'Danke für Ihre Antwort: Sie können nicht kommen.',
    declinedText: 'Haben Sie es sich anders überlegt, melden Sie sich an.',
    endTitle: 'Möchten Sie keine Einladungen mehr?',
    endText:
      'Sie haben zugestimmt, zu den nächsten Treffen eingeladen zu werden. Mit diesem Knopf nehmen Sie das zurück.',
    end: 'Keine Einladungen mehr',
    ended: 'Wir laden Sie nicht mehr ein',
    endedText: 'Sie bekommen von uns keine Einladungen mehr.',
    endedStill: 'Für dieses Treffen können Sie sich trotzdem anmelden.',
    over: 'Für dieses Treffen können Sie sich nicht mehr anmelden.',
  },
}

export default texts

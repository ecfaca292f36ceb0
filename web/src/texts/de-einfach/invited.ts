// Plain German texts of an invitation: its page, and what follows a sign-up by a personal link.
import type { Catalogue } from '../catalogue.ts'
import type de from '../de/invited.ts'

const texts: Catalogue<typeof de> = {
  invited: {
    next: 'Nächstes Treffen',
    nextText: 'Ihr Name und Ihre Adresse stehen schon im Formular.',
    done: 'Sie sind angemeldet',
    doneQueued: 'Sie stehen auf der Warteliste',
    doneAsked: 'Wir haben Ihre Anfrage bekommen',
    doneText:
      'Sie müssen nichts mehr tun. Wir haben Ihnen eine E-Mail geschickt. In der E-Mail steht der Link zu Ihrer Anmeldung.',
    doneTicket:
      'Sie müssen nichts mehr tun. Sie bekommen eine E-Mail. In der E-Mail sind Ihr Ticket und der Link zu Ihrer Anmeldung.',
    title: 'Ihre Einladung',
    lead: '{name}, wir laden Sie zu diesem Treffen ein.',
    signUpText: 'Ihr Name und Ihre Adresse stehen schon im Formular.',
    cannotTitle: 'Sie können nicht kommen?',
    cannotText: 'Drücken Sie auf den Knopf. Dann fragen wir nicht noch einmal.',
    cannot: 'Ich kann nicht',
    declined: 'Danke. Wir wissen jetzt: Sie können nicht kommen.',
    declinedText: 'Sie möchten doch kommen? Dann melden Sie sich an.',
    endTitle: 'Sie möchten keine Einladungen mehr?',
    endText: 'Sie haben uns erlaubt, Sie zu den nächsten Treffen einzuladen. Mit dem Knopf beenden Sie das.',
    end: 'Keine Einladungen mehr',
    ended: 'Wir laden Sie nicht mehr ein',
    endedText: 'Sie bekommen keine Einladungen mehr von uns.',
    endedStill: 'Zu diesem Treffen können Sie sich trotzdem anmelden.',
    over: 'Zu diesem Treffen können Sie sich nicht mehr anmelden.',
  },
}

export default texts

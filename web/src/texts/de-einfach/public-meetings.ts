// Plain German texts of the public pages about meetings: signing up does without them.
import type { Catalogue } from '../catalogue.ts'
import type de from '../de/public-meetings.ts'
import legal from './legal.ts'

const texts: Catalogue<typeof de> = {
  ...legal,
  upcoming: {
    subscribe: 'Termine immer neu bekommen',
    subscribeCalendar: 'Im Kalender (ICS)',
    subscribeFeed: 'Als Nachrichten (Atom)',
    title: 'Termine',
    next: 'Nächstes Treffen',
    further: 'Weitere Treffen',
    past: 'Frühere Treffen',
    about: 'Über das Netzwerk',
    emptyTitle: 'Im Moment gibt es keinen neuen Termin',
    empty: 'Den nächsten Termin finden Sie später hier.',
    details: 'Zum Treffen',
    detailsOf: 'Zum Treffen: {name}',
    attended: { one: '{count} Person', other: '{count} Personen' },
  },
  publicMeeting: {
    roomText: 'Wer im Internet mitmacht, bekommt den Link zum Treffen.',
    directions: 'So kommen Sie hin',
    access: 'Barrierefreiheit am Ort',
    stepFree: 'Zugang ohne Stufen',
    notStepFree: 'Kein Zugang ohne Stufen',
    accessibleToilet: 'Barrierefreie Toilette',
    noAccessibleToilet: 'Keine barrierefreie Toilette',
    inductionLoop: 'Anlage für Hörgeräte (Induktion)',
    noInductionLoop: 'Keine Anlage für Hörgeräte (Induktion)',
    accessUnknown: 'Das wissen wir noch nicht. Unser Büro hilft Ihnen gern.',
    cost: 'Kosten',
    free: 'Das Treffen kostet nichts.',
    asksText: 'Danach bekommen Sie eine E-Mail von uns.',
    signUpOf: 'Anmelden: {name}',
    waitOf: 'Auf die Warteliste: {name}',
    askOf: 'Teilnahme anfragen: {name}',
    hosts: 'Gastgeber',
    deadline: 'Anmelden bis',
    about: 'Darum geht es',
    contact: 'Fragen zum Treffen',
    copyLink: 'Link kopieren',
    allMeetings: 'Alle Termine',
    moved: 'Bei diesem Treffen ist etwas neu: die Zeit oder der Ort',
    movedFrom: 'Das war vorher:',
  },
  status: {
    announced: 'Geplant',
    announcedText: 'Sie können sich noch nicht anmelden.',
    opensAt: 'Ab diesem Tag können Sie sich anmelden: {when}.',
    open: 'Anmelden möglich',
    closed: 'Anmeldung vorbei',
    closedText: 'Sie können sich nicht mehr anmelden. Haben Sie Fragen? Unser Büro hilft Ihnen.',
    held: 'Schon vorbei',
    heldText: 'Dieses Treffen ist schon vorbei.',
    heldWith: 'Dieses Treffen ist vorbei. {count} Personen waren da.',
    heldWithFrom: 'Dieses Treffen ist vorbei. {count} Personen aus {organisations} Organisationen waren da.',
    cancelled: 'Fällt aus',
    members: 'Nur mit Einladung',
    membersText:
      'Nur eingeladene Personen können sich anmelden. Der Link steht in Ihrer Einladung. Keine Einladung? Fragen Sie uns.',
    onSite: 'Beim Treffen: {band}',
    online: 'Im Internet: {band}',
    seatsFree: 'Plätze frei',
    seatsFew: 'Wenige Plätze',
    seatsWaiting: 'Warteliste',
  },
  problemPage: {
    insecureOrigin:
      'Öffnen Sie diese Seite mit https://. Nur dann ist die Verbindung sicher. Sonst zeigen wir keine Daten.',
    foreignOrigin:
      'Das Formular kommt von einer anderen Internetseite. Öffnen Sie die Seite neu. Senden Sie es dann noch einmal.',
    notReady: 'Die Seite ist im Moment nicht erreichbar. Versuchen Sie es in einer Minute noch einmal.',
    cancelled: 'Das Treffen fällt aus.',
    over: 'Das Treffen hat schon angefangen. Fragen Sie unser Büro.',
    notOpen: 'Für dieses Treffen können Sie sich jetzt nicht anmelden.',
    noOffer: 'Hier gibt es kein Angebot mehr. Haben Sie einen Platz? Das steht auf der Seite Ihrer Anmeldung.',
  },
}

export default texts

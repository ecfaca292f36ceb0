// Plain German (B1) texts about one's own data: what is stored, and erasing it.
import type { Catalogue } from '../catalogue.ts'
import type de from '../de/own-data.ts'

const texts: Catalogue<typeof de> = {
  ownData: {
    title: 'Meine Daten',
    lead: 'Hier steht alles, was wir über Sie gespeichert haben. Und wofür wir es brauchen.',
    back: 'Zu meiner Anmeldung',
    takeAlong: 'Zum Mitnehmen',
    takeAlongText:
      'Sie können Ihre Daten als Dokument speichern und drucken. Oder als Datei für andere Programme (JSON).',
    asDocument: 'Als Dokument speichern',
    asJson: 'Als JSON speichern',
    purpose: 'Wofür',
    source: 'Woher',
    kept: 'Wie lange',
    entries: { one: '{count} Eintrag ansehen', other: '{count} Einträge ansehen' },
    wrong: 'Ist etwas falsch?',
    wrongText: 'Ihre Angaben ändern Sie auf der Seite Ihrer Anmeldung. Alles andere ändert unser Büro für Sie.',
    walkedIn:
      'Waren Sie einmal ohne Anmeldung bei einem Treffen? Dann haben wir nur einen Namen aufgeschrieben. Wir wissen nicht sicher, ob Sie das sind. Schreiben Sie dann unserem Büro.',
    erase: 'Daten löschen',
    eraseText: 'Sie können alle Ihre Daten löschen. Auf der nächsten Seite steht zuerst, was dann passiert.',
    toErase: 'Weiter zum Löschen',
  },
  erasing: {
    title: 'Meine Daten löschen',
    lead: '{name}, das passiert, wenn Sie Ihre Daten löschen.',
    goes: 'Das löschen wir',
    goesName: 'Ihren Namen, Ihre E-Mail-Adresse und Ihren Eintrag in unserer Liste der Personen',
    goesRegistrations: { one: '{count} Anmeldung mit allen Angaben', other: '{count} Anmeldungen mit allen Angaben' },
    goesConsents: 'Ihre Einwilligungen und Ihre Angaben zur Unterstützung',
    goesMails: 'Die Liste unserer E-Mails an Sie',
    follows: 'Das passiert dann',
    withdrawn: 'Wir melden Sie ab: {meeting}, {when}. Ihr Platz wird frei.',
    links: 'Die Links und Tickets aus unseren E-Mails gehen nicht mehr.',
    mail: 'Sie bekommen noch eine E-Mail an {email}. Danach haben wir auch diese Adresse nicht mehr.',
    mailShared:
      'Sie bekommen noch eine E-Mail an {email}. Auch andere Personen benutzen diese Adresse. Für sie behalten wir die Adresse.',
    stays: 'Das bleibt',
    staysOthers:
      'Sie haben andere Personen angemeldet: {names}. Diese Anmeldungen bleiben. Ihre Adresse löschen wir auch dort. Dann schicken wir dazu keine E-Mails mehr. Die Links aus den alten E-Mails gehen weiter. Kommt eine dieser Personen nicht? Dann sagen Sie zuerst mit ihrem Link ab.',
    staysFigures:
      'Zahlen ohne Namen bleiben. Zum Beispiel: wie viele Menschen bei einem Treffen waren. Niemand kann Sie darin erkennen.',
    staysAttended: {
      one: 'Sie zählen dort {count}-mal mit, ohne Ihren Namen.',
      other: 'Sie zählen dort {count}-mal mit, ohne Ihren Namen.',
    },
    staysLog: 'Wir schreiben auf, dass wir Daten gelöscht haben und wann. Ihr Name steht dort nicht.',
    staysBackups:
      'In Sicherungs-Kopien stehen Ihre Daten noch einige Zeit. Dann werden auch die Kopien gelöscht. Wir benutzen sie nur nach einem Ausfall.',
    final: 'Das gilt sofort. Sie können es nicht zurücknehmen.',
    submit: 'Jetzt alles löschen',
    keep: 'Nicht löschen',
  },
}

export default texts

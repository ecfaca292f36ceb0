// Texts in plain German (B1) of what the law asks for, and of reporting a barrier.
import type { Catalogue } from '../catalogue.ts'
import type de from '../de/legal.ts'

const texts: Catalogue<typeof de> = {
  legal: {
    privacyOfficer: 'Diese Person achtet auf den Datenschutz',
    version: 'Letzte Änderung: {date}',
    reviewed: 'Zuletzt geprüft: {date}',
    video: 'Film in Deutscher Gebärdensprache ansehen',
  },
  barriers: {
    lead: 'Können Sie etwas auf dieser Website nicht benutzen? Schreiben Sie uns. Sie bekommen spätestens nach einem Monat eine Antwort.',
    page: 'Auf welcher Seite ist das Problem?',
    pageHint: 'Schreiben Sie die Adresse der Seite. Oder sagen Sie es mit Ihren Worten.',
    barrier: 'Was ist das Problem?',
    barrierHint: 'Schreiben Sie auch, welches Gerät oder Programm Sie benutzen.',
    barrierEmpty: 'Schreiben Sie, was das Problem ist.',
    name: 'Ihr Name',
    answer: 'Wie können wir Ihnen antworten?',
    answerHint:
      'Sie müssen hier nichts angeben. Aber dann können wir Ihnen nicht antworten. Wir lesen Ihre Meldung trotzdem.',
    other: 'Ein anderer Weg',
    otherHint: 'Zum Beispiel Ihre Telefonnummer oder Ihre Adresse',
    notice:
      'Wir benutzen Ihre Angaben nur für 2 Dinge: Wir lösen das Problem. Und wir antworten Ihnen. Das erlauben uns 2 Gesetze: Artikel 6 Absatz 1 Buchstabe e DSGVO und §\u00a016b BGG LSA. Nur unser Büro liest Ihre Angaben. 1 Jahr nach dem Ende löschen wir sie.',
    privacy: 'Mehr zum Datenschutz',
    submit: 'Meldung senden',
    sendAgain: 'Noch einmal senden',
    offline: 'Sie haben kein Internet. Ihre Angaben bleiben auf dieser Seite.',
    doneTitle: 'Ihre Meldung ist da',
    doneLead: 'Danke. Wir kümmern uns um das Problem.',
    reference: 'Ihre Nummer',
    due: 'Antwort bis',
    byEmail: 'Die Antwort kommt per E-Mail. Wir haben Ihnen schon eine E-Mail mit diesen Angaben geschickt.',
    byOther: 'Die Antwort kommt so, wie Sie es wollten.',
    byNothing:
      'Wir wissen nicht, wie wir Sie erreichen. Wir lesen Ihre Meldung. Aber wir können Ihnen nicht antworten.',
    referenceHint: 'Haben Sie Fragen? Sagen Sie uns dann diese Nummer.',
    ombudsTitle: 'Wenn keine Antwort kommt',
    ombuds:
      'Kommt keine Antwort? Oder hilft die Antwort nicht? Dann hilft die Ombudsstelle (§\u00a016d BGG LSA). Sie spricht mit Ihnen und mit uns.',
    ombudsLink: 'Zur Ombudsstelle',
    another: 'Noch eine Barriere melden',
  },
}

export default texts

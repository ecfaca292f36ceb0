// Plain German texts of the public pages and of the parts every page has.
import shared from '@treffpunkt/shared/texts/de-einfach'
import type { Catalogue } from '../catalogue.ts'
import type de from '../de/public.ts'
import signUp from './sign-up.ts'

const texts: Catalogue<typeof de> = {
  ...shared,
  ...signUp,
  frame: {
    skip: 'Zum Inhalt springen',
    fallbackName: 'Treffpunkt',
    home: 'Startseite: {network}',
    footer: 'Rechtliches und Kontakt',
    language: 'Sprache',
    onlyGerman: 'Diesen Text gibt es nicht in einfachem Deutsch.',
    imprint: 'Impressum',
    privacy: 'Datenschutz',
    accessibility: 'Barrierefreiheit',
    reportBarrier: 'Barriere melden',
    easyLanguage: 'Leichte Sprache',
    signLanguage: 'Gebärdensprache',
    contact: 'Kontakt',
    office: 'Für das Büro: einloggen',
    theme: 'Hell oder dunkel',
    themeSystem: 'Wie auf Ihrem Gerät',
    themeLight: 'Hell',
    themeDark: 'Dunkel',
    offline: 'Sie haben kein Internet. Ihre Angaben bleiben auf dieser Seite.',
  },
  ui: {
    optional: 'freiwillig',
    close: 'Schließen',
    loading: 'Die Seite lädt',
    unsaved: 'Sie haben noch nicht gespeichert',
    continue: 'Weiter schreiben',
    discard: 'Nicht speichern',
    slow: 'Das dauert länger als sonst.',
    retry: 'Noch einmal versuchen',
    sending: 'Einen Moment',
    info: 'Hinweis',
    success: 'Fertig',
    warning: 'Achtung',
    danger: 'Fehler',
    opensExternally: 'öffnet eine andere Internetseite',
  },
  problems: {
    title: 'Das hat nicht geklappt',
    offline: 'Sie haben kein Internet. Prüfen Sie die Verbindung. Versuchen Sie es dann noch einmal.',
    signedOut: 'Sie sind nicht mehr eingeloggt. Wir haben nichts gespeichert.',
    tooMany: 'Das waren zu viele Versuche. Warten Sie einige Minuten.',
    busy: 'Gerade nutzen sehr viele diese Seite. Versuchen Sie es in einer Minute noch einmal.',
    forbidden: 'Dafür fehlt Ihnen das Recht.',
    notFound: 'Das gibt es nicht oder nicht mehr.',
    unexpected: 'Bei uns gibt es einen technischen Fehler. Wir haben nichts gespeichert.',
    conflict: 'Das geht im Moment nicht.',
    reference: 'Nummer für Fragen: {id}',
  },
  notFound: {
    title: 'Diese Seite gibt es nicht',
    text: 'Prüfen Sie die Adresse. Vielleicht ist der Link alt, oder es fehlt ein Teil.',
    back: 'Zu den Terminen',
  },
  meeting: {
    kindNetwork: 'Treffen vom ganzen Netzwerk',
    kindWorkingGroup: 'Treffen einer Arbeitsgruppe',
    kindSpecialist: 'Veranstaltung zu einem Thema',
    focusTopic: 'Wichtigstes Thema',
    when: 'Wann',
    where: 'Wo',
    placeOpen: 'Den Ort sagen wir Ihnen später.',
    online: 'Im Internet',
    andOnline: 'und im Internet',
    copied: 'Sie haben den Link kopiert',
    cancelledText: 'Dieses Treffen fällt aus.',
  },
}

export default texts

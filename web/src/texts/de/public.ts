// German texts of the public pages and of the parts every page has.
import shared from '@treffpunkt/shared/texts/de'
import signUp from './sign-up.ts'

const texts = {
  ...shared,
  ...signUp,
  frame: {
    skip: 'Zum Inhalt springen',
    fallbackName: 'Treffpunkt',
    home: 'Startseite: {network}',
    footer: 'Rechtliches und Kontakt',
    imprint: 'Impressum',
    privacy: 'Datenschutz',
    accessibility: 'Barrierefreiheit',
    contact: 'Kontakt',
    office: 'Für die Koordination: anmelden',
    theme: 'Darstellung',
    themeSystem: 'Wie im Gerät eingestellt',
    themeLight: 'Hell',
    themeDark: 'Dunkel',
    offline: 'Keine Verbindung zum Internet. Was Sie eingegeben haben, bleibt auf dieser Seite.',
  },
  ui: {
    optional: 'optional',
    close: 'Schließen',
    loading: 'Wird geladen',
    unsaved: 'Was Sie eingegeben haben, ist noch nicht gespeichert',
    continue: 'Weiter eingeben',
    discard: 'Verwerfen',
    sorted: '{caption}, neu sortiert',
    noneFound: 'Dazu gibt es keinen Eintrag.',
    slow: 'Das dauert länger als üblich.',
    retry: 'Noch einmal versuchen',
    sending: 'Wird gesendet',
    info: 'Hinweis',
    success: 'Erledigt',
    warning: 'Achtung',
    danger: 'Fehler',
    opensExternally: 'öffnet eine andere Website',
  },
  problems: {
    title: 'Das hat nicht geklappt',
    offline: 'Keine Verbindung. Prüfen Sie Ihre Internetverbindung und versuchen Sie es noch einmal.',
    tooMany: 'Das waren zu viele Versuche in kurzer Zeit. Warten Sie einige Minuten.',
    busy: 'Der Dienst ist gerade überlastet. Versuchen Sie es in einer Minute noch einmal.',
    forbidden: 'Dafür fehlt Ihnen das Recht.',
    notFound: 'Das gibt es nicht oder nicht mehr.',
    unexpected: 'Im Dienst ist ein Fehler aufgetreten. Es wurde nichts gespeichert.',
    conflict: 'Das geht im jetzigen Zustand nicht.',
    reference: 'Vorgangsnummer: {id}',
  },
  legal: {
    version: 'Stand: {date}',
  },
  notFound: {
    title: 'Diese Seite gibt es nicht',
    text: 'Prüfen Sie die Adresse. Vielleicht ist der Link veraltet oder unvollständig.',
    back: 'Zu den Terminen',
  },
  meeting: {
    kindNetwork: 'Netzwerktreffen',
    kindWorkingGroup: 'Arbeitstreffen',
    kindSpecialist: 'Fachveranstaltung',
    focusTopic: 'Schwerpunkt',
    when: 'Wann',
    where: 'Wo',
    placeOpen: 'Der Ort wird noch bekannt gegeben.',
    copied: 'Link kopiert',
    cancelledText: 'Dieses Treffen ist abgesagt.',
  },
}

export default texts

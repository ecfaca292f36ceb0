// German texts of signing in; they come with the administration, on whose way the page lies.
const texts = {
  ended: 'Sie sind nicht mehr angemeldet',
  endedText:
    'Was Sie eingegeben haben, steht noch auf dieser Seite. Melden Sie sich in einem neuen Fenster an. Danach machen Sie hier weiter.',
  inNewWindow: 'In neuem Fenster anmelden',
  goOn: 'Hier weitermachen',
  notBack: 'Sie sind noch nicht wieder angemeldet.',
  back: 'Sie sind wieder angemeldet. Ihre Eingaben sind noch da.',
  title: 'Anmelden für die Koordination',
  lead: 'Dieser Bereich ist für die Mitarbeitenden der Koordinierungsstelle. Für ein Treffen melden Sie sich ohne Konto auf der Seite des Treffens an.',
  email: 'E-Mail-Adresse',
  emailEmpty: 'Geben Sie Ihre E-Mail-Adresse ein',
  password: 'Passwort',
  passwordEmpty: 'Geben Sie Ihr Passwort ein',
  submit: 'Anmelden',
  wrong: 'E-Mail-Adresse oder Passwort stimmen nicht.',
  forgotten:
    'Kein Passwort oder vergessen? Eine Kollegin oder ein Kollege mit Verwaltungsrecht kann Ihnen einen Anmeldelink geben.',
  linkTitle: 'Mit Link anmelden',
  linkLead: 'Dieser Link meldet Sie einmal an. Drücken Sie den Knopf, um fortzufahren.',
  linkSubmit: 'Jetzt anmelden',
  linkWrong: 'Dieser Link wurde schon benutzt oder ist abgelaufen. Lassen Sie sich einen neuen geben.',
  linkToPassword: 'Mit Passwort anmelden',
}

export default texts

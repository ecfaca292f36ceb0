import type { NewMeeting } from '@treffpunkt/shared/meetings'
import type { NewOrganisation } from '@treffpunkt/shared/organisations'
import type { NewVenue } from '@treffpunkt/shared/venues'

// The example network. Real are: the series of 2025 with its third meeting on 24 September (79 people, before that 40
// to 70, focus topic, project), the fourth at the Bürgerhaus Hohenmölsen, the working groups, the contact. Everything
// else is invented so that there is something to look at, and shown as example.

export const network = {
  networkName: 'Integrationsnetzwerk Burgenlandkreis',
  seriesName: 'Integrationsnetzwerk',
  summary:
    'Das Integrationsnetzwerk bringt Menschen aus Verwaltung, Zivilgesellschaft, Beratung und Wirtschaft zusammen, die an ähnlichen Themen arbeiten und sich selten begegnen. Viermal im Jahr treffen wir uns an wechselnden Orten im Landkreis. Dazwischen arbeiten die Handlungsfelder weiter an dem, was gerade gebraucht wird.',
  officeName: 'Koordinierungsstelle Integration im Burgenlandkreis',
  contactEmail: 'integrationskoordination.mia@blk.de',
}

export const workingGroups = [
  { name: 'Arbeitsmarktintegration', summary: 'Wege in Ausbildung und Arbeit, Anerkennung von Abschlüssen.' },
  { name: 'Gesundheitliche Versorgung', summary: 'Zugang zu Ärztinnen und Ärzten, Sprachmittlung, Pflege.' },
  { name: 'Bildung', summary: 'Kita, Schule, Sprachkurse und alles, was Lernen leichter macht.' },
  { name: 'Ehrenamt', summary: 'Engagement finden, begleiten und sichtbar machen.' },
  { name: 'Wohnen', summary: 'Wohnungssuche, Nachbarschaft, Begegnung im Quartier.' },
]

export const venues = {
  hohenmoelsen: {
    name: 'Bürgerhaus Hohenmölsen',
    municipality: 'Hohenmölsen',
    postalCode: '06679',
    capacity: 120,
    stepFree: true,
    accessibleToilet: true,
    directions: 'Parkplätze hinter dem Haus. Die Bushaltestelle liegt 200 Meter entfernt.',
  },
  weissenfels: {
    name: 'Kulturhaus Weißenfels',
    municipality: 'Weißenfels',
    postalCode: '06667',
    capacity: 100,
    stepFree: true,
    accessibleToilet: true,
    inductionLoop: true,
  },
  zeitz: {
    name: 'Stadtsaal Zeitz',
    municipality: 'Zeitz',
    postalCode: '06712',
    capacity: 80,
    stepFree: true,
    accessibleToilet: false,
    directions: 'Vom Bahnhof 10 Minuten zu Fuß.',
  },
  naumburg: {
    name: 'Gemeindezentrum Naumburg',
    municipality: 'Naumburg (Saale)',
    postalCode: '06618',
    capacity: 90,
    stepFree: false,
    accessibleToilet: true,
  },
} satisfies Record<string, NewVenue>

export const organisations: NewOrganisation[] = [
  {
    name: 'Burgenlandkreis, Amt für Migration und Integration',
    sector: 'administration',
    municipality: 'Naumburg (Saale)',
    aliases: ['Landkreis Burgenland', 'BLK'],
  },
  { name: 'Stadt Weißenfels', sector: 'administration', municipality: 'Weißenfels' },
  { name: 'Stadt Zeitz', sector: 'administration', municipality: 'Zeitz' },
  { name: 'Jobcenter Burgenlandkreis', sector: 'administration', municipality: 'Naumburg (Saale)' },
  { name: 'Migrationsberatung Saale-Unstrut', sector: 'welfare_and_advice', municipality: 'Naumburg (Saale)' },
  { name: 'Begegnungscafé Zeitz', sector: 'civil_society', municipality: 'Zeitz' },
  { name: 'Freundeskreis Hohenmölsen', sector: 'civil_society', municipality: 'Hohenmölsen' },
  { name: 'Pflegedienst Elsteraue', sector: 'business', municipality: 'Elsteraue' },
  { name: 'Seniorenzentrum Lützen', sector: 'business', municipality: 'Lützen' },
  {
    name: 'Hochschule Magdeburg-Stendal',
    sector: 'education_and_research',
    website: 'https://www.h2.de',
    aliases: ['MIASA', 'h2'],
  },
]

/** Invented people, for the directory. */
export const people = [
  {
    firstName: 'Olena',
    lastName: 'Kowalenko',
    email: 'olena.kowalenko@example.org',
    organisation: 4,
    engagement: 'professional',
  },
  {
    firstName: 'Jürgen',
    lastName: 'Müller',
    email: 'juergen.mueller@example.org',
    organisation: 1,
    engagement: 'professional',
  },
  {
    firstName: 'Samira',
    lastName: 'Haddad',
    email: 'samira.haddad@example.org',
    organisation: 5,
    engagement: 'volunteer',
  },
  {
    firstName: 'Petra',
    lastName: 'Schönfeld',
    email: 'petra.schoenfeld@example.org',
    organisation: 7,
    engagement: 'professional',
  },
] as const

/** Invented people who are coming to the next meeting. */
export const guests: [string, string][] = [
  ['Aylin', 'Yıldız'],
  ['Bernd', 'Kästner'],
  ['Chiara', 'Rossi'],
  ['Daniel', 'Oyelaran'],
  ['Elif', 'Şahin'],
  ['Frank', 'Großmann'],
  ['Galina', 'Petrenko'],
  ['Hanna', 'Weiß'],
  ['Ibrahim', 'al-Masri'],
  ['Jana', 'Nováková'],
  ['Karl-Heinz', 'Brückner'],
  ['Lina', 'Haddad'],
  ['Mateusz', 'Wiśniewski'],
  ['Nadia', 'Rahimi'],
  ['Oksana', 'Шевченко'],
  ['Paul', 'Lindner'],
  ['Qendresa', 'Krasniqi'],
  ['Renate', 'Müller'],
  ['Said', 'Karimi'],
  ['Thị Lan', 'Nguyễn'],
  ['Uwe', 'Hoffmann'],
  ['Victoria', 'Schönherr'],
  ['Wassim', 'Darwish'],
  ['Zofia', 'Kowalczyk'],
]

type Held = {
  meeting: Pick<NewMeeting, 'focusTopic' | 'startsAt' | 'endsAt' | 'summary'>
  venue: keyof typeof venues
  headCount: number
}

/** The network meetings of 2025. */
export const held: Held[] = [
  {
    meeting: {
      startsAt: '2025-03-19T14:00:00+01:00',
      endsAt: '2025-03-19T17:00:00+01:00',
      focusTopic: 'Ankommen und Sprache',
    },
    venue: 'zeitz',
    headCount: 40,
  },
  {
    meeting: {
      startsAt: '2025-06-18T14:00:00+02:00',
      endsAt: '2025-06-18T17:00:00+02:00',
      focusTopic: 'Wohnen und Nachbarschaft',
    },
    venue: 'naumburg',
    headCount: 70,
  },
  {
    meeting: {
      startsAt: '2025-09-24T14:00:00+02:00',
      endsAt: '2025-09-24T17:00:00+02:00',
      focusTopic: 'Migration und Pflege',
      summary:
        'Das Projekt MIASA der Hochschule Magdeburg-Stendal zeigte, wie sich Sachsen-Anhalts Bevölkerung verändert und warum die Pflege auf Fachkräfte aus dem Ausland angewiesen ist. Pflegeeinrichtungen aus dem Landkreis sprachen mit über Lösungen.',
    },
    venue: 'weissenfels',
    headCount: 79,
  },
  {
    meeting: {
      startsAt: '2025-11-26T14:00:00+01:00',
      endsAt: '2025-11-26T17:00:00+01:00',
      focusTopic: 'Ehrenamt stärken',
    },
    venue: 'hohenmoelsen',
    headCount: 66,
  },
]

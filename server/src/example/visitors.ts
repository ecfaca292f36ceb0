import type { NewMeeting } from '@treffpunkt/shared/meetings'
import type { Sector } from '@treffpunkt/shared/organisations'
import type { Engagement } from '@treffpunkt/shared/people'
import type { venues, workingGroups } from './network.ts'

// Invented people who were at two meetings of this year, so that there is something to count by name: who was new, from
// which organisations, professionally or as a volunteer.

/** An organisation by its place in the list of the network, or as somebody typed it. */
type From = number | string | null
type Visitor = { firstName: string; lastName: string; from: From; engagement: Engagement | null }

const visitor = (
  firstName: string,
  lastName: string,
  from: From,
  engagement: Engagement | null = 'professional',
): Visitor => ({ firstName, lastName, from, engagement })

const volunteer = (firstName: string, lastName: string, from: From) => visitor(firstName, lastName, from, 'volunteer')

/** Those of the working group: they come first in both meetings. */
const regulars: Visitor[] = [
  visitor('Anke', 'Seidel', 0),
  visitor('Jürgen', 'Müller', 1),
  visitor('Olena', 'Kowalenko', 4),
  visitor('Petra', 'Schönfeld', 7),
  volunteer('Samira', 'Haddad', 5),
  visitor('Holger', 'Barth', 8),
  visitor('Mehmet', 'Demir', 4),
  visitor('Katrin', 'Vogel', 3),
  volunteer('Tetjana', 'Bondar', 6),
  visitor('Ines', 'Thürmer', 9),
  visitor('Rainer', 'Böhme', 8),
  visitor('Fatima', 'Zahra', 'Praxisgemeinschaft am Markt'),
]

const others: Visitor[] = [
  visitor('Birgit', 'Hartung', 0),
  visitor('Stefan', 'Kühn', 0),
  visitor('Doreen', 'Lange', 1),
  visitor('Marcel', 'Jahn', 2),
  visitor('Silke', 'Otto', 2),
  visitor('Nico', 'Franke', 3),
  visitor('Yvonne', 'Richter', 3),
  visitor('Amira', 'Saleh', 4),
  visitor('Pavlo', 'Melnyk', 4),
  volunteer('Gisela', 'Neumann', 5),
  volunteer('Hassan', 'Ibrahim', 5),
  volunteer('Marta', 'Nowak', 5),
  volunteer('Dieter', 'Schubert', 6),
  volunteer('Ruth', 'Kaiser', 6),
  visitor('Lars', 'Peters', 7),
  visitor('Carmen', 'Wolf', 8),
  visitor('Thi Mai', 'Pham', 9),
  visitor('Jens', 'Ackermann', 9),
  visitor('Manuela', 'Graf', 'Kita Regenbogen Lützen'),
  visitor('Susann', 'Becker', 'Kita Regenbogen Lützen'),
  visitor('Kerstin', 'Lorenz', 'Grundschule Hohenmölsen'),
  visitor('Uta', 'Zimmermann', 'Grundschule Hohenmölsen'),
  visitor('Roland', 'Hein', 'Sekundarschule Teuchern'),
  volunteer('Leyla', 'Aydın', 'Elternverein Zeitz'),
  volunteer('Ewa', 'Zielińska', 'Elternverein Zeitz'),
  volunteer('Bernhard', 'Stolz', 'Sportverein Teuchern'),
  volunteer('Khaled', 'Mansour', null),
  volunteer('Irina', 'Sokolowa', null),
  volunteer('Sabine', 'Krämer', null),
  visitor('Torsten', 'Ebert', 1),
  visitor('Nadine', 'Simon', 4),
  volunteer('Achmad', 'Rasuli', 6),
  visitor('Cornelia', 'Fuchs', 2),
  visitor('Daria', 'Lysenko', 'Volkshochschule'),
]

/** What those who typed an organisation chose beside it. */
export const sectorsTyped: Record<string, Sector> = {
  'Praxisgemeinschaft am Markt': 'business',
  'Kita Regenbogen Lützen': 'education_and_research',
  'Grundschule Hohenmölsen': 'education_and_research',
  'Sekundarschule Teuchern': 'education_and_research',
  'Elternverein Zeitz': 'civil_society',
  'Sportverein Teuchern': 'civil_society',
  Volkshochschule: 'education_and_research',
}

/** A meeting whose door was used. The first `cancelled` of its guests said so, the last `missing` did not come. */
export type Visited = {
  meeting: Pick<NewMeeting, 'kind' | 'title' | 'focusTopic' | 'capacity'>
  workingGroup?: (typeof workingGroups)[number]['name']
  venue: keyof typeof venues
  /** How many weeks ago, on a Wednesday. */
  weeksAgo: number
  guests: Visitor[]
  cancelled: number
  missing: number
  /** Name and organisation of those who came without having signed up. */
  walkIns: [string, string | null][]
}

export const visited: Visited[] = [
  {
    meeting: {
      kind: 'working_group',
      title: 'Arbeitstreffen Gesundheitliche Versorgung',
      focusTopic: 'Sprachmittlung in der Praxis',
      capacity: 20,
    },
    workingGroup: 'Gesundheitliche Versorgung',
    venue: 'zeitz',
    weeksAgo: 26,
    guests: regulars,
    cancelled: 1,
    missing: 1,
    walkIns: [['Dr. Jutta Engel', 'Praxisgemeinschaft am Markt']],
  },
  {
    meeting: { kind: 'network', focusTopic: 'Ankommen in Kita und Schule', capacity: 80 },
    venue: 'naumburg',
    weeksAgo: 20,
    guests: [...others, ...regulars],
    cancelled: 2,
    missing: 3,
    walkIns: [
      ['Michael Sommer', 'Jugendclub Weißenfels'],
      ['Hala Nasser', 'Elternverein Zeitz'],
      ['Jonas Pfeiffer', null],
      ['Svetlana Moroz', 'Kita Regenbogen Lützen'],
    ],
  },
]

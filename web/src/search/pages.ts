import type { Right } from '@treffpunkt/shared/accounts'
import type { TextKey } from '../i18n.ts'

/** The pages one jumps to, and the letter that leads there after "g". */
export const pages: { name: string; text: TextKey; letter: string; right?: Right }[] = [
  { name: 'today', text: 'nav.today', letter: 'h' },
  { name: 'meetings', text: 'nav.meetings', letter: 't' },
  { name: 'statistics', text: 'nav.statistics', letter: 'z' },
  { name: 'people', text: 'nav.people', letter: 'p' },
  { name: 'organisations', text: 'nav.organisations', letter: 'o' },
  { name: 'working-groups', text: 'nav.workingGroups', letter: 'f' },
  { name: 'venues', text: 'nav.venues', letter: 'v' },
  { name: 'mails', text: 'nav.mails', letter: 'm' },
  { name: 'barrier-reports', text: 'nav.barriers', letter: 'b', right: 'coordinator' },
  { name: 'history', text: 'changes.title', letter: 'l' },
  { name: 'settings', text: 'nav.settings', letter: 'e' },
]

/** What "n" makes, by the beginning of the page's name; a meeting everywhere else. */
export const newPages: Record<string, string> = {
  people: 'new-person',
  person: 'new-person',
  organisations: 'new-organisation',
  organisation: 'new-organisation',
  'working-groups': 'new-working-group',
  'working-group': 'new-working-group',
  venues: 'new-venue',
  venue: 'new-venue',
}

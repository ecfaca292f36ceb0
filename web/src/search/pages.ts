import type { Right } from '@treffpunkt/shared/accounts'
import { rightToWrite, templateKinds } from '@treffpunkt/shared/mail-templates'
import type { RouteLocationRaw } from 'vue-router'
import { text, type TextKey } from '../i18n.ts'
import { kindText } from '../mails/kinds.ts'

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

const further: { name: string; text: TextKey; right?: Right }[] = [
  { name: 'settings-texts', text: 'settings.textsTitle' },
  { name: 'settings-mail', text: 'settings.senderTitle' },
  { name: 'settings-look', text: 'settings.lookTitle' },
  { name: 'accounts', text: 'accounts.title', right: 'admin' },
  { name: 'exports', text: 'exports.logTitle', right: 'coordinator' },
  { name: 'mail-templates', text: 'mailTemplates.title', right: 'coordinator' },
]

/** Sections of the settings. */
const sections: TextKey[] = ['settings.network', 'settings.privacyOfficer', 'settings.languages', 'settings.timeZone']

type Found = { key: string; text: string; note?: string; to: RouteLocationRaw }

/** Places that no letter leads to: parts of the settings, the list of exports. */
export const furtherPlaces = (may: (right: Right) => boolean): Found[] => [
  ...further
    .filter(({ right = 'account' }) => may(right))
    .map(one => ({ key: one.name, text: text(one.text), to: { name: one.name } })),
  ...(may('coordinator')
    ? [{ key: 'deleted', text: text('changes.onlyDeleted'), to: { name: 'history', query: { deleted: 'yes' } } }]
    : []),
  ...sections.map(key => ({ key, text: text(key), note: text('settings.title'), to: { name: 'settings' } })),
]

/** What mails say, to be written anew. */
export const mailTexts = (may: (right: Right) => boolean): Found[] =>
  templateKinds
    .filter(kind => may(rightToWrite(kind)))
    .map(kind => ({
      key: `mail-template-${kind}`,
      text: kindText(kind),
      to: { name: 'mail-template', params: { kind, language: 'de' } },
    }))

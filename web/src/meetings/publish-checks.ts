import type { Meeting, PublicMeeting } from '@treffpunkt/shared/meetings'
import type { Network } from '@treffpunkt/shared/settings'
import type { RouteLocationRaw } from 'vue-router'
import { text, type TextKey } from '../i18n.ts'
import { languages } from '@treffpunkt/shared/languages'
import { translatedFields } from '@treffpunkt/shared/meeting-translations'
import { placeToEdit } from './edit-places.ts'
import { offeredOf } from '../settings/offered.ts'
import { longMoment, longSpan } from '../ui/dates.ts'
import { seatsInWords } from './model.ts'
import { fieldTexts, missingIn, nameOf } from './translations.ts'

/** One line of what is looked at before a meeting is published. */
export type PublishCheck = {
  key: string
  /** What is there, or in a sentence what is missing. */
  text: string
  /** Where the missing is filled in; without it nothing is missing. */
  missing?: { to: RouteLocationRaw; text: string }
}

/** What visitors look for on the page of a meeting, in their order, and whether it is there. Nothing of it is required. */
export function publishChecks(meeting: Meeting, preview: PublicMeeting, network: Network | undefined): PublishCheck[] {
  /** On the meeting's page, with the field open. */
  const inField = (field: string, label: TextKey) => ({
    to: placeToEdit(meeting.id, field),
    text: text(label),
  })
  const { venue, capacity, registrationOpensAt: opens } = meeting
  return [
    { key: 'when', text: longSpan(meeting.startsAt, meeting.endsAt) },
    ...(meeting.attendanceMode === 'online'
      ? []
      : [
          venue
            ? { key: 'venue', text: `${text('meetings.venue')}: ${venue.name}` }
            : { key: 'venue', text: text('publish.noVenue'), missing: inField('venueId', 'publish.addVenue') },
        ]),
    ...accessCheck(meeting, preview),
    ...(meeting.attendanceMode === 'on_site'
      ? []
      : [
          meeting.onlineUrl
            ? { key: 'room', text: text('publish.room') }
            : { key: 'room', text: text('publish.noRoom'), missing: inField('onlineUrl', 'online.addUrl') },
        ]),
    meeting.focusTopic
      ? { key: 'topic', text: `${text('meeting.focusTopic')}: ${meeting.focusTopic}` }
      : { key: 'topic', text: text('publish.noTopic'), missing: inField('focusTopic', 'publish.addTopic') },
    meeting.summary
      ? { key: 'summary', text: text('publish.summary') }
      : { key: 'summary', text: text('publish.noSummary'), missing: inField('summary', 'publish.addSummary') },
    capacity === null
      ? { key: 'seats', text: text('publish.noSeats'), missing: inField('capacity', 'publish.addSeats') }
      : { key: 'seats', text: seatsInWords(meeting) },
    opens === null
      ? { key: 'window', text: text('publish.noWindow'), missing: inField('opensDate', 'publish.addWindow') }
      : {
          key: 'window',
          text: text('publish.window', { from: longMoment(opens), to: longMoment(preview.registrationClosesAt) }),
        },
    ...contactCheck(network),
    ...translationChecks(meeting, network),
  ]
}

/** Texts that stand in German and not in a language that the network offers; each leads to its field. */
function translationChecks(meeting: Meeting, network: Network | undefined): PublishCheck[] {
  const offered = offeredOf(network)
  const checks = offered.flatMap((language): PublishCheck[] => {
    const missing = missingIn(meeting, language)
    const [first] = missing
    if (!first) return []
    const fields = missing.map(field => text(fieldTexts[field])).join(', ')
    return [
      {
        key: `translation-${language}`,
        text: text('publish.noTranslation', { language: languages[language].name, fields }),
        missing: { to: placeToEdit(meeting.id, nameOf(language, first)), text: text('publish.addTranslation') },
      },
    ]
  })
  const isTranslated = checks.length === 0 && offered.length > 0 && translatedFields.some(field => meeting[field])
  return isTranslated ? [{ key: 'translations', text: text('publish.translations') }] : checks
}

/** Of the access to a venue only what nobody has asked for yet is missing: that there are stairs is known as well. */
function accessCheck({ venue }: Meeting, { venue: facts }: PublicMeeting): PublishCheck[] {
  if (!venue || !facts) return []
  const asked: [boolean | null, TextKey][] = [
    [facts.stepFree, 'venues.stepFree'],
    [facts.accessibleToilet, 'venues.accessibleToilet'],
    [facts.inductionLoop, 'venues.inductionLoop'],
  ]
  const open = asked.filter(([known]) => known === null).map(([, label]) => text(label))
  if (open.length === 0) return [{ key: 'access', text: text('publish.access') }]
  return [
    {
      key: 'access',
      text: text('publish.noAccess', { facts: open.join(', ') }),
      missing: { to: { name: 'venue', params: { id: venue.id } }, text: text('publish.addAccess') },
    },
  ]
}

function contactCheck(network: Network | undefined): PublishCheck[] {
  if (!network) return []
  if (network.contactEmail)
    return [{ key: 'contact', text: text('publish.contact', { address: network.contactEmail }) }]
  return [
    {
      key: 'contact',
      text: text('publish.noContact'),
      missing: { to: { name: 'settings' }, text: text('publish.addContact') },
    },
  ]
}

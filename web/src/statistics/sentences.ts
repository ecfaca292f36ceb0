import type { MeetingFigures } from '@treffpunkt/shared/statistics'
import { text } from '../i18n.ts'
import { dayInWords } from './days.ts'

type Standing = 'record' | 'first' | 'more' | 'usual' | 'less' | 'unknown'

/** How the attendance of a meeting compares with that of the meetings of its kind before it. */
function standingOf({ attended, isRecord, usual }: MeetingFigures): Standing {
  if (attended === null) return 'unknown'
  if (isRecord) return 'record'
  if (usual === null) return 'first'
  if (attended > usual.most) return 'more'
  return attended < usual.least ? 'less' : 'usual'
}

/** "40 bis 70", or "40" where there is nothing between. */
const rangeOf = ({ least, most }: { least: number; most: number }): string =>
  least === most ? String(least) : text('statistics.range', { least, most })

/** "40–70", for columns. */
export const shortRangeOf = ({ least, most }: { least: number; most: number }): string =>
  least === most ? String(least) : text('statistics.rangeShort', { least, most })

const days = (figures: { attended: number; startsAt: string }) => ({
  count: figures.attended,
  date: dayInWords(figures.startsAt),
})

/** Figures whose attendance is known. */
type Counted = MeetingFigures & { attended: number }
const isCounted = (figures: MeetingFigures): figures is Counted => figures.attended !== null

/**
 * What somebody from the office would tell the council of these meetings: the record that stands, and how it was the
 * last time. The most telling sentence first; empty while no number is known.
 * @param newestFirst meetings of one kind, as the list answers them.
 */
export function findings(newestFirst: readonly MeetingFigures[]): string[] {
  const counted = newestFirst.filter(isCounted)
  const newest = counted[0]
  if (newest === undefined) return []
  const record = newest.isRecord ? newest : counted.find(one => one.meetingId === newest.recordBefore?.meetingId)
  const last = record === newest ? [] : lastTime(newest)
  if (record?.isRecord) return [[text('statistics.record', days(record)), ...before(record)].join(' '), ...last]
  // the first one had the most, or the record lies further back than these meetings reach
  if (newest.recordBefore === null) return [text('statistics.first', days(newest))]
  return [...last, text('statistics.most', days(newest.recordBefore))]
}

function before({ usual }: Counted): string[] {
  if (usual === null) return []
  return [text(usual.meetings < 8 ? 'statistics.before' : 'statistics.beforeEight', { range: rangeOf(usual) })]
}

function lastTime(newest: Counted): string[] {
  if (newest.usual === null) return []
  const values = { ...days(newest), range: rangeOf(newest.usual) }
  // one meeting before is no usage
  if (newest.usual.meetings === 1) return [text('statistics.last', values)]
  const standing = standingOf(newest)
  if (standing === 'less') return [text('statistics.lastLess', values)]
  return [text(standing === 'more' ? 'statistics.lastMore' : 'statistics.lastUsual', values)]
}

/** How one meeting stands, in a sentence or two. */
export function standingText(figures: MeetingFigures): string {
  const { recordBefore, usual } = figures
  const range = usual === null ? '' : rangeOf(usual)
  const record = recordBefore === null ? {} : days(recordBefore)
  const standing = standingOf(figures)
  if (usual?.meetings === 1 && standing !== 'record' && standing !== 'unknown')
    return text('statistics.standingSecond', { range })
  switch (standing) {
    case 'record': {
      const sentence = text('statistics.standingRecord', record)
      return usual && usual.meetings > 1 ? `${sentence} ${text('statistics.usualWas', { range })}` : sentence
    }
    case 'first':
      return text('statistics.standingFirst')
    case 'more':
      return text('statistics.standingMore', { ...record, range })
    case 'usual':
      return text('statistics.standingUsual', { range })
    case 'less':
      return text('statistics.standingLess', { range })
    default:
      return text('statistics.standingUnknown')
  }
}

/** The head count is lower than the list: what is known of those on the list is not true of those who were counted. */
export const isLowerThanNamed = ({ headCount, entered }: MeetingFigures): boolean =>
  headCount !== null && headCount < (entered ?? 0)

/** Outside the office nothing is said that is about fewer people than this. */
const threshold = 3
const isShown = (count: number | null): count is number => count !== null && (count === 0 || count >= threshold)

/**
 * The figures of a meeting as a text for a press note or a report. What is about one or two people is left out together
 * with what it could be worked out from.
 */
export function pressText(figures: MeetingFigures): string {
  const { name, focusTopic, startsAt, venue, attended, newcomers, returning, organisations, newOrganisations } = figures
  const head = [text('statistics.pressHead', { name, date: dayInWords(startsAt) }), venue].filter(Boolean).join(', ')
  const lines = [head]
  if (focusTopic) lines.push(`${text('meeting.focusTopic')}: ${focusTopic}`)
  if (isShown(attended)) lines.push(pressCount({ ...figures, attended }))
  if (isLowerThanNamed(figures)) return lines.join('\n')
  if (isShown(newcomers) && isShown(returning)) lines.push(text('statistics.pressNew', { count: newcomers, returning }))
  if (isShown(organisations) && organisations > 0)
    lines.push(
      isShown(newOrganisations)
        ? text('statistics.pressOrganisationsNew', { count: organisations, new: newOrganisations })
        : text('statistics.pressOrganisations', { count: organisations }),
    )
  return lines.join('\n')
}

function pressCount(figures: Counted): string {
  const people = text('statistics.pressCount', { count: figures.attended })
  const { isRecord, recordBefore, usual } = figures
  const sentence =
    isRecord && recordBefore
      ? text('statistics.pressRecord', { people, ...days(recordBefore) })
      : text('statistics.pressPlain', { people })
  return usual && usual.meetings > 1
    ? `${sentence} ${text('statistics.usualWas', { range: rangeOf(usual) })}`
    : sentence
}

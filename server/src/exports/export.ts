import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { NewExport } from '@treffpunkt/shared/exports'
import titles from '@treffpunkt/shared/texts/export-columns'
import type { Trx } from '../db/connect.ts'
import { recordChange, type Actor } from '../db/record-change.ts'
import type { RetentionSteps } from '../jobs/retention.ts'
import { getMeeting } from '../meetings/queries.ts'
import { mistake } from '../problems.ts'
import { listAsked } from '../questions/queries.ts'
import { getSettings } from '../settings/queries.ts'
import { answerCell, columns } from './columns.ts'
import { listPeople } from './queries.ts'
import type { Table } from './table.ts'

/**
 * Reads who is to be in a file and writes down that somebody took it, in one transaction: no file without its line in
 * the log. @returns the table, and what the file is called without its ending: "2026-11-25_Anmeldungen".
 */
export async function exportRegistrations(
  trx: Trx,
  actor: Actor,
  meetingId: string,
  wanted: NewExport,
): Promise<{ table: Table; fileName: string }> {
  const meeting = await getMeeting(trx, meetingId)
  const { timeZone } = await getSettings(trx)
  const asked = await listAsked(trx, meetingId)
  const questions = (wanted.questionIds ?? []).map(id => asked.find(one => one.id === id) ?? unknownQuestion())
  const people = await listPeople(trx, meetingId, wanted)
  const line = {
    format: wanted.format,
    columns: wanted.columns,
    questionIds: questions.map(({ id }) => id),
    chosen: wanted.registrationIds?.length ?? null,
    people: people.length,
  }
  await trx
    .insertInto('exports')
    .values({
      id: randomUUIDv7(),
      meetingId,
      accountId: actor.kind === 'account' ? actor.id : null,
      ...line,
      filter: JSON.stringify(withoutSearch(wanted.filter)),
    })
    .execute()
  await recordChange(trx, actor, { object: 'meeting', id: meetingId, kind: 'exported', after: line })
  const clock = clockIn(timeZone)
  return {
    table: {
      title: `Anmeldungen: ${meeting.name}`,
      sheet: 'Anmeldungen',
      header: [...wanted.columns.map(name => titles[name]), ...questions.map(({ label }) => label)],
      widths: [...wanted.columns.map(name => columns[name].width), ...questions.map(() => 30)],
      rows: people.map(person => [
        ...wanted.columns.map(name => columns[name].cell(person, clock)),
        ...questions.map(question => answerCell(question, person)),
      ]),
    },
    fileName: `${clock(meeting.startsAt).toISOString().slice(0, 10)}_Anmeldungen`,
  }
}

function unknownQuestion(): never {
  throw mistake('/questionIds', 'unknown_id', 'Name questions of this meeting.')
}

/** What was searched for may be a name, which this log would keep: it says only that something was. */
const withoutSearch = (filter: NewExport['filter']): NewExport['filter'] =>
  filter.q === undefined ? filter : { ...filter, q: '…' }

/** What the clock of a time zone shows, as the parts of a date in UTC: spreadsheets know no time zones. */
function clockIn(timeZone: string): (instant: string) => Date {
  // the Swedish way of writing a date is that of RFC 3339
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  return instant => new Date(`${format.format(new Date(instant)).replace(' ', 'T')}Z`)
}

/** Who exported what is kept as long as the log of changes. */
export const exportRetention: RetentionSteps = {
  exports: async db => (await sql<{ n: number }>`select expire_exports() as n`.execute(db)).rows[0]?.n ?? 0,
}

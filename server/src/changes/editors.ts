import type { ObjectType } from '@treffpunkt/shared/changes'
import type { Db, Trx } from '../db/connect.ts'
import type { Actor } from '../db/record-change.ts'
import { changeMeeting, fixedOnceHeld, loggedOf } from '../meetings/edit.ts'
import { toldFields } from '../meetings/place.ts'
import { getMeeting, lockMeeting, type MeetingRow } from '../meetings/queries.ts'
import { changeOrganisation, type OnOrganisationNamed } from '../organisations/edit.ts'
import { getOrganisation, lockOrganisation } from '../organisations/queries.ts'
import { changePerson } from '../people/edit.ts'
import { getPerson, lockPerson } from '../people/queries.ts'
import { notFound } from '../problems.ts'
import { changeSettings, writeText } from '../settings/edit.ts'
import { findTextVersion, getSettings, getText, lockSettings, lockTexts } from '../settings/queries.ts'
import { changeVenue } from '../venues/edit.ts'
import { getVenue, lockVenue } from '../venues/queries.ts'
import { changeWorkingGroup } from '../working-groups/edit.ts'
import { getWorkingGroup, lockWorkingGroup } from '../working-groups/queries.ts'

export type Values = Record<string, unknown>

/** An object as it is now, with how its fields are given other values by the rules of its noun. */
export type Standing = {
  version: number
  values: Values
  hindrance?: (field: string) => 'told' | 'held' | null
  /** Values of versions, which the log does not keep twice. */
  logged?: { before: Values; after: Values }
  give: (actor: Actor, values: Values) => Promise<unknown>
}

/** Reads the object of a change; in a transaction that writes, under its lock. */
export type Editor = (db: Db, id: string, locked: Trx | undefined) => Promise<Standing>

/** What follows an edit elsewhere, and what other leaf features keep in versions; handed over by `app.ts`. */
export type AfterEdit = {
  meetingChanged: (trx: Trx, before: MeetingRow, after: MeetingRow) => Promise<void>
  organisationNamed: OnOrganisationNamed
  mailTemplate: Editor
}

type Row = { version: number }

/** The log keeps what was read and what was sent: the same in names, so that one can be sent as the other. */
const sent = (values: Values) => values as never

const editorFor =
  <R extends Row>(
    get: (db: Db, id: string) => Promise<R>,
    lock: (trx: Trx, id: string) => Promise<R>,
    give: (trx: Trx, actor: Actor, row: R, values: Values) => Promise<unknown>,
    parts: { logged?: (row: R) => Values; hindrance?: (row: R, field: string) => 'told' | 'held' | null } = {},
  ): Editor =>
  async (db, id, locked) => {
    const row = locked === undefined ? await get(db, id) : await lock(locked, id)
    return {
      version: row.version,
      values: { ...(parts.logged?.(row) ?? row) },
      hindrance: field => parts.hindrance?.(row, field) ?? null,
      give: async (actor, values) => {
        if (locked !== undefined) await give(locked, actor, row, values)
      },
    }
  }

const held: ReadonlySet<string> = new Set(fixedOnceHeld)
const told: ReadonlySet<string> = new Set(toldFields)

function hindranceAt({ publishedAt, concludedAt }: MeetingRow, field: string): 'told' | 'held' | null {
  if (concludedAt !== null) return held.has(field) ? 'held' : null
  return publishedAt !== null && told.has(field) ? 'told' : null
}

type Logged = { organisation?: { id: string }; [name: string]: unknown }

/** How each noun whose changes can be given back is read and edited. */
export const editorsOf = (after: AfterEdit): Partial<Record<ObjectType, Editor>> => ({
  venue: editorFor(getVenue, lockVenue, (trx, actor, row, values) => changeVenue(trx, actor, row, sent(values))),
  working_group: editorFor(getWorkingGroup, lockWorkingGroup, (trx, actor, row, values) =>
    changeWorkingGroup(trx, actor, row, sent(values)),
  ),
  organisation: editorFor(getOrganisation, lockOrganisation, async (trx, actor, row, values) => {
    const { id, name, aliases } = await changeOrganisation(trx, actor, row, sent(values))
    await after.organisationNamed(trx, actor, [name, ...aliases], id)
  }),
  person: editorFor(getPerson, lockPerson, (trx, actor, row, values) => {
    const { affiliations, ...rest } = values as { affiliations?: Logged[] }
    // as they are read they name the organisation, as they are sent its id
    const named = affiliations?.map(({ organisation, ...one }) => ({ organisationId: organisation?.id, ...one }))
    return changePerson(trx, actor, row, sent(named === undefined ? rest : { ...rest, affiliations: named }))
  }),
  meeting: editorFor(
    getMeeting,
    lockMeeting,
    async (trx, actor, row, { translations, ...rest }) => {
      // what is not named of them would stay
      const none = Object.fromEntries(Object.keys(row.translations).map(language => [language, null]))
      const whole = translations === undefined ? {} : { translations: { ...none, ...(translations as object) } }
      await after.meetingChanged(trx, row, await changeMeeting(trx, actor, row, sent({ ...rest, ...whole })))
    },
    { logged: loggedOf, hindrance: hindranceAt },
  ),
  settings: editorFor(
    getSettings,
    trx => lockSettings(trx),
    (trx, actor, row, values) => changeSettings(trx, actor, row, sent(values)),
  ),
  mail_template: after.mailTemplate,
  text: async (db, id, locked) => {
    if (locked !== undefined) await lockTexts(locked)
    const written = await findTextVersion(db, id)
    if (written === undefined) throw notFound()
    const { version, body } = await getText(db, written.kind, written.language)
    return {
      version,
      values: { body },
      logged: { before: { body: written.before }, after: { body: written.after } },
      give: async actor => {
        if (locked !== undefined) await writeText(locked, actor, written, written.before)
      },
    }
  },
})

import { sql, type RawBuilder, type SqlBool } from 'kysely'
import { may, type Role } from '@treffpunkt/shared/accounts'
import { rightToWrite, templateKinds } from '@treffpunkt/shared/mail-templates'
import { MeetingChanges } from '@treffpunkt/shared/meetings'
import { OrganisationChanges } from '@treffpunkt/shared/organisations'
import { PersonChanges } from '@treffpunkt/shared/people'
import { SettingsChanges } from '@treffpunkt/shared/settings'
import { VenueChanges } from '@treffpunkt/shared/venues'
import { WorkingGroupChanges } from '@treffpunkt/shared/working-groups'
import { toldFields } from '../meetings/place.ts'

const namesOf = ({ properties }: { properties: object }) => Object.keys(properties)

/** What can be given back of each noun: what can be edited. */
export const editableFields = {
  venue: namesOf(VenueChanges),
  organisation: namesOf(OrganisationChanges),
  person: namesOf(PersonChanges),
  working_group: namesOf(WorkingGroupChanges),
  meeting: namesOf(MeetingChanges),
  settings: namesOf(SettingsChanges),
} as const
export type Edited = keyof typeof editableFields

const arrayOf = (names: readonly string[]) => sql`array[${sql.join(names.map(name => sql.lit(name)))}]::text[]`

/** Kinds of mails whose words admins write. */
const forAdmins = templateKinds.filter(kind => rightToWrite(kind) === 'admin')

/** The fields of `c` that somebody could edit. */
export const editable = sql`case c.object ${sql.join(
  Object.entries(editableFields).map(([object, names]) => sql`when ${sql.lit(object)} then ${arrayOf(names)}`),
  sql` `,
)} end`

const isAnnounced = sql<SqlBool>`exists (select from meetings m where m.id = c.object_id and m.published_at is not null)`

/** Whose object is still there. */
export const isPresent = sql<SqlBool>`case c.object
  when 'settings' then true
  when 'venue' then exists (select from venues o where o.id = c.object_id and o.deleted_at is null)
  when 'organisation' then exists (select from organisations o where o.id = c.object_id and o.deleted_at is null)
  when 'person' then exists (select from people o where o.id = c.object_id and o.deleted_at is null)
  when 'working_group' then exists (select from working_groups o where o.id = c.object_id and o.deleted_at is null)
  when 'meeting' then exists (select from meetings o where o.id = c.object_id and o.deleted_at is null) end`

const olderText = sql<SqlBool>`exists (select from texts o join texts p
  on p.kind = o.kind and p.language = o.language and p.version < o.version where o.id = c.object_id)`

/**
 * Whether `c` changed fields of something that is there and that the role may edit, by itself and not together with many,
 * within the last 30 days, and what was there before is known: values of who was erased are not.
 */
export const isComparable = (role: Role) =>
  may(role, 'coordinator')
    ? sql<boolean>`case when c.at < now() - interval '30 days' then false
        when c.object = 'text' then ${sql.lit(may(role, 'admin'))} and c.kind = 'written' and ${olderText}
        when c.object = 'mail_template' then exists (select from mail_templates o where o.id = c.object_id
          and (${sql.lit(may(role, 'admin'))} or o.kind <> all(${arrayOf(forAdmins)})))
        when c.object = 'settings' and not ${sql.lit(may(role, 'admin'))} then false
        else c.kind in ('changed', 'rescheduled') and coalesce(c.fields && ${editable}, false) and ${isPresent}
          and exists (select from change_values v where v.change_id = c.id and v.before is not null)
          and not exists (select from changes l where l.request_id = c.request_id and l.object = c.object
            and l.kind = c.kind and l.id <> c.id) end`
    : sql<boolean>`false`

/** Whether one change at least of the run that ends with `c`, a lateral row `run`, can be compared: then the whole can. */
export const isRunComparable = (role: Role) =>
  sql<boolean>`exists (select from changes c where c.id = any(run.ids) and ${isComparable(role)})`

/**
 * Nobody has touched these fields since `c`, and one of them at least may change without a word to anybody.
 * @param fields those of `c`, or of the run that ends with it.
 */
export const isUntouched = (fields: RawBuilder<unknown>) => sql<SqlBool>`case c.object
  when 'text' then not exists (select from texts o join texts l
    on l.kind = o.kind and l.language = o.language and l.version > o.version where o.id = c.object_id)
  when 'mail_template' then not exists (select from mail_templates o join mail_templates l
    on l.kind = o.kind and l.language = o.language and l.version > o.version where o.id = c.object_id)
  else c.kind = 'changed' and exists (select from unnest(${fields}) f where f = any(${editable})
      and not (c.object = 'meeting' and f = any(${arrayOf(toldFields)}) and ${isAnnounced}))
    and not exists (select from changes l, unnest(l.fields) f where l.object = c.object and l.object_id = c.object_id
      and l.at > c.at and f = any(${fields}) and f = any(${editable})) end`

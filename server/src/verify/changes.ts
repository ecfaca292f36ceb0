import type { Check } from './check.ts'

// The log of changes: one entry for each change, one public number for each entry (invariants I5, I7).

/** Every table whose rows have versions that the log counts, by the name of the object in the log. */
const versioned = [
  ['account', 'accounts'],
  ['door_link', 'door_links'],
  ['mailing', 'mailings'],
  ['barrier_report', 'barrier_reports'],
  ['meeting', 'meetings'],
  ['organisation', 'organisations'],
  ['person', 'people'],
  ['registration', 'registrations'],
  ['venue', 'venues'],
  ['view', 'views'],
  ['working_group', 'working_groups'],
] as const

const versionedRows = versioned
  // a move that was news to nobody is noted beside the mailings, and is no change of anything that people see
  .map(
    ([object, table]) =>
      `select '${object}' as object, id, version, created_at from ${table}${table === 'mailings' ? ' where not silent' : ''}`,
  )
  .join(' union all ')

export const changeChecks: Check[] = [
  {
    name: 'change-not-logged',
    title: 'Every change of an object has its entry in the log',
    // the log is kept for a year, so of older objects it does not tell any more
    sql: `
      select o.id, 'the ' || replace(o.object, '_', ' ') || ' is at version ' || o.version || ', the log knows ' || coalesce(c.n, 0) || ' changes' as what
      from (${versionedRows}) o
      left join (select object, object_id, count(*) as n from changes group by 1, 2) c on c.object = o.object and c.object_id = o.id
      where o.created_at > now() - interval '11 months' and coalesce(c.n, 0) < o.version`,
    todo: 'Somebody has changed the database past the service. Find out who may do that; what was changed is in no history.',
  },
  {
    name: 'change-of-nothing',
    title: 'What was made is still there, or the log says that it was erased',
    sql: `
      select c.object_id as id, 'the log knows a ' || replace(c.object, '_', ' ') || ' that is not there' as what
      from changes c
      left join (${versionedRows}) o on o.object = c.object and o.id = c.object_id
      where c.kind = 'created' and o.id is null and c.object in (${versioned
        .filter(([object]) => object !== 'mailing' && object !== 'view')
        .map(([object]) => `'${object}'`)
        .join(', ')})
        and not exists (select from changes e where e.object = c.object and e.object_id = c.object_id and e.kind = 'erased')`,
    todo: 'Rows were deleted past the service. Look for them in a backup ("restore" into another folder).',
  },
  {
    name: 'change-without-number',
    title: 'Every entry of the log gets its public number within a minute',
    sql: `
      select c.id, 'a change of a ' || replace(c.object, '_', ' ') || ' of ' || to_char(c.at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"')
        || case when p.change_id is null then ' will never be numbered' else ' waits for its number' end as what
      from changes c
      left join change_sequence s on s.change_id = c.id
      left join changes_pending p on p.change_id = c.id
      where s.change_id is null and (p.change_id is null or c.at < now() - interval '1 minute')`,
    todo: 'Those that wait are numbered as soon as the service runs. If one will never be, pages that are open do not hear of it, and partners never: report a fault of Treffpunkt, with this output.',
  },
  {
    name: 'numbers-would-repeat',
    title: 'The next public number of the log is a new one',
    sql: `
      select 'change_sequence' as id, 'the greatest number is ' || max(seq) || ', the counter stands at ' || coalesce(pg_sequence_last_value(pg_get_serial_sequence('change_sequence', 'seq')::regclass), 0) as what
      from change_sequence
      having max(seq) > coalesce(pg_sequence_last_value(pg_get_serial_sequence('change_sequence', 'seq')::regclass), 0)`,
    todo: `As the owner of the tables: select setval(pg_get_serial_sequence('change_sequence', 'seq'), (select max(seq) from change_sequence));`,
  },
  {
    name: 'change-without-values',
    title: 'Every entry of the log has its values, unless what it is about was erased',
    sql: `
      select c.id, 'a change (' || c.kind || ') of the ' || replace(c.object, '_', ' ') || ' ' || c.object_id || ' has no values' as what
      from changes c
      where not exists (select from change_values v where v.change_id = c.id)
        and not exists (select from changes e where e.object = c.object and e.object_id = c.object_id and e.kind = 'erased')`,
    todo: 'The history cannot show what was changed there. Somebody has deleted from the database past the service.',
  },
]

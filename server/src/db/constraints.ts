import pg from 'pg'
import { mistake, problem, type ProblemError } from '../problems.ts'

/** Every constraint a caller can run into, with the problem it becomes. Others are faults of ours and become 500. */
const known: Record<string, () => ProblemError> = {
  organisations_name_key: () => problem('already_exists', 'There is an organisation with this name already.'),
  working_groups_name_key: () => problem('already_exists', 'There is a working group with this name already.'),
  people_person_key: () => problem('already_exists', 'There is a person with this name and e-mail address already.'),
  views_name_key: () => problem('already_exists', 'There is a view with this name already.'),
  accounts_email_key: () => problem('already_exists', 'There is an account with this e-mail address already.'),
  registrations_one_live: () => problem('registration_live', 'This person is registered for the meeting already.'),
  affiliations_organisation_id_fkey: () => mistake('/affiliations', 'unknown_id', 'Name an organisation that exists.'),
  access_tasks_owner_id_fkey: () => mistake('/ownerId', 'unknown_id', 'Name an account that exists.'),
  affiliations_dates: () =>
    mistake('/affiliations', 'to_before_from', 'The end of an affiliation comes after its beginning.'),
  meetings_venue_id_fkey: () => mistake('/venueId', 'unknown_id', 'Name a venue that exists.'),
  meetings_working_group_id_fkey: () => mistake('/workingGroupId', 'unknown_id', 'Name a working group that exists.'),
  meetings_title: () =>
    mistake('/title', 'required', 'Give the meeting a title; only network meetings are named by their number.'),
  meetings_times: () => mistake('/endsAt', 'end_before_start', 'The meeting ends after it begins.'),
  meetings_registration_times: () =>
    mistake('/registrationClosesAt', 'end_before_start', 'Sign-up closes after it opens.'),
}

// PostgreSQL's own words for: lock not available, statement timeout, too many connections, shutting down, disk full.
const passing = new Set(['55P03', '57014', '53300', '57P01', '57P02', '57P03', '53100', '58030', '25006'])

// Signs no text can hold: NUL, half a surrogate pair. The schemas refuse them; this is the second wall.
const unreadable = new Set(['22003', '22007', '22008', '22009', '22021', '22P02', '22P05'])

/** The problem behind a database error, or undefined when it is a fault of ours. */
export function problemOfDatabaseError(error: unknown): ProblemError | undefined {
  if (!(error instanceof Error)) return undefined
  if (error instanceof pg.DatabaseError) {
    if (error.constraint !== undefined && error.constraint in known) return known[error.constraint]?.()
    if (error.code !== undefined && unreadable.has(error.code))
      return problem('bad_request', 'The request holds signs that cannot be stored.')
    if (error.code !== undefined && passing.has(error.code)) return overloaded()
    return undefined
  }
  const code = 'code' in error ? error.code : undefined
  if (
    code === 'ECONNREFUSED' ||
    code === 'ENOENT' ||
    code === 'ECONNRESET' ||
    code === 'EPIPE' ||
    /timeout exceeded when trying to connect|Connection terminated|is not queryable/.test(error.message)
  )
    return problem('not_ready', 'The database cannot be reached; try again in a few seconds.', {
      headers: { 'retry-after': '5' },
    })
  return undefined
}

/** Did a row that was to be written break a rule of the database? */
export const isRefused = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && /^2[23]/.test(error.code ?? '')

/** Did it wait for a lock for as long as it may? */
export const isLockTimeout = (error: unknown): boolean => error instanceof pg.DatabaseError && error.code === '55P03'

/** A code of PostgreSQL for the log, named where the operator has to do something. */
export const nameOfCode = (code: unknown): unknown => (code === '53100' ? 'disk full (53100)' : code)

const overloaded = () =>
  problem('overloaded', 'The service is too busy; try again in a few seconds.', { headers: { 'retry-after': '3' } })

// Ids that devices make: two that use the same one at once are told apart when the later one looks again.
const madeElsewhere = new Set(['attendance_entries_pkey', 'walk_ins_pkey'])

/** Deadlock, serialisation failure or an id that was taken meanwhile: the whole transaction may be tried again. */
export const isRetryable = (error: unknown): boolean =>
  error instanceof pg.DatabaseError &&
  (error.code === '40P01' || error.code === '40001' || madeElsewhere.has(error.constraint ?? ''))

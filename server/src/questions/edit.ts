import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { decisionsOf } from '@treffpunkt/shared/question-answers'
import {
  questionLimit,
  retention,
  type NewQuestion,
  type Question,
  type QuestionChanges,
  type QuestionTranslations,
} from '@treffpunkt/shared/questions'
import type { Trx } from '../db/connect.ts'
import { recordChange, recordChanges, type Actor } from '../db/record-change.ts'
import { deleteDue, type RetentionSteps } from '../jobs/retention.ts'
import { lockMeeting } from '../meetings/queries.ts'
import { mistake, notFound, problem } from '../problems.ts'
import { getMeetingOf, getQuestion, listChosen, listQuestions } from './queries.ts'

// Whoever changes what is asked locks the meeting, so that two do not put the same order right, and the question, so
// that nobody answers what is being changed (`lockAsked`).

type Asked = Omit<Question, 'id' | 'version' | 'createdAt' | 'updatedAt' | 'meetingId' | 'answers'>

/** Adds a question as the last one of its meeting. @throws conflict when there are too many. */
export async function addQuestion(
  trx: Trx,
  actor: Actor,
  meetingId: string,
  { kind, label, purpose, ...given }: NewQuestion,
): Promise<Question> {
  await lockMeeting(trx, meetingId)
  const others = await listQuestions(trx, meetingId)
  if (others.length >= questionLimit)
    throw problem('conflict', `A meeting has ${questionLimit} questions at most. Delete one first.`)
  const asked = tidy({
    kind,
    label,
    purpose,
    help: null,
    choices: [],
    translations: {},
    required: false,
    sensitive: false,
    retentionDays: retention.usual,
    shownWhen: null,
    ...given,
  })
  requireChoices(asked)
  requireCondition(asked, others)
  const id = randomUUIDv7()
  await trx
    .insertInto('questions')
    .values({ id, meetingId, position: sql<number>`${nextPosition(meetingId)}`, ...columnsOf(asked) })
    .execute()
  await recordChange(trx, actor, { object: 'question', id, kind: 'created', after: { ...asked, meetingId } })
  return getQuestion(trx, id)
}

/** Locks the meeting of a question and the question, then reads it. */
export async function lockQuestion(trx: Trx, id: string): Promise<Question> {
  await lockMeeting(trx, await getMeetingOf(trx, id))
  await trx.selectFrom('questions').select('id').where('id', '=', id).forUpdate().execute()
  return getQuestion(trx, id)
}

/** @param before the question under the lock of its meeting. @throws conflict when people have answered to what would change. */
export async function changeQuestion(
  trx: Trx,
  actor: Actor,
  before: Question,
  changes: QuestionChanges,
): Promise<Question> {
  const { id, meetingId } = before
  const others = await listQuestions(trx, meetingId)
  const asked = tidy({ ...askedOf(before), ...changes })
  requireChoices(asked)
  const place = others.findIndex(one => one.id === id)
  requireCondition(asked, others.slice(0, place))
  requireDependents({ ...before, ...asked }, others)
  if (before.answers > 0) await requireSameMeaning(trx, before, asked)
  await trx
    .updateTable('questions')
    .set({ ...columnsOf(asked), version: sql`version + 1`, updatedAt: sql`now()` })
    .where('id', '=', id)
    .execute()
  await recordChange(trx, actor, { object: 'question', id, kind: 'changed', before: askedOf(before), after: asked })
  return getQuestion(trx, id)
}

/**
 * Puts the questions of a meeting in an order; those that are not named follow in theirs.
 * @throws conflict when one would come before the question that decides whether it is asked.
 */
export async function orderQuestions(trx: Trx, actor: Actor, meetingId: string, ids: string[]): Promise<Question[]> {
  await lockMeeting(trx, meetingId)
  const before = await listQuestions(trx, meetingId)
  const named = ids.flatMap(id => before.filter(one => one.id === id))
  const after = [...named, ...before.filter(one => !named.includes(one))]
  for (const [place, question] of after.entries()) requireCondition(question, after.slice(0, place))
  const moved = after.flatMap((question, to) => {
    const from = before.indexOf(question)
    return from === to ? [] : [{ id: question.id, from, to }]
  })
  if (moved.length === 0) return before
  await sql`update questions q set position = o.place, version = version + (o.moved)::integer, updated_at = now()
    from (select id, place, id = any(${moved.map(({ id }) => id)}::uuid[]) as moved
      from unnest(${after.map(({ id }) => id)}::uuid[]) with ordinality as o (id, place)) o
    where o.id = q.id`.execute(trx)
  await recordChanges(
    trx,
    actor,
    moved.map(({ id, from, to }) => ({
      object: 'question' as const,
      id,
      kind: 'changed',
      before: { position: from + 1 },
      after: { position: to + 1 },
    })),
  )
  return listQuestions(trx, meetingId)
}

/** Deletes a question; its answers are seen no more, and come back with it. @throws still_used while another depends on it. */
export async function deleteQuestion(trx: Trx, actor: Actor, { id, meetingId }: Question): Promise<void> {
  const others = await listQuestions(trx, meetingId)
  if (others.some(({ shownWhen }) => shownWhen?.questionId === id))
    throw problem('still_used', 'Another question is shown by what is answered here; drop its condition first.')
  await trx
    .updateTable('questions')
    .set({ deletedAt: sql`now()`, version: sql`version + 1`, updatedAt: sql`now()` })
    .where('id', '=', id)
    .execute()
  await recordChange(trx, actor, { object: 'question', id, kind: 'deleted' })
}

/**
 * Undoes a deletion; a question that is there stays as it is. It comes last, because the others have gone on without it.
 * @throws conflict when the question that decides whether it is asked is gone.
 */
export async function restoreQuestion(trx: Trx, actor: Actor, id: string): Promise<Question> {
  const meetingId = await getMeetingOf(trx, id)
  await lockMeeting(trx, meetingId)
  const others = await listQuestions(trx, meetingId)
  if (others.some(one => one.id === id)) return getQuestion(trx, id)
  if (others.length >= questionLimit)
    throw problem('conflict', `A meeting has ${questionLimit} questions at most. Delete one first.`)
  await trx
    .updateTable('questions')
    .set({
      deletedAt: null,
      position: sql`${nextPosition(meetingId)}`,
      version: sql`version + 1`,
      updatedAt: sql`now()`,
    })
    .where('id', '=', id)
    .executeTakeFirstOrThrow(notFound)
  const restored = await getQuestion(trx, id)
  requireCondition(restored, others)
  await recordChange(trx, actor, { object: 'question', id, kind: 'restored' })
  return restored
}

/** What was deleted can be restored for 30 days; then its answers go with it. */
export const questionRetention: RetentionSteps = {
  questions: deleteDue('questions', sql`deleted_at < now() - interval '30 days'`),
}

const nextPosition = (meetingId: string) =>
  sql<number>`(select coalesce(max(position), 0) + 1 from questions where meeting_id = ${meetingId})`

const askedOf = ({
  id: _,
  version: _v,
  createdAt: _c,
  updatedAt: _u,
  meetingId: _m,
  answers: _a,
  ...asked
}: Question) => asked satisfies Asked

/** As it is stored: trimmed, without what its kind does not have; a sensitive one is voluntary and goes soon. */
function tidy({ label, help, purpose, choices, translations, ...rest }: Asked): Asked {
  const hasChoices = rest.kind === 'one_of' || rest.kind === 'several_of'
  const kept = hasChoices ? choices.map(one => ({ key: one.key, label: one.label.trim() })) : []
  return {
    ...rest,
    label: label.trim(),
    help: help?.trim() || null,
    purpose: purpose.trim(),
    choices: kept,
    translations: tidyTranslations(translations, kept),
    required: rest.required && !rest.sensitive,
    retentionDays: rest.sensitive ? Math.min(rest.retentionDays, retention.sensitive) : rest.retentionDays,
  }
}

function tidyTranslations(translations: QuestionTranslations, choices: Asked['choices']): QuestionTranslations {
  const kept = Object.entries(translations).map(([language, words]) => {
    const tidied = {
      label: words.label.trim(),
      help: words.help?.trim() || null,
      purpose: words.purpose.trim(),
      choices: choices.flatMap(({ key }) => {
        const label = words.choices.find(one => one.key === key)?.label.trim()
        return label ? [{ key, label }] : []
      }),
    }
    return [language, tidied] as const
  })
  return Object.fromEntries(
    kept.filter(([, words]) => words.label || words.help || words.purpose || words.choices.length > 0),
  )
}

const columnsOf = ({ choices, translations, shownWhen, ...rest }: Asked) => ({
  ...rest,
  choices: JSON.stringify(choices),
  translations: JSON.stringify(translations),
  shownWhen: shownWhen === null ? null : JSON.stringify(shownWhen),
})

function requireChoices({ kind, choices }: Asked): void {
  if (kind !== 'one_of' && kind !== 'several_of') return
  if (choices.length === 0) throw mistake('/choices', 'minItems', 'Name what can be chosen.')
  if (new Set(choices.map(({ key }) => key)).size < choices.length)
    throw mistake('/choices', 'uniqueItems', 'Give each choice a key of its own.')
}

/** @param earlier the questions that stand before it. */
function requireCondition({ shownWhen }: Pick<Asked, 'shownWhen'>, earlier: Question[]): void {
  if (shownWhen === null) return
  const deciding = earlier.find(({ id }) => id === shownWhen.questionId)
  if (deciding === undefined)
    throw problem('conflict', 'The question that decides whether this one is asked has to stand before it.', {
      mistakes: [{ pointer: '/shownWhen', code: 'unknown_id', detail: 'Name a question that stands before this one.' }],
    })
  if (!(decisionsOf(deciding) ?? []).includes(shownWhen.answer))
    throw mistake('/shownWhen', 'enum', 'Name an answer that this question can have.')
}

/** What others are shown by can still be answered. */
function requireDependents(question: Question, others: Question[]): void {
  const decisions = decisionsOf(question) ?? []
  for (const { shownWhen } of others)
    if (shownWhen?.questionId === question.id && !decisions.includes(shownWhen.answer))
      throw problem(
        'still_used',
        'Another question is shown by an answer that would be gone; drop its condition first.',
      )
}

/** Nobody's answer comes to mean another thing, or is read by more people or kept longer than they were told. */
async function requireSameMeaning(trx: Trx, before: Question, after: Asked): Promise<void> {
  const refuse = (pointer: string, detail: string) => {
    throw problem('conflict', detail, { mistakes: [{ pointer, code: 'answered', detail }] })
  }
  if (after.kind !== before.kind) refuse('/kind', 'People have answered it; add a new question instead.')
  if (before.sensitive && !after.sensitive)
    refuse('/sensitive', 'People have answered it as one for coordinators alone.')
  if (after.retentionDays > before.retentionDays)
    refuse('/retentionDays', 'People were told that their answers go sooner.')
  if (after.shownWhen !== null && JSON.stringify(after.shownWhen) !== JSON.stringify(before.shownWhen))
    refuse('/shownWhen', 'People have answered it; its condition can only be dropped.')
  const gone = before.choices.filter(one => !after.choices.some(({ key }) => key === one.key)).map(({ key }) => key)
  if ((await listChosen(trx, before.id, gone)).length > 0)
    refuse('/choices', 'Keep the choices that somebody has chosen.')
}

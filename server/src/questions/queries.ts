import { sql } from 'kysely'
import type { Answers, PublicQuestion, Question } from '@treffpunkt/shared/questions'
import type { Db, Trx } from '../db/connect.ts'
import { notFound } from '../problems.ts'

type Known = Pick<Question, 'kind' | 'choices' | 'translations' | 'shownWhen'>

const questions = (db: Db) =>
  db
    .selectFrom('questions as q')
    .select(['q.id', 'q.version', 'q.createdAt', 'q.updatedAt', 'q.meetingId', 'q.kind', 'q.label', 'q.help'])
    .select(['q.purpose', 'q.choices', 'q.translations', 'q.required', 'q.sensitive', 'q.retentionDays', 'q.shownWhen'])
    .select(sql<number>`(select count(*)::integer from answers a where a.question_id = q.id)`.as('answers'))
    .$narrowType<Known>()
    .where('q.deletedAt', 'is', null)

/** The questions of a meeting, in their order. */
export const listQuestions = (db: Db, meetingId: string): Promise<Question[]> =>
  questions(db).where('q.meetingId', '=', meetingId).orderBy('q.position').orderBy('q.id').execute()

/** The same as they are asked. */
export const listAsked = async (db: Db, meetingId: string): Promise<PublicQuestion[]> =>
  (await listAllAsked(db, [meetingId])).get(meetingId) ?? []

/** The same of several meetings; a meeting that asks nothing is left out. */
export async function listAllAsked(db: Db, meetingIds: readonly string[]): Promise<Map<string, PublicQuestion[]>> {
  const rows = await db
    .selectFrom('questions as q')
    .select(['q.id', 'q.kind', 'q.label', 'q.help', 'q.purpose', 'q.choices', 'q.translations'])
    .select(['q.required', 'q.sensitive', 'q.retentionDays', 'q.shownWhen', 'q.meetingId'])
    .$narrowType<Known>()
    .where('q.deletedAt', 'is', null)
    .where('q.meetingId', '=', sql<string>`any(${meetingIds}::uuid[])`)
    .orderBy('q.position')
    .orderBy('q.id')
    .execute()
  const asked = new Map<string, PublicQuestion[]>()
  for (const { meetingId, ...question } of rows) asked.set(meetingId, [...(asked.get(meetingId) ?? []), question])
  return asked
}

/** Keeps the questions of meetings as they are while somebody answers them. A statement of its own, before they are read. */
export async function lockAsked(trx: Trx, meetingIds: readonly string[]): Promise<void> {
  await trx
    .selectFrom('questions')
    .select('id')
    .where('meetingId', '=', sql<string>`any(${meetingIds}::uuid[])`)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .forShare()
    .execute()
}

export const getQuestion = (db: Db, id: string): Promise<Question> =>
  questions(db).where('q.id', '=', id).executeTakeFirstOrThrow(notFound)

/** The meeting of a question, whether or not the question is deleted. Read without a lock: it never changes. */
export async function getMeetingOf(trx: Trx, id: string): Promise<string> {
  const { meetingId } = await trx
    .selectFrom('questions')
    .select('meetingId')
    .where('id', '=', id)
    .executeTakeFirstOrThrow(notFound)
  return meetingId
}

/** Which of these choices somebody has chosen. */
export async function listChosen(trx: Trx, questionId: string, keys: string[]): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`
    select key from unnest(${keys}::text[]) key
    where exists (select from answers a where a.question_id = ${questionId} and a.value ? key)`.execute(trx)
  return rows.map(({ key }) => key)
}

/** The answers of registration `r` to the questions that are there. @param all with those to sensitive ones. */
export const answersOf = ({ all }: { all: boolean }) => sql<Answers>`(
  select coalesce(jsonb_object_agg(a.question_id, a.value), '{}') from answers a join questions q on q.id = a.question_id
  where a.registration_id = r.id and q.deleted_at is null ${all ? sql`` : sql`and not q.sensitive`})`

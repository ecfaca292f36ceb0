import { sql } from 'kysely'
import type { Answers, PublicQuestion } from '@treffpunkt/shared/questions'
import { checkAnswers, type AnswerMistake } from '@treffpunkt/shared/question-answers'
import type { Trx } from '../db/connect.ts'
import { deleteDue } from '../jobs/retention.ts'
import { problem } from '../problems.ts'
import { listAllAsked, lockAsked } from '../questions/queries.ts'

/** The questions of a meeting, which stay as they are until the transaction ends. */
export const lockQuestions = async (trx: Trx, meetingId: string): Promise<PublicQuestion[]> =>
  (await lockAllQuestions(trx, [meetingId])).get(meetingId) ?? []

/** The same of several meetings; a meeting that asks nothing is left out. */
export async function lockAllQuestions(
  trx: Trx,
  meetingIds: readonly string[],
): Promise<Map<string, PublicQuestion[]>> {
  if (meetingIds.length === 0) return new Map()
  await lockAsked(trx, meetingIds)
  return listAllAsked(trx, meetingIds)
}

/**
 * What is stored of the answers to locked questions.
 * @param partly lets what is required be missing.
 * @throws invalid_input with a mistake for each question.
 */
export function readAnswers(asked: PublicQuestion[], given: Answers | undefined, { partly = false } = {}): Answers {
  const { kept, mistakes } = checkAnswers(asked, given ?? {}, { partly })
  if (mistakes.length > 0)
    throw problem('invalid_input', 'Mend the answers named in `errors`, then send it again.', {
      mistakes: mistakes.map(one => ({ pointer: one.pointer, code: one.code, detail: sentenceOf(one) })),
    })
  return kept
}

const sentences: Record<string, string> = {
  required: 'Answer this question.',
  type: 'Send a text for a text, a whole number for a number.',
  enum: 'Send an answer that can be chosen.',
  pattern: 'Send one line of plain text.',
}
const sentenceOf = ({ code, limit }: AnswerMistake): string =>
  sentences[code] ?? (code === 'maxLength' ? `Send at most ${limit} characters.` : `Send a number up to ${limit}.`)

/**
 * Stores answers in place of all that the person gave to questions that are there. Those to deleted ones stay with them,
 * unless they would not be asked any more when they come back.
 */
export async function writeAnswers(trx: Trx, registrationId: string, answers: Answers): Promise<void> {
  await sql`delete from answers a using questions q
    where q.id = a.question_id and a.registration_id = ${registrationId} and (q.deleted_at is null or (
      exists (select from questions d where d.id = (q.shown_when ->> 'questionId')::uuid and d.deleted_at is null)
      and coalesce(${JSON.stringify(answers)}::jsonb -> (q.shown_when ->> 'questionId') ? (q.shown_when ->> 'answer'), false) = false))`.execute(
    trx,
  )
  const rows = Object.entries(answers).map(([questionId, value]) => ({
    registrationId,
    questionId,
    value: JSON.stringify(value),
  }))
  if (rows.length > 0) await trx.insertInto('answers').values(rows).execute()
}

/** Each question says how many days after the meeting its answers go. */
export const answerRetention = {
  answers: deleteDue(
    'answers',
    sql`exists (select from questions q join meetings m on m.id = q.meeting_id
      where q.id = question_id and m.ends_at < now() - make_interval(days => q.retention_days))`,
    'ctid',
  ),
}

import { randomUUIDv7 } from 'node:crypto'
import type { Trx } from '../db/connect.ts'
import { recordChanges, type Actor } from '../db/record-change.ts'
import { listAsked } from './queries.ts'

/** Asks at one meeting what was asked at another. Nobody's answers come along. */
export async function copyQuestions(trx: Trx, actor: Actor, from: string, to: string): Promise<void> {
  const asked = await listAsked(trx, from)
  if (asked.length === 0) return
  const ids = new Map(asked.map(({ id }) => [id, randomUUIDv7()]))
  const copies = asked.map(question => ({
    ...question,
    id: ids.get(question.id) ?? '',
    shownWhen: question.shownWhen && {
      ...question.shownWhen,
      questionId: ids.get(question.shownWhen.questionId) ?? '',
    },
  }))
  await trx
    .insertInto('questions')
    .values(
      copies.map(({ choices, translations, shownWhen, ...rest }, place) => ({
        ...rest,
        meetingId: to,
        position: place + 1,
        choices: JSON.stringify(choices),
        translations: JSON.stringify(translations),
        shownWhen: shownWhen && JSON.stringify(shownWhen),
      })),
    )
    .execute()
  await recordChanges(
    trx,
    actor,
    copies.map(({ id, ...after }) => ({ object: 'question', id, kind: 'created', after: { ...after, meetingId: to } })),
  )
}

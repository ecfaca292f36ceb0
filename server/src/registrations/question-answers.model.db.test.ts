import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkAnswers, type AnswerValue } from '@treffpunkt/shared/question-answers'
import type { Answers, NewQuestion, PublicQuestion, Question } from '@treffpunkt/shared/questions'
import { useSignUps } from '../../test/sign-ups.ts'

// Whatever is asked and answered: the service takes it if and only if the model does, and keeps what the model keeps. The
// model says the rule another way than the code: by looking from each question back, not from the first one on.

const world = useSignUps()

const keys = ['a', 'b', 'c']
/** A question by its place: what decides on it is another place before it. */
type Plan = Pick<NewQuestion, 'kind' | 'required'> & { choices: string[]; decidedBy: number | null; answer: string }
const plan: fc.Arbitrary<Plan> = fc.record({
  kind: fc.constantFrom('short_text', 'long_text', 'number', 'yes_no', 'one_of', 'several_of'),
  required: fc.boolean(),
  choices: fc.subarray(keys, { minLength: 1 }),
  decidedBy: fc.option(fc.nat(5)),
  answer: fc.constantFrom('yes', 'no', ...keys),
})

/** Plans that can be asked: conditions that look back, to what can decide. */
const asking = fc.array(plan, { minLength: 1, maxLength: 6 }).map(plans =>
  plans.map((one, place) => {
    const deciding = one.decidedBy === null || one.decidedBy >= place ? undefined : plans[one.decidedBy]
    const decides =
      (deciding?.kind === 'yes_no' && ['yes', 'no'].includes(one.answer)) ||
      (deciding !== undefined &&
        ['one_of', 'several_of'].includes(deciding.kind) &&
        deciding.choices.includes(one.answer))
    return decides ? one : { ...one, decidedBy: null }
  }),
)
const value: fc.Arbitrary<AnswerValue | undefined> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(undefined) },
  { weight: 4, arbitrary: fc.constantFrom('yes', 'no', ...keys) },
  { weight: 3, arbitrary: fc.subarray(keys) },
  { weight: 1, arbitrary: fc.array(fc.constantFrom('a', 'b', 'gone'), { maxLength: 4 }) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 1_000_000 }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '',
      '  ',
      ' Pflege ',
      'zwei\nZeilen',
      'x'.repeat(160),
      'x'.repeat(161),
      'x'.repeat(1000),
    ),
  },
)
const case_ = asking.chain(plans =>
  fc.tuple(fc.constant(plans), fc.array(value, { minLength: plans.length, maxLength: plans.length })),
)

const nothing = (given: AnswerValue | undefined) =>
  given === undefined ||
  (typeof given === 'string' && given.trim() === '') ||
  (Array.isArray(given) && given.length === 0)

const fits = ({ kind, choices }: Plan, given: AnswerValue): boolean => {
  if (kind === 'number') return typeof given === 'number'
  if (kind === 'several_of') return Array.isArray(given) && given.every(key => choices.includes(key))
  if (typeof given !== 'string') return false
  const text = given.trim()
  if (kind === 'yes_no') return text === 'yes' || text === 'no'
  if (kind === 'one_of') return choices.includes(text)
  return kind === 'long_text' ? text.length <= 1000 : text.length <= 160 && !text.includes('\n')
}

/** What the model keeps; undefined when it refuses. */
function model(plans: Plan[], given: (AnswerValue | undefined)[]): (AnswerValue | undefined)[] | undefined {
  const counts = (place: number): boolean => {
    const one = plans[place]
    const answer = given[place]
    return one !== undefined && isAsked(place) && answer !== undefined && !nothing(answer) && fits(one, answer)
  }
  const isAsked = (place: number): boolean => {
    const { decidedBy, answer } = plans[place] ?? { decidedBy: null, answer: '' }
    if (decidedBy === null) return true
    const decided = given[decidedBy]
    return counts(decidedBy) && (Array.isArray(decided) ? decided.includes(answer) : String(decided).trim() === answer)
  }
  const refused = plans.some((one, place) => isAsked(place) && (nothing(given[place]) ? one.required : !counts(place)))
  if (refused) return undefined
  return plans.map(({ choices }, place) => {
    const answer = given[place]
    if (!counts(place)) return undefined
    if (Array.isArray(answer)) return choices.filter(key => answer.includes(key))
    return typeof answer === 'string' ? answer.trim() : answer
  })
}

const byId = (questions: { id: string }[], values: (AnswerValue | undefined)[]): Answers =>
  Object.fromEntries(questions.flatMap(({ id }, place) => (values[place] === undefined ? [] : [[id, values[place]]])))

const toAsk = (plans: Plan[], ids: (string | undefined)[]) =>
  plans.map(({ choices, decidedBy, answer, ...rest }) => ({
    ...rest,
    choices: choices.map(key => ({ key, label: `Wahl ${key}` })),
    shownWhen: decidedBy === null ? null : { questionId: ids[decidedBy] ?? '', answer },
  }))

test('the rule of both sides keeps what the model keeps, nothing hidden, and the same when asked again', () => {
  fc.assert(
    fc.property(case_, ([plans, given]) => {
      const ids = plans.map((_, place) => `0199000${place}-0000-7000-8000-000000000000`)
      const questions = toAsk(plans, ids).map((one, place) => ({ ...one, id: ids[place] ?? '' })) as PublicQuestion[]
      const { kept, mistakes } = checkAnswers(questions, byId(questions, given))
      const expected = model(plans, given)
      expect(mistakes.length === 0).toBe(expected !== undefined)
      if (expected !== undefined) expect(kept).toEqual(byId(questions, expected))
      expect(checkAnswers(questions, kept, { partly: true })).toEqual({ kept, mistakes: [] })
    }),
    { numRuns: 2000 },
  )
})

test('the service takes what the model takes, and stores what it keeps', async () => {
  await fc.assert(
    fc.asyncProperty(case_, async ([plans, given]) => {
      await world.service.db.deleteFrom('rateLimits').execute()
      const id = await world.meeting(null)
      const questions: Question[] = []
      for (const place of plans.keys()) {
        const body = {
          label: `Frage ${place}`,
          purpose: 'Zum Planen',
          ...toAsk(
            plans,
            questions.map(one => one.id),
          )[place],
        }
        const answer = await world.office.post(`/api/v1/meetings/${id}/questions`, body)
        expect(answer.status, answer.text).toBe(201)
        questions.push(answer.body as Question)
      }
      const answer = await world.signUp(id, world.person({ answers: byId(questions, given) }))
      const expected = model(plans, given)
      expect(answer.status, answer.text).toBe(expected === undefined ? 422 : 202)
      const { rows } = await world.service.pool.query<{ id: string; value: AnswerValue }>(
        `select question_id as id, value from answers a join questions q on q.id = a.question_id where q.meeting_id = $1`,
        [id],
      )
      expect(Object.fromEntries(rows.map(one => [one.id, one.value]))).toEqual(byId(questions, expected ?? []))
    }),
    { numRuns: 40 },
  )
})

test('the model notices: kept without looking at conditions, answers differ from it', () => {
  const careless = (questions: PublicQuestion[], answers: Answers) =>
    checkAnswers(
      questions.map(one => ({ ...one, shownWhen: null })),
      answers,
    )
  const differs = fc.check(
    fc.property(case_, ([plans, given]) => {
      const ids = plans.map((_, place) => `0199000${place}-0000-7000-8000-000000000000`)
      const questions = toAsk(plans, ids).map((one, place) => ({ ...one, id: ids[place] ?? '' })) as PublicQuestion[]
      const { kept, mistakes } = careless(questions, byId(questions, given))
      const expected = model(plans, given)
      expect(mistakes.length === 0).toBe(expected !== undefined)
      if (expected !== undefined) expect(kept).toEqual(byId(questions, expected))
    }),
    { numRuns: 2000 },
  )
  expect(differs.failed).toBe(true)
})

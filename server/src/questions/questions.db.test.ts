import { describe, expect, test } from 'vitest'
import type { Question } from '@treffpunkt/shared/questions'
import type { PersonalData, PersonalDataInWords } from '@treffpunkt/shared/privacy'
import type { RegistrationDetails } from '@treffpunkt/shared/registrations'
import { useSignUps } from '../../test/sign-ups.ts'
import { retention } from '../app/retention.ts'
import { eraseDue } from '../jobs/retention.ts'

const world = useSignUps()
const { meeting, person, comes, own, look, signUp } = world

const choices = [
  { key: 'a', label: 'Pflege' },
  { key: 'b', label: 'Sprache' },
]
async function ask(meetingId: string, question: object): Promise<Question> {
  const answer = await world.office.post(`/api/v1/meetings/${meetingId}/questions`, {
    purpose: 'Zum Planen',
    ...question,
  })
  expect(answer.status, answer.text).toBe(201)
  return answer.body as Question
}
const change = (question: Question, changes: object) =>
  world.office.patch(`/api/v1/questions/${question.id}`, changes, { 'if-match': '*' })
const remove = (question: Question) => world.office.delete(`/api/v1/questions/${question.id}`, { 'if-match': '*' })
const restore = (question: Question) => world.office.post(`/api/v1/questions/${question.id}/restore`)
const order = (meetingId: string, ...questions: Question[]) =>
  world.office.post(`/api/v1/meetings/${meetingId}/question-order`, { ids: questions.map(({ id }) => id) })
const labels = async (meetingId: string, client = world.office) =>
  ((await client.get(`/api/v1/meetings/${meetingId}/questions`)).body as { items: Question[] }).items.map(
    ({ label }) => label,
  )
const registrationAt = async (meetingId: string, client = world.office) => {
  const { items } = (await client.get(`/api/v1/meetings/${meetingId}/registrations`)).body as {
    items: { id: string }[]
  }
  return (await client.get(`/api/v1/registrations/${items[0]?.id}`)).body as RegistrationDetails
}

describe('the office asks', () => {
  test('in an order that keeps what decides before what it decides on', async () => {
    const id = await meeting(30)
    const eats = await ask(id, { kind: 'yes_no', label: 'Essen Sie mit?' })
    const what = await ask(id, { kind: 'short_text', label: 'Was?', shownWhen: { questionId: eats.id, answer: 'yes' } })
    const topic = await ask(id, { kind: 'one_of', label: 'Worüber?', choices })
    expect(await labels(id)).toEqual(['Essen Sie mit?', 'Was?', 'Worüber?'])
    expect((await order(id, topic, eats, what)).status).toBe(200)
    expect(await labels(id)).toEqual(['Worüber?', 'Essen Sie mit?', 'Was?'])
    // a second press, and one that names what is not there
    expect((await order(id, topic)).status).toBe(200)
    expect((await order(id, what, eats)).body).toMatchObject({ type: '/problems/conflict' })
    expect((await change(topic, { shownWhen: { questionId: what.id, answer: 'yes' } })).status).toBe(409)
    expect((await change(what, { shownWhen: { questionId: topic.id, answer: 'nothing' } })).status).toBe(422)
    expect((await change(eats, { kind: 'short_text' })).body).toMatchObject({ type: '/problems/still_used' })
    expect((await remove(eats)).body).toMatchObject({ type: '/problems/still_used' })
    expect((await remove(what)).status).toBe(204)
    expect((await remove(eats)).status).toBe(204)
    // what decides is missing
    expect((await restore(what)).status).toBe(409)
    expect((await restore(eats)).status).toBe(200)
    expect((await restore(what)).status).toBe(200)
    expect((await restore(what)).status).toBe(200)
    expect(await labels(id)).toEqual(['Worüber?', 'Essen Sie mit?', 'Was?'])
    expect(await labels(id, await world.service.signIn('reader'))).toHaveLength(3)
  })

  test('with choices that differ, and what is sensitive never as a duty or for long', async () => {
    const id = await meeting(30)
    const twice = [...choices, { key: 'a', label: 'Noch einmal' }]
    for (const wrong of [{ choices: [] }, { choices: twice }])
      expect(
        (
          await world.office.post(`/api/v1/meetings/${id}/questions`, {
            kind: 'one_of',
            label: 'x',
            purpose: 'y',
            ...wrong,
          })
        ).body,
      ).toMatchObject({ errors: [{ pointer: '/choices' }] })
    expect(
      await ask(id, { kind: 'short_text', label: 'Allergien?', sensitive: true, required: true, retentionDays: 90 }),
    ).toMatchObject({ required: false, retentionDays: 7 })
  })

  test('at the next meeting what was asked at the last one, when that is wanted', async () => {
    const id = await meeting(30)
    const eats = await ask(id, { kind: 'yes_no', label: 'Essen Sie mit?' })
    await ask(id, { kind: 'short_text', label: 'Was?', shownWhen: { questionId: eats.id, answer: 'yes' } })
    const copied = async (copy: object) => {
      const plan = { startsAt: world.at(24 * 60), endsAt: world.at(24 * 60 + 3), copy }
      const { body } = await world.office.post(`/api/v1/meetings/${id}/clone`, plan)
      return (await world.office.get(`/api/v1/meetings/${(body as { id: string }).id}/questions`)).body as {
        items: Question[]
      }
    }
    expect((await copied({})).items).toEqual([])
    const { items } = await copied({ questions: true })
    expect(items).toMatchObject([{ label: 'Essen Sie mit?' }, { shownWhen: { questionId: items[0]?.id } }])
    expect(items[0]?.id).not.toBe(eats.id)
  })
})

describe('what people have answered', () => {
  test('keeps its meaning, whatever is changed; words may be mended', async () => {
    const id = await meeting(30)
    const decides = await ask(id, { kind: 'yes_no', label: 'Sind Sie dabei?' })
    const topic = await ask(id, { kind: 'several_of', label: 'Worüber?', choices, retentionDays: 20, sensitive: false })
    await comes(id, { answers: { [topic.id]: ['b'] } })
    expect((await change(topic, { label: 'Worüber möchten Sie sprechen?', help: 'Mehreres geht' })).body).toMatchObject(
      {
        answers: 1,
      },
    )
    for (const refused of [
      { kind: 'one_of' },
      { choices: choices.slice(0, 1) },
      { retentionDays: 21 },
      { shownWhen: { questionId: decides.id, answer: 'yes' } },
    ])
      expect((await change(topic, refused)).body, JSON.stringify(refused)).toMatchObject({
        type: '/problems/conflict',
        errors: [{ code: 'answered' }],
      })
    expect((await change(topic, { choices: [{ key: 'b', label: 'Sprachkurse' }], retentionDays: 5 })).status).toBe(200)
    expect((await change(topic, { sensitive: true })).status).toBe(200)
    expect((await change(topic, { sensitive: false })).status).toBe(409)
  })

  test('is changed by the person until the meeting begins, and comes back with a deleted question', async () => {
    const id = await meeting(30)
    const eats = await ask(id, { kind: 'yes_no', label: 'Essen Sie mit?', required: true })
    const what = await ask(id, { kind: 'short_text', label: 'Was?', shownWhen: { questionId: eats.id, answer: 'yes' } })
    expect((await signUp(id, person())).body).toMatchObject({
      errors: [{ pointer: `/answers/${eats.id}`, code: 'required' }],
    })
    const { token } = await comes(id, { answers: { [eats.id]: 'yes', [what.id]: ' Suppe ' } })
    const mine = async () => (await look(token)).answers
    expect(await mine()).toEqual({ [eats.id]: 'yes', [what.id]: 'Suppe' })
    const answer = (answers: object) =>
      world.service.anonymous.patch('/api/v1/own-registration', { answers }, { ...own(token), 'if-match': '*' })
    // what is not asked any more is not kept
    expect((await answer({ [eats.id]: 'no', [what.id]: 'Suppe' })).status).toBe(200)
    expect(await mine()).toEqual({ [eats.id]: 'no' })
    expect((await answer({})).status).toBe(422)
    expect((await answer({ [eats.id]: 'yes', [what.id]: 'Brot' })).status).toBe(200)
    await remove(what)
    expect(await mine()).toEqual({ [eats.id]: 'yes' })
    expect((await answer({ [eats.id]: 'yes' })).status).toBe(200)
    await restore(what)
    expect(await mine()).toEqual({ [eats.id]: 'yes', [what.id]: 'Brot' })
    // the office enters what it knows
    const { id: registration } = await registrationAt(id)
    const byOffice = await world.office.patch(
      `/api/v1/registrations/${registration}`,
      { answers: {} },
      { 'if-match': '*' },
    )
    expect(byOffice.body).toMatchObject({ answers: {} })
    await world.service.db
      .updateTable('meetings')
      .set({ startsAt: world.at(-1) })
      .where('id', '=', id)
      .execute()
    expect((await answer({ [eats.id]: 'yes' })).body).toMatchObject({ type: '/problems/meeting_over' })
    // no answer stands in the log of changes
    const { rows } = await world.service.pool.query(
      `select 1 from change_values where concat(before, after) ~ 'Suppe|Brot'`,
    )
    expect(rows).toEqual([])
  })

  test('is for coordinators alone where it is sensitive, and in files only by name', async () => {
    const id = await meeting(30)
    const plain = await ask(id, { kind: 'one_of', label: 'Worüber?', choices })
    const allergies = await ask(id, { kind: 'short_text', label: 'Allergien?', sensitive: true })
    await comes(id, { answers: { [plain.id]: 'a', [allergies.id]: 'Nüsse' } })
    expect((await registrationAt(id)).answers).toEqual({ [plain.id]: 'a', [allergies.id]: 'Nüsse' })
    expect((await registrationAt(id, await world.service.signIn('reader'))).answers).toEqual({ [plain.id]: 'a' })
    const take = (questionIds: string[]) =>
      world.office.post(`/api/v1/meetings/${id}/exports`, {
        format: 'csv',
        columns: ['lastName'],
        questionIds,
        filter: {},
      })
    expect((await take([plain.id])).text).toMatch(/;Worüber\?\r\n.*;Pflege\r\n/)
    expect((await take([plain.id])).text).not.toContain('Nüsse')
    expect((await take([allergies.id])).text).toContain('Nüsse')
    expect((await take(['01990000-0000-7000-8000-000000000000'])).status).toBe(422)
    expect((await world.office.get(`/api/v1/exports?meetingId=${id}`)).body).toMatchObject({
      items: [{ questionIds: [allergies.id] }, {}, {}],
    })
  })

  test('is told to the person, goes with them, and goes when the question says', async () => {
    const id = await meeting(30)
    const words = { label: 'What about?', help: null, purpose: 'For planning', choices: [] }
    const question = await ask(id, {
      kind: 'short_text',
      label: 'Worüber?',
      translations: { en: words },
      retentionDays: 10,
    })
    const [one, other] = [
      await comes(id, { answers: { [question.id]: 'Pflege' } }),
      await comes(id, { answers: { [question.id]: 'Schule' } }),
    ]
    const data = await world.service.anonymous.get('/api/v1/own-registration/data', own(one.token))
    expect((data.body as PersonalData).registrations[0]?.answers).toMatchObject([
      { question: 'Worüber?', purpose: 'Zum Planen', retentionDays: 10, value: 'Pflege' },
    ])
    const inWords = await world.service.anonymous.get(
      '/api/v1/own-registration/data-in-words?language=en',
      own(one.token),
    )
    const facts = (inWords.body as PersonalDataInWords).sections.flatMap(({ records }) =>
      records.flatMap(one => one.facts),
    )
    expect(facts).toContainEqual({ term: 'What about?', text: 'Pflege' })
    const stored = async () =>
      (
        await world.service.db.selectFrom('answers').select('value').where('questionId', '=', question.id).execute()
      ).map(({ value }) => value)
    const erased = await world.service.anonymous.post('/api/v1/own-registration/erase', {}, own(one.token))
    expect(erased.status, erased.text).toBeLessThan(300)
    expect(await stored()).toEqual(['Schule'])
    const endedAgo = (days: number) =>
      world.service.db
        .updateTable('meetings')
        .set({ startsAt: world.at(-24 * days - 1), endsAt: world.at(-24 * days) })
        .where('id', '=', id)
        .execute()
    const night = () => eraseDue(world.service.db, retention, error => expect.fail(String(error)))
    await endedAgo(9)
    await night()
    expect(await stored()).toHaveLength(1)
    await endedAgo(11)
    await night()
    expect(await stored()).toEqual([])
    expect((await look(other.token)).answers).toEqual({})
  })
})

import { Type, type Static } from 'typebox'
import {
  Id,
  IdParams,
  Line,
  NoContent,
  Nullable,
  OptionalLine,
  idempotencyKey,
  ifMatch,
  mergePatch,
  problems,
  recordFields,
} from './common.ts'
import { Ref, defineRoute } from './route.ts'

/** How a question is answered: in a line or several, by a whole number, by yes or no, by one choice or several. */
export const QuestionKind = Type.Enum(['short_text', 'long_text', 'number', 'yes_no', 'one_of', 'several_of'], {
  $id: 'QuestionKind',
})
export type QuestionKind = Static<typeof QuestionKind>

/** How many questions a meeting may have. */
export const questionLimit = 20

/** How long answers are kept after the meeting, in days. */
export const retention = { usual: 30, longest: 365, sensitive: 7 } as const

/** Something to choose. The key is what is stored: it stays when the words change. */
export const Choice = Type.Object(
  { key: Type.String({ pattern: '^[A-Za-z0-9-]{1,20}$' }), label: Line(120) },
  { $id: 'Choice', additionalProperties: false },
)
export type Choice = Static<typeof Choice>

const Choices = Type.Array(Ref(Choice), { maxItems: 20 })

const words = {
  label: Line(200),
  help: Nullable(OptionalLine(300)),
  /** What it is asked for, as the person reads it (Art. 13 GDPR). */
  purpose: Line(300),
  /** Of `one_of` and `several_of`; the other kinds have none. */
  choices: Choices,
}

/** A question in one language. It is shown in it when nothing is missing, else in German. */
export const QuestionTranslation = Type.Object(
  {
    label: OptionalLine(200),
    help: Nullable(OptionalLine(300)),
    purpose: OptionalLine(300),
    /** By the keys of the question's choices. */
    choices: Choices,
  },
  { $id: 'QuestionTranslation', additionalProperties: false },
)
export type QuestionTranslation = Static<typeof QuestionTranslation>

export const QuestionTranslations = Type.Partial(
  Type.Object({
    'de-einfach': Ref(QuestionTranslation),
    en: Ref(QuestionTranslation),
    uk: Ref(QuestionTranslation),
    ar: Ref(QuestionTranslation),
  }),
  { $id: 'QuestionTranslations', additionalProperties: false },
)
export type QuestionTranslations = Static<typeof QuestionTranslations>

/** Shown only when an earlier question of the meeting is answered so. */
export const Condition = Type.Object(
  {
    /** Of the kind `yes_no`, `one_of` or `several_of`. */
    questionId: Id,
    /** "yes", "no", or the key of a choice. */
    answer: Type.String({ pattern: '^[A-Za-z0-9-]{1,20}$' }),
  },
  { $id: 'Condition', additionalProperties: false },
)
export type Condition = Static<typeof Condition>

const fields = {
  kind: Ref(QuestionKind),
  ...words,
  translations: Ref(QuestionTranslations),
  required: Type.Boolean(),
  /** May tell of health or faith (Art. 9 GDPR): never required, for coordinators alone, kept for 7 days at most. */
  sensitive: Type.Boolean(),
  /** How many days after the end of the meeting the answers are erased. */
  retentionDays: Type.Integer({ minimum: 1, maximum: retention.longest }),
  shownWhen: Type.Union([Type.Null(), Ref(Condition)]),
}

/** A question as it is asked. */
export const PublicQuestion = Type.Object({ id: Id, ...fields }, { $id: 'PublicQuestion', additionalProperties: false })
export type PublicQuestion = Static<typeof PublicQuestion>

export const Question = Type.Object(
  {
    ...recordFields,
    meetingId: Id,
    ...fields,
    /** How many people have answered it. */
    answers: Type.Integer(),
  },
  { $id: 'Question', additionalProperties: false },
)
export type Question = Static<typeof Question>

const { kind, label, purpose, ...optional } = fields
export const NewQuestion = Type.Object(
  { kind, label, purpose, ...Type.Partial(Type.Object(optional)).properties },
  { $id: 'NewQuestion', additionalProperties: false },
)
export type NewQuestion = Static<typeof NewQuestion>

/**
 * Words can always be changed. Once somebody has answered, what they answered to stays: the kind, choices that were
 * chosen, the condition (it may be dropped), who reads it and how long it is kept (both may only become stricter).
 */
export const QuestionChanges = Type.Partial(Type.Object(fields), {
  $id: 'QuestionChanges',
  additionalProperties: false,
  minProperties: 1,
})
export type QuestionChanges = Static<typeof QuestionChanges>

const uuid = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'

/**
 * Answers by the ids of their questions: a text, a whole number, "yes" or "no", the key of a choice, a list of keys.
 * Answers to what is not asked (any more, or under its condition) are no mistake; they are not kept.
 */
export const Answers = Type.Record(
  Type.String({ pattern: uuid }),
  Type.Union([
    Type.String({
      maxLength: 1000,
      pattern: '^[^\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\u007F\\uD800-\\uDFFF]*$',
    }),
    Type.Integer({ minimum: 0, maximum: 1_000_000 }),
    Type.Array(Type.String({ maxLength: 20 }), { maxItems: 20 }),
  ]),
  { $id: 'Answers', additionalProperties: false, maxProperties: 100 },
)
export type Answers = Static<typeof Answers>

const tags = ['questions'] as const
const config = { access: 'coordinator' } as const
const listOf = <const Schema extends typeof Question | typeof PublicQuestion>(schema: Schema) =>
  Type.Object({ items: Type.Array(Ref(schema)) }, { additionalProperties: false })

export const listPublicQuestions = defineRoute({
  method: 'GET',
  url: '/api/v1/public/meetings/:id/questions',
  config: { access: 'public' },
  schema: {
    operationId: 'listPublicQuestions',
    summary: 'What is asked when one signs up for a meeting, in its order',
    tags,
    params: IdParams,
    response: { 200: listOf(PublicQuestion), ...problems(404) },
  },
})
export const listQuestions = defineRoute({
  method: 'GET',
  url: '/api/v1/meetings/:id/questions',
  config: { access: 'reader' },
  schema: {
    operationId: 'listQuestions',
    summary: 'The questions of a meeting, in their order',
    tags,
    params: IdParams,
    response: { 200: listOf(Question), ...problems(401, 403, 404) },
  },
})
export const createQuestion = defineRoute({
  method: 'POST',
  url: '/api/v1/meetings/:id/questions',
  config,
  schema: {
    operationId: 'createQuestion',
    summary: 'Ask something when people sign up; it comes last',
    tags,
    params: IdParams,
    headers: idempotencyKey,
    body: Ref(NewQuestion),
    response: { 201: Ref(Question), ...problems(401, 403, 404, 409) },
  },
})
export const orderQuestions = defineRoute({
  method: 'POST',
  url: '/api/v1/meetings/:id/question-order',
  config,
  schema: {
    operationId: 'orderQuestions',
    summary: 'Put the questions in this order; those that are not named follow in theirs',
    tags,
    params: IdParams,
    body: Type.Object(
      { ids: Type.Array(Id, { minItems: 1, maxItems: 100, uniqueItems: true }) },
      { additionalProperties: false },
    ),
    response: { 200: listOf(Question), ...problems(401, 403, 404, 409) },
  },
})
export const getQuestion = defineRoute({
  method: 'GET',
  url: '/api/v1/questions/:id',
  config: { access: 'reader' },
  schema: {
    operationId: 'getQuestion',
    summary: 'One question',
    tags,
    params: IdParams,
    response: { 200: Ref(Question), ...problems(401, 403, 404) },
  },
})
export const changeQuestion = defineRoute({
  method: 'PATCH',
  url: '/api/v1/questions/:id',
  config,
  schema: {
    operationId: 'changeQuestion',
    summary: 'Change a question; what people have answered to stays as it was',
    tags,
    consumes: mergePatch,
    params: IdParams,
    headers: ifMatch,
    body: Ref(QuestionChanges),
    response: { 200: Ref(Question), ...problems(401, 403, 404, 409, 412, 428) },
  },
})
export const deleteQuestion = defineRoute({
  method: 'DELETE',
  url: '/api/v1/questions/:id',
  config,
  schema: {
    operationId: 'deleteQuestion',
    summary: 'Delete a question with its answers (undoable for 30 days)',
    tags,
    params: IdParams,
    headers: ifMatch,
    response: { 204: NoContent, ...problems(401, 403, 404, 409, 412, 428) },
  },
})
export const restoreQuestion = defineRoute({
  method: 'POST',
  url: '/api/v1/questions/:id/restore',
  config,
  schema: {
    operationId: 'restoreQuestion',
    summary: 'Undo the deletion of a question; it comes last',
    tags,
    params: IdParams,
    response: { 200: Ref(Question), ...problems(401, 403, 404, 409) },
  },
})

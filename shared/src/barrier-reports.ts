import { Type, type Static } from 'typebox'
import {
  Email,
  Id,
  IdParams,
  Instant,
  Language,
  LocalDate,
  Nullable,
  OptionalLine,
  Prose,
  RequiredProse,
  idempotencyKey,
  ifMatch,
  listQuery,
  mergePatch,
  pageOf,
  problems,
  recordFields,
} from './common.ts'
import { Ref, defineRoute } from './route.ts'

/** `open`: waits for an answer. `answered`: has one. `closed`: needs none, and says why. */
export const BarrierState = Type.Enum(['open', 'answered', 'closed'], { $id: 'BarrierState' })
export type BarrierState = Static<typeof BarrierState>

/** What somebody reports who cannot use a page, or only with effort. */
export const NewBarrierReport = Type.Object(
  {
    /** Where it is: an address, or in words. */
    page: Type.Optional(Nullable(OptionalLine(500))),
    barrier: RequiredProse(5000),
    name: Type.Optional(Nullable(OptionalLine(120))),
    /** Where the answer goes. Without this and `otherContact` none can come. */
    email: Type.Optional(Nullable(Email)),
    /** Telephone, postal address. */
    otherContact: Type.Optional(Nullable(OptionalLine(300))),
    /** In which the answer is framed. */
    language: Type.Optional(Ref(Language)),
    /** Not shown to people; programs fill it in. */
    homepage: Type.Optional(Type.String({ maxLength: 500 })),
  },
  { $id: 'NewBarrierReport', additionalProperties: false },
)
export type NewBarrierReport = Static<typeof NewBarrierReport>

/** What the reporter is told. */
export const BarrierReceipt = Type.Object(
  {
    reference: Type.String(),
    /** Until when an answer comes. */
    dueOn: LocalDate,
    /** How the answer reaches the reporter. */
    answerBy: Type.Enum(['email', 'other', 'nothing']),
    /** Leads to this receipt again. */
    token: Type.String(),
  },
  { $id: 'BarrierReceipt', additionalProperties: false },
)
export type BarrierReceipt = Static<typeof BarrierReceipt>

const BarrierAnswer = Type.Object(
  {
    id: Id,
    body: Type.String(),
    /** False: written down only, because it went another way. */
    byMail: Type.Boolean(),
    /** When the mail goes out; until then the answer can be taken back. */
    dueAt: Instant,
    takenBackAt: Nullable(Instant),
    /** Name of the account that answered; null when the account is gone. */
    by: Nullable(Type.String()),
    createdAt: Instant,
  },
  { additionalProperties: false },
)

const listed = {
  ...recordFields,
  reference: Type.String(),
  state: Ref(BarrierState),
  page: Nullable(Type.String()),
  /** Null: erased, 12 months after it was settled. */
  barrier: Nullable(Type.String()),
  dueOn: LocalDate,
  /** Open, and the day on which it was due is over where the network lives. */
  overdue: Type.Boolean(),
  /** When it was answered or closed. */
  settledAt: Nullable(Instant),
}

export const BarrierReportSummary = Type.Object(listed, { $id: 'BarrierReportSummary', additionalProperties: false })
export type BarrierReportSummary = Static<typeof BarrierReportSummary>

export const BarrierReport = Type.Object(
  {
    ...listed,
    name: Nullable(Type.String()),
    email: Nullable(Type.String()),
    otherContact: Nullable(Type.String()),
    language: Ref(Language),
    closeReason: Nullable(Type.String()),
    note: Type.String(),
    /** Oldest first. */
    answers: Type.Array(BarrierAnswer),
  },
  { $id: 'BarrierReport', additionalProperties: false },
)
export type BarrierReport = Static<typeof BarrierReport>

export const BarrierReportChanges = Type.Partial(Type.Object({ note: Prose(5000) }), {
  $id: 'BarrierReportChanges',
  additionalProperties: false,
  minProperties: 1,
})
export type BarrierReportChanges = Static<typeof BarrierReportChanges>

/** How many wait for an answer, and how many of them for longer than the law allows. */
export const BarrierCounts = Type.Object(
  { open: Type.Integer(), overdue: Type.Integer() },
  { $id: 'BarrierCounts', additionalProperties: false },
)
export type BarrierCounts = Static<typeof BarrierCounts>

/** The open ones, by the day on which they are due; the others, newest first. */
export const BarrierReportQuery = Type.Object(
  { cursor: listQuery.cursor, limit: listQuery.limit, open: Type.Optional(Type.Boolean()) },
  { additionalProperties: false },
)
export type BarrierReportQuery = Static<typeof BarrierReportQuery>

const tags = ['barrier-reports'] as const
const config = { access: 'coordinator' } as const

export const reportBarrier = defineRoute({
  method: 'POST',
  url: '/api/v1/public/barrier-reports',
  config: { access: 'public' },
  schema: {
    operationId: 'reportBarrier',
    summary: 'Report a barrier',
    tags,
    headers: idempotencyKey,
    body: Ref(NewBarrierReport),
    response: { 201: Ref(BarrierReceipt), ...problems(409) },
  },
})
export const readBarrierReceipt = defineRoute({
  method: 'POST',
  url: '/api/v1/public/barrier-receipts',
  config: { access: 'public' },
  schema: {
    operationId: 'readBarrierReceipt',
    summary: 'What the reporter of a barrier was told',
    tags,
    body: Type.Object({ token: Type.String({ maxLength: 200 }) }, { additionalProperties: false }),
    response: { 200: Ref(BarrierReceipt), ...problems(404) },
  },
})
export const listBarrierReports = defineRoute({
  method: 'GET',
  url: '/api/v1/barrier-reports',
  config,
  schema: {
    operationId: 'listBarrierReports',
    summary: 'Barriers that were reported',
    tags,
    querystring: BarrierReportQuery,
    response: { 200: pageOf(Ref(BarrierReportSummary)), ...problems(401, 403) },
  },
})
export const countBarrierReports = defineRoute({
  method: 'GET',
  url: '/api/v1/barrier-report-counts',
  config,
  schema: {
    operationId: 'countBarrierReports',
    summary: 'How many reports of barriers wait for an answer',
    tags,
    response: { 200: Ref(BarrierCounts), ...problems(401, 403) },
  },
})
export const getBarrierReport = defineRoute({
  method: 'GET',
  url: '/api/v1/barrier-reports/:id',
  config,
  schema: {
    operationId: 'getBarrierReport',
    summary: 'A report of a barrier with its answers',
    tags,
    params: IdParams,
    response: { 200: Ref(BarrierReport), ...problems(401, 403, 404) },
  },
})
export const changeBarrierReport = defineRoute({
  method: 'PATCH',
  url: '/api/v1/barrier-reports/:id',
  config,
  schema: {
    operationId: 'changeBarrierReport',
    summary: 'Change the note of the office',
    tags,
    consumes: mergePatch,
    params: IdParams,
    headers: ifMatch,
    body: Ref(BarrierReportChanges),
    response: { 200: Ref(BarrierReport), ...problems(401, 403, 404, 412, 428) },
  },
})
export const answerBarrierReport = defineRoute({
  method: 'POST',
  url: '/api/v1/barrier-reports/:id/answer',
  config,
  schema: {
    operationId: 'answerBarrierReport',
    summary: 'Answer a report; by mail after a minute where there is an address',
    tags,
    params: IdParams,
    headers: idempotencyKey,
    body: Type.Object({ body: RequiredProse(10_000) }, { additionalProperties: false }),
    response: { 200: Ref(BarrierReport), ...problems(401, 403, 404, 409) },
  },
})
export const closeBarrierReport = defineRoute({
  method: 'POST',
  url: '/api/v1/barrier-reports/:id/close',
  config,
  schema: {
    operationId: 'closeBarrierReport',
    summary: 'Close a report without an answer',
    tags,
    params: IdParams,
    headers: idempotencyKey,
    body: Type.Object({ reason: RequiredProse(500) }, { additionalProperties: false }),
    response: { 200: Ref(BarrierReport), ...problems(401, 403, 404, 409) },
  },
})
export const reopenBarrierReport = defineRoute({
  method: 'POST',
  url: '/api/v1/barrier-reports/:id/reopen',
  config,
  schema: {
    operationId: 'reopenBarrierReport',
    summary: 'Open a report again; an answer that has not gone out yet is taken back',
    tags,
    params: IdParams,
    response: { 200: Ref(BarrierReport), ...problems(401, 403, 404, 409) },
  },
})

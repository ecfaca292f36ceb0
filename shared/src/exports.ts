import { Type, type Static } from 'typebox'
import { Id, IdParams, Instant, Nullable, listQuery, pageOf, problems } from './common.ts'
import { ChosenRegistrations, RegistrationFilter } from './registration-batches.ts'
import { Ref, defineRoute } from './route.ts'

/** What a column of an export says about each person, in the order in which the dialog offers them. */
export const ExportColumn = Type.Enum(
  [
    'lastName',
    'firstName',
    'organisation',
    'sector',
    'engagement',
    'email',
    'status',
    'attends',
    'queuePosition',
    'createdAt',
    'addressConfirmedAt',
    'source',
    'shortCode',
    'contactList',
    'invitations',
    'photographs',
    'stepFree',
    'interpreter',
    'food',
    'otherNeeds',
  ],
  { $id: 'ExportColumn' },
)
export type ExportColumn = Static<typeof ExportColumn>

/** What people need to take part (Art. 9 GDPR): in a file only when it was asked for by name. */
export const sensitiveColumns = ['stepFree', 'interpreter', 'food', 'otherNeeds'] as const satisfies ExportColumn[]

/** What is in a file as long as nobody chooses otherwise. */
export const usualColumns = [
  'lastName',
  'firstName',
  'organisation',
  'email',
  'status',
] as const satisfies ExportColumn[]

export const ExportFormat = Type.Enum(['xlsx', 'csv'], { $id: 'ExportFormat' })
export type ExportFormat = Static<typeof ExportFormat>

const fields = {
  format: Ref(ExportFormat),
  /** In the order in which they stand in the file. */
  columns: Type.Array(Ref(ExportColumn), { minItems: 1, maxItems: 20, uniqueItems: true }),
  /** Questions of the meeting whose answers follow, each in a column of its own; also those to sensitive ones, which are asked for by this. */
  questionIds: Type.Array(Id, { maxItems: 20, uniqueItems: true }),
  /** As in the list: all that these filters find, in this order. */
  filter: RegistrationFilter,
}

export const NewExport = Type.Object(
  {
    ...fields,
    questionIds: Type.Optional(fields.questionIds),
    /** Of those that the filters find, these alone. */
    registrationIds: Type.Optional(ChosenRegistrations),
  },
  { $id: 'NewExport', additionalProperties: false },
)
export type NewExport = Static<typeof NewExport>

/** One line of the log: who took which data out of the service. The file itself is not kept. */
export const Export = Type.Object(
  {
    id: Id,
    createdAt: Instant,
    meeting: Type.Object({ id: Id, name: Type.String() }, { additionalProperties: false }),
    ...fields,
    /** How many registrations were chosen one by one; null when all that the filters found were meant. */
    chosen: Nullable(Type.Integer()),
    /** How many people are in the file. */
    people: Type.Integer(),
    /** Name of the account; null when the account is gone. */
    by: Nullable(Type.String()),
  },
  { $id: 'Export', additionalProperties: false },
)
export type Export = Static<typeof Export>

const tags = ['exports'] as const
const config = { access: 'coordinator' } as const
const file = { schema: Type.String({ contentEncoding: 'binary' }) }

export const createExport = defineRoute({
  method: 'POST',
  url: '/api/v1/meetings/:id/exports',
  config,
  schema: {
    operationId: 'createExport',
    summary: 'A file with who is registered for a meeting; written down in the log of exports',
    description:
      'Answers with the file itself: CSV (UTF-8 with byte order mark, semicolons, CRLF, no cell begins a formula) or an XLSX workbook. Every request is a line in the log.',
    tags,
    params: IdParams,
    body: Ref(NewExport),
    response: {
      200: {
        description: 'The file',
        content: {
          'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': file,
          'text/csv': file,
        },
      },
      ...problems(401, 403, 404),
    },
  },
})
export const listExports = defineRoute({
  method: 'GET',
  url: '/api/v1/exports',
  config,
  schema: {
    operationId: 'listExports',
    summary: 'Who exported what, newest first; kept for 12 months',
    tags,
    querystring: Type.Object(
      { cursor: listQuery.cursor, limit: listQuery.limit, meetingId: Type.Optional(Id) },
      { additionalProperties: false },
    ),
    response: { 200: pageOf(Ref(Export)), ...problems(401, 403) },
  },
})

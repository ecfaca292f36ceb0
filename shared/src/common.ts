import { Type, type Static, type TSchema } from 'typebox'
import { languageKeys } from './languages.ts'
import { Ref } from './route.ts'

/** UUID version 7 (RFC 9562). */
export const Id = Type.String({ format: 'uuid' })

/** Instant with offset (RFC 3339). */
export const Instant = Type.String({ format: 'date-time', maxLength: 40, pattern: '^(19|20|21)[0-9]{2}-' })

/** Calendar day (RFC 3339 full-date). */
export const LocalDate = Type.String({ format: 'date', pattern: '^(19|20|21)[0-9]{2}-' })

/** E-mail address (RFC 5321: 254 characters at most). */
export const Email = Type.String({ format: 'email', minLength: 3, maxLength: 254 })

/** In which somebody reads: public pages and mails speak it. */
export const Language = Type.Enum([...languageKeys], { $id: 'Language' })
export type Language = Static<typeof Language>

/** The value or null; null stands for "not known" and clears the field in a patch. */
export const Nullable = <const Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()])

// PostgreSQL cannot store NUL or half a surrogate pair, and control characters would break mail headers and lists.
// Signs that turn the direction of writing would show a line, and what stands beside it, as something else (Unicode TR 36).
const notInLine = '\\u0000-\\u001F\\u007F\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069\\uD800-\\uDFFF'
// Blanks, and what Unicode names as shown by nothing (joiners, fillers, marks); the empty Braille pattern is shown so, too.
const invisible = '\\s\\p{Default_Ignorable_Code_Point}\\u2800'
const lineOnly = `^[^${notInLine}]*$`
const noControls = '^[^\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\u007F\\uD800-\\uDFFF]*$'

/** One line of text that must say something: more than blanks and what nobody sees. */
export const Line = (maxLength: number) =>
  Type.String({
    minLength: 1,
    maxLength,
    pattern: `^[^${notInLine}]*[^${notInLine}${invisible}][^${notInLine}]*$`,
  })

/** One line of text that may be empty. */
export const OptionalLine = (maxLength: number) => Type.String({ maxLength, pattern: lineOnly })

/** Several lines of text that must say something. */
export const RequiredProse = (maxLength: number) =>
  Type.String({ minLength: 1, maxLength, pattern: `^(?=[\\s\\S]*\\S)${noControls.slice(1)}` })

/** Several lines of text; may be empty. */
export const Prose = (maxLength: number) => Type.String({ maxLength, pattern: noControls })

export const IdParams = Type.Object({ id: Id }, { additionalProperties: false })

/** How many rows a list answers at the most. */
export const Limit = Type.Integer({ minimum: 1, maximum: 200, default: 50 })

/** What every list accepts; spread it into the query of a noun. */
export const listQuery = {
  cursor: Type.Optional(Type.String({ maxLength: 500, description: 'The `next` of the page before.' })),
  limit: Type.Optional(Limit),
  q: Type.Optional(
    Type.String({
      maxLength: 100,
      pattern: lineOnly,
      description: 'Search without regard to case, umlauts and accents.',
    }),
  ),
}

/** One page of a list; `next` is the cursor of the next page, null on the last one. */
export const pageOf = <const Schema extends TSchema>(schema: Schema) =>
  Type.Object({ items: Type.Array(schema), next: Nullable(Type.String()) }, { additionalProperties: false })

/** One mistake in the input. */
const FieldError = Type.Object(
  {
    pointer: Type.String({
      description: 'JSON Pointer (RFC 6901) into the body, or the name of a parameter after `?`.',
    }),
    code: Type.String(),
    detail: Type.String(),
  },
  { additionalProperties: false },
)

/** An error answer (RFC 9457). `instance` is the request id. */
export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    instance: Type.String(),
    errors: Type.Optional(Type.Array(FieldError)),
    /** Of `meeting_not_open`: from when and until when people sign up; null: not settled yet. */
    registrationOpensAt: Type.Optional(Nullable(Instant)),
    registrationClosesAt: Type.Optional(Nullable(Instant)),
  },
  { $id: 'Problem', additionalProperties: false },
)
export type Problem = Static<typeof Problem>

/** The declared problems of a route, by status; every route may answer 400, 422, 429 and 5xx besides. */
export const problems = <const Status extends number>(...statuses: Status[]) =>
  Object.fromEntries(
    [...statuses, 400, 406, 413, 415, 422, 429, 500, 503].map(status => [
      status,
      {
        description: problemTitles[status] ?? 'Problem',
        content: { 'application/problem+json': { schema: Ref(Problem) } },
      },
    ]),
  ) as { [S in Status]: unknown }

const problemTitles: Record<number, string> = {
  400: 'The request cannot be read',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not there, or not for you',
  406: 'No representation that fits Accept',
  409: 'Not possible in this state',
  410: 'Gone',
  412: 'Changed by somebody else meanwhile',
  413: 'Too large',
  415: 'Media type not understood',
  422: 'Input with mistakes',
  428: 'If-Match is missing',
  429: 'Too many requests',
  500: 'Fault of the service',
  503: 'Overloaded or not ready',
}

/** Answer without a body. */
export const NoContent = Type.Null({ description: 'Done; no content.' })

/** Change with If-Match: 428 when it is missing, 412 when it is stale (RFC 9110, 6585). */
export const ifMatch = Type.Object({
  'if-match': Type.Optional(Type.String({ maxLength: 200, description: 'The ETag that was read.' })),
})

/** Repeat-safe creation: the same key gives the same answer and one effect. */
export const idempotencyKey = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 255,
      pattern: '^[\\x21-\\x7E]+$',
      description: 'Same key, same answer, one effect (48 h).',
    }),
  ),
})

/** The same where a program asks: 400 when it is missing. */
export const requiredIdempotencyKey = Type.Required(idempotencyKey)

/** Media type of every PATCH (RFC 7396). */
export const mergePatch = ['application/merge-patch+json'] as const

/** The facts every stored object answers with. */
export const recordFields = {
  id: Id,
  /** Rises by one with every change; the ETag begins with it. */
  version: Type.Integer({ minimum: 1 }),
  createdAt: Instant,
  updatedAt: Instant,
}

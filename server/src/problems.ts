import type { Problem } from '@treffpunkt/shared/common'
import { problemCodes, type ProblemCode } from '@treffpunkt/shared/problem-codes'

/** One mistake in the input: `pointer` is a JSON Pointer into the body, or `?name` for a parameter. */
export type FieldMistake = { pointer: string; code: string; detail: string }

/** What a problem says besides, for programs (RFC 9457, 3.2). */
export type ProblemMembers = Pick<Problem, 'registrationOpensAt' | 'registrationClosesAt'>

/** An error that is meant for the caller. Anything else that is thrown becomes `internal` and tells nothing. */
export class ProblemError extends Error {
  readonly code: ProblemCode
  readonly status: number
  readonly title: string
  readonly mistakes: FieldMistake[] | undefined
  readonly headers: Record<string, string>
  readonly members: ProblemMembers

  constructor(
    code: ProblemCode,
    detail: string,
    extra: { mistakes?: FieldMistake[]; headers?: Record<string, string>; members?: ProblemMembers } = {},
  ) {
    super(detail)
    this.code = code
    this.status = problemCodes[code].status
    this.title = problemCodes[code].title
    this.mistakes = extra.mistakes
    this.headers = extra.headers ?? {}
    this.members = extra.members ?? {}
  }
}

/** The error for `code`; `detail` tells the caller what to do about this case. */
export const problem = (
  code: ProblemCode,
  detail: string = problemCodes[code].title,
  extra?: ConstructorParameters<typeof ProblemError>[2],
) => new ProblemError(code, detail, extra)

/** Foreign and unknown ids answer alike. */
export const notFound = () => problem('not_found', 'There is nothing at this address, or it is not for you.')

/** For what may have been taken back meanwhile: `await getMeeting(db, id).catch(undefinedWhenGone)`. */
export function undefinedWhenGone(error: unknown): undefined {
  if (error instanceof ProblemError && error.status === 404) return undefined
  throw error
}

/** One field of the body is wrong by a rule that the schema cannot state. */
export const mistake = (pointer: string, code: string, detail: string) =>
  problem('invalid_input', detail, { mistakes: [{ pointer, code, detail }] })

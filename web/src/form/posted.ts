import type { Problem } from '@treffpunkt/shared/common'
import { ServiceProblem } from '../api/client.ts'
import { takeFromPage } from '../api/page-data.ts'

/** A form that came without the program and comes again: what was typed, and why it was refused, if it was. */
export type Posted = { values: Record<string, string | undefined>; problem?: ServiceProblem }

/** What the page says about the form that was sent to it, if one was. */
export function takePosted(): Posted | undefined {
  const form = takeFromPage<{ values?: Posted['values']; problem?: Problem }>('/form')
  if (!form?.values) return undefined
  return { values: form.values, ...(form.problem ? { problem: problemFrom(form.problem) } : {}) }
}

/** A problem that came with the page, as if the service had just answered it. */
export const problemFrom = (problem: Problem): ServiceProblem =>
  new ServiceProblem(problem.status, problem.type.split('/').at(-1) ?? '', problem)

/** The values of a form with what was posted over them: a checkbox is there or is not, everything else is text. */
export function withPosted<Values extends Record<string, string | boolean>>(
  initial: Values,
  posted: Posted | undefined,
): Values {
  if (!posted) return initial
  const values: Record<string, string | boolean> = {}
  for (const [name, value] of Object.entries(initial))
    values[name] = typeof value === 'boolean' ? posted.values[name] !== undefined : (posted.values[name] ?? value)
  return values as Values
}

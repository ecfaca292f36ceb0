import { randomUUID } from 'node:crypto'
import { foldedForm } from '@treffpunkt/shared/names'

export type Named = { firstName: string; lastName: string; email: string | null }

/** Does a text name somebody, in whatever spelling? */
const names = (text: string, { lastName, email }: Named): boolean =>
  ` ${foldedForm(text)} `.includes(` ${foldedForm(lastName)} `) ||
  (email !== null && text.toLowerCase().includes(email.toLowerCase()))

/** What was typed as an organisation, unless it names the person ("Praxis Ada Muster"): then one that is counted like it. */
export const withoutName = (typed: string | null, person: Named): string | null =>
  typed !== null && names(typed, person) ? `Organisation ohne Namen ${randomUUID().slice(0, 8)}` : typed

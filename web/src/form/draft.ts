// What was typed survives a look at the privacy notice or a reload, in this tab only, until it is sent.

// a form is named by what it is about: a meeting, or itself
const keyOf = (form: string) => `draft:${form}`

/** Keeps what stands in the form; where the browser keeps nothing, nothing is lost but this. */
export function keepDraft(form: string, values: Record<string, unknown>): void {
  try {
    sessionStorage.setItem(keyOf(form), JSON.stringify(values))
  } catch {
    // storage is full or forbidden
  }
}

/** What was kept; undefined where there is nothing. */
export function readDraft(form: string): Record<string, unknown> | undefined {
  try {
    return (JSON.parse(sessionStorage.getItem(keyOf(form)) ?? 'null') as Record<string, unknown> | null) ?? undefined
  } catch {
    // what cannot be read is no draft
    return undefined
  }
}

/** Puts what was kept into the fields that are still as they were at the beginning. */
export function restoreDraft(form: string, values: Record<string, unknown>, initial: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(readDraft(form) ?? {}))
    if (values[name] === initial[name] && typeof value === typeof initial[name]) values[name] = value
}

/** Once it is sent there is nothing left to keep. */
export function forgetDraft(form: string): void {
  try {
    sessionStorage.removeItem(keyOf(form))
  } catch {
    // as above
  }
}

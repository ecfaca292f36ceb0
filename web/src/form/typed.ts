// The server sends public forms as HTML, and people may begin to type before the program has loaded.

const typed = new Map<string, string | boolean>()

/** Keeps what stands in the fields of the page; called once, before the program takes the page over. */
export function keepTyped(root: ParentNode): void {
  for (const field of root.querySelectorAll<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>('[name]')) {
    if (field instanceof HTMLInputElement && field.type === 'checkbox') typed.set(field.name, field.checked)
    else if (!(field instanceof HTMLInputElement && field.type === 'radio' && !field.checked))
      typed.set(field.name, field.value)
  }
}

/** The initial values with what was typed before put over them. It counts for the first form only. */
export function withTyped<Values extends Record<string, unknown>>(initial: Values): Values {
  const values: Record<string, unknown> = { ...initial }
  for (const [name, value] of typed) if (typeof values[name] === typeof value) values[name] = value
  typed.clear()
  return values as Values
}

const made = new Map<string, Intl.DateTimeFormat>()

/** The format of a locale for these options, made once: making one takes longer than writing a hundred dates. */
export function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const name = `${locale} ${JSON.stringify(options)}`
  const known = made.get(name) ?? new Intl.DateTimeFormat(locale, options)
  made.set(name, known)
  return known
}

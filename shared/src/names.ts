// Comparing names as people mean them: without case, accents, spelling of umlauts, script.

// ISO 9 would give signs nobody types; these are the spellings in German and Ukrainian passports.
const cyrillic: Record<string, string> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'h',
  ґ: 'g',
  д: 'd',
  е: 'e',
  ё: 'e',
  є: 'ie',
  ж: 'zh',
  з: 'z',
  и: 'y',
  і: 'i',
  ї: 'i',
  й: 'i',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'kh',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'shch',
  ъ: '',
  ы: 'y',
  ь: '',
  э: 'e',
  ю: 'iu',
  я: 'ia',
}
const special: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ł: 'l', ı: 'i' }

/** Lower case, Latin letters without marks, one blank between words: `Müller-Çelik` → `muller celik`. */
export function plainForm(text: string): string {
  let out = ''
  for (const sign of text.toLowerCase().normalize('NFKD')) out += cyrillic[sign] ?? special[sign] ?? sign
  return out
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** Folds the spellings of umlauts together: `Mueller` and `Müller` → `muller`. */
export const foldedForm = (text: string): string => plainForm(text).replace(/([aou])e/g, '$1')

/** What is stored for searching: both forms, so that half-typed words match as well. */
export const searchText = (...parts: (string | null | undefined)[]): string => {
  const text = parts.filter(Boolean).join(' ')
  return `${plainForm(text)} ${foldedForm(text)}`
}

/** The key by which a person is the same person again: e-mail address and name (organisations share mailboxes). */
export const personKey = (email: string, firstName: string, lastName: string): string =>
  `${email.trim().toLowerCase()} ${foldedForm(`${firstName} ${lastName}`)}`

/**
 * "Anna Maria Muster" → "muster, anna maria": the last word first, as `registrations.sort_name` has those who registered,
 * so that both stand in one order.
 */
export function sortName(name: string): string {
  const words = name.trim().toLowerCase().split(/\s+/)
  const last = words.pop() ?? ''
  return words.length === 0 ? last : `${last}, ${words.join(' ')}`
}

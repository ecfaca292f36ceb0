// Signs that nobody sees and that come along where text is copied: messengers put marks of direction around what is written
// from left to right within Arabic (U+200E, U+200F, U+061C, embeddings and isolates), others a blank without a width.
const marks = '\\u061C\\u200B\\u200E\\u200F\\u202A-\\u202E\\u2060\\u2066-\\u2069\\uFEFF'
const anywhere = new RegExp(`[${marks}]`, 'g')
const atEnds = new RegExp(`^[\\s${marks}]+|[\\s${marks}]+$`, 'g')

/** Text in which such signs mean nothing, as an address or a code, without them. */
export const withoutMarks = (text: string): string => text.replace(anywhere, '')

/** A line without stray blanks and such signs at its ends; within it they may turn a word as it is meant. */
export const trimmed = (text: string): string => text.replace(atEnds, '')

/**
 * What was typed into fields, by their names: addresses without such signs, names of people trimmed. Everything else, and
 * what is no text, stays as it is.
 */
export function tidied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidied)
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, tidiedField(name, one)]))
}

function tidiedField(name: string, value: unknown): unknown {
  if (typeof value !== 'string') return tidied(value)
  if (/email$/i.test(name)) return withoutMarks(value).trim()
  return /(?:first|last)Name$/i.test(name) ? trimmed(value) : value
}

import { randomInt } from 'node:crypto'

// No vowels, so that no words appear; nothing that looks or sounds like something else.
const signs = '23456789BCDFGHJKMNPQRTVWXZ'

/** A code to read out at the door, "K7M-2QX"; 26⁶ of them, unique within a meeting. */
export function newShortCode(): string {
  const code = Array.from({ length: 6 }, () => signs[randomInt(signs.length)]).join('')
  return `${code.slice(0, 3)}-${code.slice(3)}`
}

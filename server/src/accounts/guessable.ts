import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common'
import { dictionary as german } from '@zxcvbn-ts/language-de'

// A billion guesses: what an attacker tries first, the lists of breached passwords among it (OWASP ASVS 5.0, 6.2.4 and 6.2.11).
const tooFew = 1e9

let factory: ZxcvbnFactory | undefined

/** Would an attacker who knows lists and this person guess the password soon? `words`: name, address, what is theirs. */
export function isGuessable(password: string, words: string[]): boolean {
  // the word lists are read when the first password is set, not when the service starts
  factory ??= new ZxcvbnFactory({ dictionary: { ...dictionary, ...german }, graphs: adjacencyGraphs })
  const known = [
    'treffpunkt',
    'integrationsnetzwerk',
    'burgenlandkreis',
    ...words.flatMap(word => [word, ...word.split(/[\s@.]+/)]),
  ]
  return factory.check(password, known.filter(Boolean)).guesses < tooFew
}

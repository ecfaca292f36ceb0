// What an answer may be, and which are asked for: one rule for the form in the browser and for the service behind it.
import type { Language } from './languages.ts'
import type { Answers, Choice, PublicQuestion } from './questions.ts'

export type AnswerValue = Answers[string]

/** What the rule needs to know of a question. */
export type Asking = Pick<PublicQuestion, 'id' | 'kind' | 'required' | 'choices' | 'shownWhen'>

/** A mistake at the answer to a question, in the words of JSON Schema. */
export type AnswerMistake = { pointer: string; code: string; limit?: number }

/** The longest answer, in characters. */
export const longest = { short_text: 160, long_text: 1000 } as const
const largest = 1_000_000

/** Whether a question is asked after what was answered before it. */
export function isAsked({ shownWhen }: Pick<Asking, 'shownWhen'>, answers: Answers): boolean {
  if (shownWhen === null) return true
  const decided = answers[shownWhen.questionId]
  return Array.isArray(decided) ? decided.includes(shownWhen.answer) : decided === shownWhen.answer
}

/**
 * Checks answers by their questions, which stand in their order. `kept` is what is stored: trimmed, and nothing that is
 * not asked, so that checking it again changes nothing.
 * @param partly lets what is required be missing: the office enters what it knows.
 */
export function checkAnswers(
  questions: readonly Asking[],
  given: Answers,
  { partly = false } = {},
): { kept: Answers; mistakes: AnswerMistake[] } {
  const kept: Answers = {}
  const mistakes: AnswerMistake[] = []
  for (const question of questions) {
    if (!isAsked(question, kept)) continue
    const pointer = `/answers/${question.id}`
    const value = inOrder(question, given[question.id])
    if (value === undefined) {
      if (question.required && !partly) mistakes.push({ pointer, code: 'required' })
      continue
    }
    const mistake = mistakeIn(question, value)
    if (mistake === undefined) kept[question.id] = value
    else mistakes.push({ pointer, ...mistake })
  }
  return { kept, mistakes }
}

/** Without blanks around it, choices in the order of the question and once each; nothing where nothing is said. */
function inOrder({ choices }: Asking, value: AnswerValue | undefined): AnswerValue | undefined {
  if (typeof value === 'string') return value.trim() || undefined
  if (!Array.isArray(value)) return value
  const place = (key: string) => choices.findIndex(one => one.key === key)
  const chosen = [...new Set(value)].sort((one, other) => place(one) - place(other))
  return chosen.length > 0 ? chosen : undefined
}

function mistakeIn({ kind, choices }: Asking, value: AnswerValue): Omit<AnswerMistake, 'pointer'> | undefined {
  const isChoice = (key: string) => choices.some(one => one.key === key)
  switch (kind) {
    case 'number':
      if (typeof value !== 'number' || !Number.isInteger(value)) return { code: 'type' }
      if (value < 0) return { code: 'minimum', limit: 0 }
      return value > largest ? { code: 'maximum', limit: largest } : undefined
    case 'yes_no':
      return value === 'yes' || value === 'no' ? undefined : { code: 'enum' }
    case 'one_of':
      return typeof value === 'string' && isChoice(value) ? undefined : { code: 'enum' }
    case 'several_of':
      return Array.isArray(value) && value.every(isChoice) ? undefined : { code: 'enum' }
    case 'short_text':
    case 'long_text':
      if (typeof value !== 'string') return { code: 'type' }
      if (value.length > longest[kind]) return { code: 'maxLength', limit: longest[kind] }
      return kind === 'short_text' && /[\n\r\t\u2028\u2029]/.test(value) ? { code: 'pattern' } : undefined
  }
}

/** What can be answered to decide whether a later question is asked; undefined where the kind decides nothing. */
export function decisionsOf({ kind, choices }: Pick<Asking, 'kind' | 'choices'>): string[] | undefined {
  if (kind === 'yes_no') return ['yes', 'no']
  return kind === 'one_of' || kind === 'several_of' ? choices.map(({ key }) => key) : undefined
}

/** A question in the words of one language. */
export type Worded = { language: Language; label: string; help: string | null; purpose: string; choices: Choice[] }

/** The words of a question in a language, as a whole: where anything is missing all of it is German. */
export function wordedIn(
  question: Pick<PublicQuestion, 'label' | 'help' | 'purpose' | 'choices' | 'translations'>,
  language: Language,
): Worded {
  const { label, help, purpose, choices } = question
  const german: Worded = { language: 'de', label, help, purpose, choices }
  const words = language === 'de' ? undefined : question.translations[language]
  if (words === undefined || !words.label || !words.purpose || (help && !words.help)) return german
  const translated = choices.flatMap(({ key }) => words.choices.filter(one => one.key === key && one.label))
  if (translated.length < choices.length) return german
  return { language, label: words.label, help: help ? words.help : null, purpose: words.purpose, choices: translated }
}

/** An answer in words, an entry for each choice. @param words for yes and no. */
export function answerInWords(
  { kind, choices }: Pick<Asking, 'kind' | 'choices'>,
  value: AnswerValue,
  words: { yes: string; no: string },
): string[] {
  const wordOf = (key: string) => choices.find(one => one.key === key)?.label ?? key
  if (Array.isArray(value)) return value.map(wordOf)
  if (kind === 'yes_no') return [value === 'yes' ? words.yes : words.no]
  return [kind === 'one_of' ? wordOf(String(value)) : String(value)]
}

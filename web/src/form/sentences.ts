import { text } from '../i18n.ts'
import type { Mistake } from './check.ts'

/** What a form says about one field. */
export type FieldTexts = {
  label: string
  /** Instruction when it is empty; otherwise one is made from the label. */
  empty?: string
  /** Sentences for codes of this field, before the general ones. */
  codes?: Record<string, string>
}

/** The sentence for a mistake, in the words of the label. */
export function sentenceFor(mistake: Mistake, texts: FieldTexts, value: unknown): string {
  const own = texts.codes?.[mistake.code]
  if (own) return own
  const { label } = texts
  const isEmpty = value === '' || value === undefined || value === null
  if (isEmpty) return texts.empty ?? text('mistakes.empty', { label })
  const limit = mistake.limit ?? 0
  switch (mistake.code) {
    case 'required':
    case 'minLength':
      return limit > 1
        ? text('mistakes.tooShort', { label, limit })
        : (texts.empty ?? text('mistakes.empty', { label }))
    case 'enum':
      return text('mistakes.choose', { label })
    case 'maxLength':
      return text('mistakes.tooLong', { label, limit, length: typeof value === 'string' ? value.length : limit })
    case 'minimum':
      return text('officeMistakes.tooSmall', { label, limit })
    case 'maximum':
      return text('officeMistakes.tooLarge', { label, limit })
    case 'type':
      return text('officeMistakes.number', { label })
    case 'format':
      return mistake.format === 'email'
        ? text('mistakes.email', { example: 'name@example.org' })
        : text('mistakes.other', { label })
    case 'pattern':
      return text('mistakes.characters', { label })
    default:
      return text('mistakes.other', { label })
  }
}

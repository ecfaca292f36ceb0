import { translatedLanguages, type Translated } from '@treffpunkt/shared/meeting-translations'
import { wordedIn } from '@treffpunkt/shared/question-answers'
import {
  retention,
  type Choice,
  type NewQuestion,
  type PublicQuestion,
  type Question,
  type QuestionKind,
} from '@treffpunkt/shared/questions'
import { numberOrNull, textOrNull } from '../form/reading.ts'
import type { FieldTexts } from '../form/sentences.ts'
import { text, type TextKey } from '../i18n.ts'

export const kindTexts: Record<QuestionKind, TextKey> = {
  yes_no: 'asking.kindYesNo',
  one_of: 'asking.kindOneOf',
  several_of: 'asking.kindSeveralOf',
  short_text: 'asking.kindShortText',
  long_text: 'asking.kindLongText',
  number: 'asking.kindNumber',
}

/** A question in another language, as it stands in the fields; choices by their keys. */
export type TranslationValues = { label: string; help: string; purpose: string; choices: Record<string, string> }

/** A question as it stands in the fields. */
export type QuestionValues = {
  kind: QuestionKind
  label: string
  help: string
  purpose: string
  choices: Choice[]
  required: boolean
  sensitive: boolean
  retentionDays: string
  /** Id of the question that decides whether it is shown; empty: always. */
  decidedBy: string
  decision: string
  translations: Record<Translated, TranslationValues>
}

/** A choice without words yet. Its key is told apart from all others by chance. */
export const newChoice = (): Choice => ({ key: crypto.randomUUID().slice(0, 8), label: '' })

export const hasChoices = (kind: QuestionKind): boolean => kind === 'one_of' || kind === 'several_of'

export const questionValues = (known?: Question): QuestionValues => ({
  kind: known?.kind ?? 'yes_no',
  label: known?.label ?? '',
  help: known?.help ?? '',
  purpose: known?.purpose ?? '',
  choices: known?.choices.length ? known.choices.map(choice => ({ ...choice })) : [newChoice(), newChoice()],
  required: known?.required ?? false,
  sensitive: known?.sensitive ?? false,
  retentionDays: String(known?.retentionDays ?? retention.usual),
  decidedBy: known?.shownWhen?.questionId ?? '',
  decision: known?.shownWhen?.answer ?? '',
  translations: Object.fromEntries(
    translatedLanguages.map(language => {
      const words = known?.translations[language]
      const choices = Object.fromEntries(words?.choices.map(({ key, label }) => [key, label]) ?? [])
      return [language, { label: words?.label ?? '', help: words?.help ?? '', purpose: words?.purpose ?? '', choices }]
    }),
  ) as QuestionValues['translations'],
})

/** From the fields to what is sent. */
export function questionBody(values: QuestionValues) {
  const choices = hasChoices(values.kind)
    ? values.choices.map(({ key, label }) => ({ key, label: label.trim() })).filter(({ label }) => label)
    : []
  const isEmpty = ({ label, help, purpose, choices: words }: TranslationValues) =>
    ![label, help, purpose, ...Object.values(words)].some(word => word.trim())
  return {
    kind: values.kind,
    label: values.label.trim(),
    help: textOrNull(values.help),
    purpose: values.purpose.trim(),
    choices,
    required: values.required && !values.sensitive,
    sensitive: values.sensitive,
    retentionDays: values.sensitive ? retention.sensitive : (numberOrNull(values.retentionDays) ?? retention.usual),
    shownWhen: values.decidedBy ? { questionId: values.decidedBy, answer: values.decision } : null,
    translations: Object.fromEntries(
      translatedLanguages.flatMap(language => {
        const words = values.translations[language]
        if (isEmpty(words)) return []
        return [
          [
            language,
            {
              label: words.label.trim(),
              help: textOrNull(words.help),
              purpose: words.purpose.trim(),
              choices: choices.flatMap(({ key }) => {
                const label = words.choices[key]?.trim()
                return label ? [{ key, label }] : []
              }),
            },
          ],
        ]
      }),
    ) as NonNullable<NewQuestion['translations']>,
  }
}

export const questionTexts = (): { [Name in keyof QuestionValues]: FieldTexts } => ({
  kind: { label: text('asking.kind') },
  label: { label: text('asking.label'), empty: text('asking.labelEmpty') },
  help: { label: text('asking.help') },
  purpose: { label: text('asking.purpose'), empty: text('asking.purposeEmpty') },
  choices: { label: text('asking.choices') },
  required: { label: text('asking.required') },
  sensitive: { label: text('asking.sensitive') },
  retentionDays: { label: text('asking.retentionDays') },
  decidedBy: { label: text('asking.decidedBy') },
  decision: { label: text('asking.decision') },
  translations: { label: text('translations.title') },
})

/** Where mistakes in the body stand in the form. */
export const questionPlaces = { shownWhen: 'decidedBy' } as const

/** Rules that the schema cannot state. */
export const questionRules = (values: QuestionValues): Partial<Record<keyof QuestionValues, string>> => ({
  ...(hasChoices(values.kind) && !values.choices.some(({ label }) => label.trim())
    ? { choices: text('asking.choicesEmpty') }
    : {}),
  ...(values.decidedBy && !values.decision ? { decision: text('asking.decisionEmpty') } : {}),
})

/** The answers by which a question can decide about another, in words. */
export const decisionOptions = ({ kind, choices }: PublicQuestion): { value: string; text: string }[] =>
  kind === 'yes_no'
    ? [
        { value: 'yes', text: text('questions.yes') },
        { value: 'no', text: text('questions.no') },
      ]
    : hasChoices(kind)
      ? choices.map(({ key, label }) => ({ value: key, text: label }))
      : []

/** When a question is shown, in words; empty: always. */
export function conditionInWords({ shownWhen }: PublicQuestion, questions: readonly PublicQuestion[]): string {
  const deciding = questions.find(({ id }) => id === shownWhen?.questionId)
  if (!deciding || !shownWhen) return ''
  const answer = decisionOptions(deciding).find(({ value }) => value === shownWhen.answer)?.text ?? ''
  return text('questions.onlyWhen', { question: deciding.label, answer })
}

/** Of the languages that are offered those in which a question is not shown, because something is missing. */
export const untranslated = (question: PublicQuestion, offered: readonly Translated[]): Translated[] =>
  offered.filter(language => wordedIn(question, language).language !== language)

import type { TemplateMistake } from '@treffpunkt/shared/mail-templates'
import { text, type TextKey } from '../i18n.ts'

const sentences: Record<TemplateMistake['code'], TextKey> = {
  unknown_variable: 'mailTemplates.unknown',
  missing_variable: 'mailTemplates.missing',
  not_alone: 'mailTemplates.notAlone',
}

/** What is wrong with a text, in words; empty when nothing is. */
export const mistakeText = (mistake: TemplateMistake | undefined): string =>
  mistake === undefined ? '' : text(sentences[mistake.code], { name: `{${mistake.name}}` })

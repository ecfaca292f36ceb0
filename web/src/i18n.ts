import { createI18n, useI18n } from 'vue-i18n'
import type admin from './texts/de/admin.ts'
import publicTexts from './texts/de/public.ts'

type Leaves<T, Path extends string = ''> = {
  [Key in keyof T & string]: T[Key] extends string ? `${Path}${Key}` : Leaves<T[Key], `${Path}${Key}.`>
}[keyof T & string]

/** Every key of the German catalogues; the other languages follow them. */
export type TextKey = Leaves<typeof publicTexts & typeof admin>

/** Values for the gaps of a text, or the number that chooses its plural. */
export type TextValues = Record<string, unknown> | number

export const i18n = createI18n({
  legacy: false,
  locale: 'de',
  fallbackLocale: 'de',
  messages: { de: publicTexts as Record<string, unknown> } as never,
})

// The library's own types follow every message, deeper than the compiler goes; ours come from `TextKey`.
const composer = i18n.global as unknown as {
  t: (key: TextKey, values?: TextValues) => string
  mergeLocaleMessage: (locale: string, messages: object) => void
}

let adminTexts: Promise<void> | undefined

/** Loads the catalogue of the administration once; public pages do without it. */
export function loadAdminTexts(): Promise<void> {
  adminTexts ??= import('./texts/de/admin.ts').then(texts => {
    composer.mergeLocaleMessage('de', texts.default)
  })
  return adminTexts
}

/** A text outside of a component (titles, problems). */
export const text = composer.t

/** The typed `t` of the components: an unknown key does not compile. */
export function useT() {
  const { t } = useI18n({ useScope: 'global' })
  return t as unknown as (key: TextKey, values?: TextValues) => string
}

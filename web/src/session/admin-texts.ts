import { addTexts, loadTexts } from '../i18n.ts'

let adminTexts: Promise<unknown> | undefined

/** Loads the texts of the administration once, which speaks German; public pages do without them. */
export function loadAdminTexts(): Promise<unknown> {
  adminTexts ??= Promise.all([
    loadTexts('public'),
    import('../texts/de/admin.ts').then(texts => addTexts(texts.default)),
  ])
  return adminTexts
}

import { standsInPage } from '../api/page-data.ts'
import { loadTexts } from '../i18n.ts'

// Fields, rules and texts of questions are loaded only where a meeting asks any: every other sign-up weighs no more.

/** Loads them. */
export async function loadAsking() {
  const [fields, answering] = await Promise.all([
    import('./QuestionFields.vue'),
    import('./answering.ts'),
    loadTexts('questions'),
  ])
  return { ...answering, QuestionFields: fields.default }
}

let loaded: Awaited<ReturnType<typeof loadAsking>> | undefined
export const whatIsLoaded = () => loaded

/** Loads them before a page that comes with questions is shown, so that its first view has everything. */
export async function loadWhatPageAsks(): Promise<void> {
  if (standsInPage('/asks')) loaded = await loadAsking()
}

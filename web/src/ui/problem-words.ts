import type { TextKey } from '../i18n.ts'

const byStatus: Record<number, TextKey> = {
  0: 'problems.offline',
  401: 'problems.signedOut',
  403: 'problems.forbidden',
  404: 'problems.notFound',
  409: 'problems.conflict',
  429: 'problems.tooMany',
  503: 'problems.busy',
}

/** What is said of a problem with this status where there is no sentence that fits better. */
export const problemTextOf = (status: number): TextKey => byStatus[status] ?? 'problems.unexpected'

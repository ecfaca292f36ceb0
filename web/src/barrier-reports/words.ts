import type { ServiceProblem } from '../api/client.ts'
import { text } from '../i18n.ts'
import { dayInDigits } from '../ui/dates.ts'

/** "27.12.2026": a calendar day, whatever the time zone. */
export const dayOf = (localDate: string): string => dayInDigits(`${localDate}T12:00:00Z`)

/** Why it is not possible, in words; undefined when the general sentence fits. */
export const problemText = ({ code }: ServiceProblem): string | undefined =>
  code === 'conflict' ? text('barrierReports.problemSettled') : undefined

import { format } from '../ui/dates.ts'

// Days without their weekday, as they stand in sentences about figures; apart from the dates of public pages,
// whose first view carries no byte too many.

/** "25. November 2026" */
export const dayInWords = (instant: string) => format(instant, { day: 'numeric', month: 'long', year: 'numeric' })

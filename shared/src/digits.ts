import { withoutMarks } from './unseen-marks.ts'

/** Digits as a machine reads them: who writes Arabic types ٤٤٠٠٥٨ or ۴۴۰۰۵۸ for 440058. Blanks and marks go. */
export const plainDigits = (text: string): string =>
  withoutMarks(text)
    .replace(/\s/g, '')
    .replace(/[٠-٩۰-۹]/g, digit => String(digit.charCodeAt(0) & 15))

// How the languages put days and hours together; pages and mails say it alike. Plain data.
import type { Language } from '../languages.ts'

type Moments = {
  /** A day with an hour. */
  moment: string
  /** From an hour to another of the same day. */
  span: string
  /** From one day to another. */
  spanOverDays: string
}

export const moments: Record<Language, Moments> = {
  de: {
    moment: '{date}, {time} Uhr',
    span: '{date}, {from} bis {to} Uhr',
    spanOverDays: '{date}, {from} Uhr bis {toDate}, {to} Uhr',
  },
  'de-einfach': {
    moment: '{date}, {time} Uhr',
    span: '{date}, {from} bis {to} Uhr',
    spanOverDays: '{date}, {from} Uhr bis {toDate}, {to} Uhr',
  },
  en: {
    moment: '{date}, {time}',
    span: '{date}, {from} to {to}',
    spanOverDays: '{date}, {from} to {toDate}, {to}',
  },
  uk: {
    moment: '{date}, {time}',
    span: '{date}, з {from} до {to}',
    spanOverDays: '{date}, {from} – {toDate}, {to}',
  },
  ar: {
    moment: '{date}، الساعة {time}',
    span: '{date}، من الساعة {from} إلى {to}',
    spanOverDays: '{date}، {from} حتى {toDate}، {to}',
  },
}

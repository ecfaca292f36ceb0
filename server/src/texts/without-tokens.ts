/** Parts of our addresses that open what belongs to one person: what follows them is nobody else's business. */
const secret =
  /((?:^|\/)(?:registrations|tickets|confirm|confirmations|sign-in|door|invitation|reset-password|confirm-email|report-barrier)\/)[^/?#\s]+/g

/** A text without what opens something in the addresses it names. */
export const withoutTokens = (text: string): string => text.replace(secret, '$1…')

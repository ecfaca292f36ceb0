import { linkToken, type Keys } from '../http/keys.ts'

/** Leads a reporter back to the receipt of their report; the page and the mail name the same. */
export const receiptToken = (keys: Keys, reportId: string): string => linkToken(keys, 'barrier', reportId, 1)

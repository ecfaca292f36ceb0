import type { Consents, Needs } from '@treffpunkt/shared/registrations'
import { languages } from '@treffpunkt/shared/languages'
import { currentLanguage, text } from '../i18n.ts'
import { foodTexts } from './fields.ts'

/** What a person needs, one entry each. */
export const needsInWords = (needs: Needs | null): string[] => {
  if (!needs) return []
  return [
    needs.stepFree ? text('own.stepFree') : '',
    needs.interpreter ? text('own.interpreterIn', { language: needs.interpreter }) : '',
    needs.food ? `${text('signUp.food')}: ${text(foodTexts[needs.food])}` : '',
    needs.other ?? '',
  ].filter(Boolean)
}

/** What a person agreed to, one entry each. */
export const agreedTo = (consents: Consents): string[] =>
  [
    consents.contactList ? text('own.agreedContactList') : '',
    consents.invitations ? text('own.agreedInvitations') : '',
    consents.photographs ? text('own.agreedPhotographs') : '',
  ].filter(Boolean)

/** Several things in one line, as the language joins them: "Fotos und Kontaktliste". */
export const asList = (parts: string[]): string =>
  new Intl.ListFormat(languages[currentLanguage()].locale, { type: 'conjunction' }).format(parts)

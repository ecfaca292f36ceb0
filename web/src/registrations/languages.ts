import { languageKeys, languages } from '@treffpunkt/shared/languages'

/** Every language, as it calls itself. */
export const languageOptions = languageKeys.map(value => ({ value, text: languages[value].name }))

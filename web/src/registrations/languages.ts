import { languageKeys, languages } from '@treffpunkt/shared/languages'
import { useNetwork } from '../settings/useNetwork.ts'

/** The languages that mails are offered in, as each calls itself; the present one stays to choose from. */
export const languageOptions = (present?: string) =>
  languageKeys
    .filter(key => key === present || (useNetwork().network.value?.languages.includes(key) ?? true))
    .map(value => ({ value, text: languages[value].name }))

// What everything stored about somebody is called, in every language.
import type { Language } from '@treffpunkt/shared/languages'
import ar from './ar.ts'
import deEinfach from './de-einfach.ts'
import de from './de.ts'
import en from './en.ts'
import type { PrivacyTexts } from './privacy-texts.ts'
import uk from './uk.ts'

export const privacyTexts: Record<Language, PrivacyTexts> = { de, 'de-einfach': deEinfach, en, uk, ar }

import { prefixOf, type Language } from '@treffpunkt/shared/languages'
import type { RouteLocationNormalizedLoaded } from 'vue-router'

/** A page in another language; what stands at the address of a problem is not a page to come back to. */
export const addressIn = (language: Language, { name, fullPath }: RouteLocationNormalizedLoaded): string =>
  prefixOf(language) + (name === 'problem' ? '/' : fullPath)

import { translatedLanguages, type Translated } from '@treffpunkt/shared/meeting-translations'
import type { Network } from '@treffpunkt/shared/settings'

/** The languages beside German that the network offers: only into these the office is asked to translate. */
export const offeredOf = (network: Pick<Network, 'languages'> | undefined): Translated[] =>
  translatedLanguages.filter(language => network?.languages.includes(language))

import type * as contract from '@treffpunkt/shared/privacy'
import { read } from '../api/client.ts'
import { currentLanguage } from '../i18n.ts'

/** Everything stored about the person of a personal link, in the words of the page. */
export const readOwnData = (link: string) =>
  read<typeof contract.getOwnDataInWords>('/api/v1/own-registration/data-in-words', {
    link,
    query: { language: currentLanguage() },
  })

/** What an erasure would take and leave. */
export const readErasure = (link: string) =>
  read<typeof contract.previewOwnErasure>('/api/v1/own-registration/erasure', { link })

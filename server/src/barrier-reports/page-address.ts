import { withoutTokens } from '../texts/without-tokens.ts'

/** An address without what opens something, and without its query: a report is read by others. */
export const bare = (address: string): string => withoutTokens(address).replace(/^(https?:\/\/\S+?)[?#]\S*$/, '$1')

/** The page of ours that somebody came from; undefined when they came from elsewhere or from the form itself. */
export function pageBefore(referrer: string | undefined, host: string): string | undefined {
  if (referrer === undefined || !URL.canParse(referrer)) return undefined
  const { host: from, origin, pathname } = new URL(referrer)
  if (from !== host || /\/report-barrier(\/|$)/.test(pathname)) return undefined
  return bare(origin + pathname)
}

import Bowser from 'bowser'

/** What a browser calls itself, in the two words by which somebody knows it again; null for what it does not say. */
export function deviceOf(userAgent: string | undefined): { browser: string | null; system: string | null } {
  if (!userAgent) return { browser: null, system: null }
  const told = Bowser.parse(userAgent.slice(0, 500))
  return { browser: told.browser.name?.slice(0, 60) || null, system: told.os.name?.slice(0, 60) || null }
}

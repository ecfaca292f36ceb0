// The providers that most people here use; an address that is nearly one of them is most likely mistyped.
const providers = [
  'gmx.de',
  'gmx.net',
  'web.de',
  'gmail.com',
  'googlemail.com',
  't-online.de',
  'outlook.de',
  'outlook.com',
  'hotmail.com',
  'hotmail.de',
  'freenet.de',
  'icloud.com',
  'yahoo.de',
  'yahoo.com',
  'posteo.de',
  'mailbox.org',
  'mail.com',
  'mail.de',
  'aol.com',
  'arcor.de',
  'live.de',
  'ukr.net',
  'blk.de',
]

/** The address that was probably meant: "anna@gmial.com" → "anna@gmail.com"; undefined when nothing looks mistyped. */
export function likelyMeant(email: string): string | undefined {
  const [, local, domain] = /^(.+)@([^@\s]+)$/.exec(email.trim().toLowerCase()) ?? []
  if (!local || !domain || providers.includes(domain)) return undefined
  // a short domain one letter off may well be another one that exists
  const near = providers.find(provider => distance(domain, provider) <= (provider.length > 8 ? 2 : 1))
  return near === undefined ? undefined : `${email.trim().slice(0, local.length)}@${near}`
}

/** Letters to change, add, take away or swap with their neighbour, to come from one word to the other. */
function distance(one: string, other: string): number {
  let before: number[] = []
  let row = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (let i = 1; i <= one.length; i++) {
    const next = [i]
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1]
      let least = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (same ? 0 : 1))
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1])
        least = Math.min(least, (before[j - 2] ?? 0) + 1)
      next.push(least)
    }
    before = row
    row = next
  }
  return row[other.length] ?? 0
}

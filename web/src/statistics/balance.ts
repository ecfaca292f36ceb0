import type { Sector } from '@treffpunkt/shared/organisations'
import type { Balance } from '@treffpunkt/shared/statistics'
import { text, type TextKey } from '../i18n.ts'

const from: Record<Sector, TextKey> = {
  administration: 'balance.fromAdministration',
  civil_society: 'balance.fromCivilSociety',
  welfare_and_advice: 'balance.fromWelfareAndAdvice',
  business: 'balance.fromBusiness',
  education_and_research: 'balance.fromEducationAndResearch',
  other: 'balance.fromOther',
}

/** The one thing to know, as a sentence: which sector is furthest behind those who came the last time. */
export function findingOf({ now, attendedBefore, bySector }: Balance): string {
  if (now === 0) return text('balance.nobody')
  if (attendedBefore === null) return text('balance.total', { count: now })
  const lacks = (one: Balance['bySector'][number]) => (one.attendedBefore ?? 0) - one.now
  const [most] = bySector
    .filter(one => one.sector !== null && lacks(one) > 0)
    .toSorted((one, other) => lacks(other) - lacks(one))
  if (most?.sector == null) return text('balance.asMany', { count: now, before: attendedBefore })
  const values = { from: text(from[most.sector]), before: most.attendedBefore ?? 0 }
  return most.now === 0 ? text('balance.none', values) : text('balance.behind', { ...values, count: most.now })
}

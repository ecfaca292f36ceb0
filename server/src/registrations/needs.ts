import type { Needs } from '@treffpunkt/shared/registrations'
import type { Trx } from '../db/connect.ts'

/** Stores what somebody needs; nothing where nothing is needed. */
export async function writeNeeds(trx: Trx, registrationId: string, needs: Needs | null): Promise<void> {
  await trx.deleteFrom('registrationNeeds').where('registrationId', '=', registrationId).execute()
  const stored = storedNeeds(needs)
  if (stored !== null)
    await trx
      .insertInto('registrationNeeds')
      .values({ registrationId, needs: JSON.stringify(stored) })
      .execute()
}

/** What is stored of what somebody needs: null where nothing is needed. */
export const storedNeeds = (needs: Needs | null): Needs | null =>
  needs !== null && (needs.stepFree || needs.interpreter?.trim() || needs.food !== null || needs.other?.trim())
    ? needs
    : null

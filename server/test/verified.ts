import type { Connection } from '../src/db/connect.ts'
import { verifyData } from '../src/verify/verify.ts'

/** The names of the rules that `verify` finds broken; what it merely notes is none. */
export async function brokenNames(owner: Connection): Promise<string[]> {
  const { findings } = await verifyData(owner)
  return findings.filter(({ check }) => check.note !== true).map(({ check }) => check.name)
}

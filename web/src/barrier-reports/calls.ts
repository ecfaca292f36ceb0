import type * as contract from '@treffpunkt/shared/barrier-reports'
import type { BarrierReceipt, NewBarrierReport } from '@treffpunkt/shared/barrier-reports'
import { call } from '../api/client.ts'
import { takeFromPage } from '../api/page-data.ts'

/** Reports a barrier; the same key is the same report. */
export const sendReport = async (body: NewBarrierReport, idempotencyKey: string) =>
  (
    await call<typeof contract.reportBarrier>(
      { method: 'POST', url: '/api/v1/public/barrier-reports' },
      { body, idempotencyKey },
    )
  ).data

/** What the reporter was told: from the page itself where the server put it there. */
export const readReceipt = (token: string): BarrierReceipt | Promise<BarrierReceipt> =>
  takeFromPage<BarrierReceipt>('/barrier-receipt') ??
  call<typeof contract.readBarrierReceipt>(
    { method: 'POST', url: '/api/v1/public/barrier-receipts' },
    { body: { token } },
  ).then(answer => answer.data)

import { useQuery } from '@pinia/colada'
import {
  answerBarrierReport,
  changeBarrierReport,
  closeBarrierReport,
  countBarrierReports,
  getBarrierReport,
  listBarrierReports,
  reopenBarrierReport,
  type BarrierReport,
  type BarrierReportChanges,
} from '@treffpunkt/shared/barrier-reports'
import type { MaybeRefOrGetter } from 'vue'
import { call } from '../api/client.ts'
import { useLiveRefresh } from '../api/live.ts'
import { ifMatch, reloadOf, useChange, useList, useRecord } from '../api/queries.ts'

/** Reports that wait for an answer, or those that do not any more; follows what comes in. */
export function useBarrierReports(open: boolean) {
  const list = useList(listBarrierReports, { open, limit: 50 })
  useLiveRefresh({ object: 'barrier_report' }, list.reload)
  return list
}

/** One report with its answers, as it stands now. */
export function useBarrierReport(id: MaybeRefOrGetter<string>) {
  const record = useRecord(getBarrierReport, id)
  useLiveRefresh({ object: 'barrier_report' }, record.reload)
  return record
}

/** How many wait for an answer. */
export function useBarrierCounts() {
  const query = useQuery({
    key: ['barrier-reports', 'counts'],
    query: async ({ signal }) => (await call(countBarrierReports, { signal })).data,
  })
  useLiveRefresh({ object: 'barrier_report' }, () => reloadOf(query))
  return query.data
}

/** What can be done with reports of barriers. */
export function useBarrierActions() {
  const change = useChange()
  return {
    answer: (id: string, body: string, idempotencyKey: string) =>
      change(() => call(answerBarrierReport, { params: { id }, body: { body }, idempotencyKey })),
    close: (id: string, reason: string, idempotencyKey: string) =>
      change(() => call(closeBarrierReport, { params: { id }, body: { reason }, idempotencyKey })),
    reopen: (id: string) => change(() => call(reopenBarrierReport, { params: { id } })),
    save: (body: BarrierReportChanges, report: BarrierReport) =>
      change(() => call(changeBarrierReport, { params: { id: report.id }, body, ifMatch: ifMatch(report) })),
    fresh: async (id: string) => (await call(getBarrierReport, { params: { id } })).data,
  }
}

import { useQuery } from '@pinia/colada'
import {
  approveRegistrations,
  listRegistrationIds,
  reconsiderRegistrations,
  refuseRegistrations,
  restoreRegistrations,
  switchRegistrations,
  withdrawRegistrations,
  type AttendsBatch,
  type BatchOutcome,
  type BatchResult,
  type RefusalBatch,
  type RegistrationBatch,
  type RegistrationFilter,
} from '@treffpunkt/shared/registration-batches'
import type { Attends } from '@treffpunkt/shared/attendance-modes'
import { toValue, type MaybeRefOrGetter } from 'vue'
import { call } from '../api/client.ts'
import { useChange } from '../api/queries.ts'
import { text } from '../i18n.ts'
import { toast } from '../ui/toasts.ts'

/** All that the filters find: how many, and the ids of as many as one batch takes. Asked while it is `wanted`. */
export function useFound(
  meetingId: MaybeRefOrGetter<string>,
  filter: MaybeRefOrGetter<RegistrationFilter>,
  wanted: MaybeRefOrGetter<boolean>,
) {
  return useQuery({
    key: () => ['registrations', 'ids', toValue(meetingId), JSON.stringify(toValue(filter))],
    enabled: () => toValue(wanted),
    query: async ({ signal }) =>
      (await call(listRegistrationIds, { params: { id: toValue(meetingId) }, query: toValue(filter), signal })).data,
  }).data
}

/** What the office does with many registrations at once. */
export function useBatches() {
  const change = useChange()
  return {
    withdraw: async (meetingId: string, body: RegistrationBatch, idempotencyKey: string) =>
      (await change(() => call(withdrawRegistrations, { params: { id: meetingId }, body, idempotencyKey }))).data,
    restore: async (meetingId: string, body: RegistrationBatch) =>
      (await change(() => call(restoreRegistrations, { params: { id: meetingId }, body }))).data,
    approve: async (meetingId: string, body: RegistrationBatch) =>
      (await change(() => call(approveRegistrations, { params: { id: meetingId }, body }))).data,
    refuse: async (meetingId: string, body: RefusalBatch, idempotencyKey: string) =>
      (await change(() => call(refuseRegistrations, { params: { id: meetingId }, body, idempotencyKey }))).data,
    attend: async (meetingId: string, body: AttendsBatch, idempotencyKey?: string) =>
      (
        await change(() =>
          call(switchRegistrations, {
            params: { id: meetingId },
            body,
            ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
          }),
        )
      ).data,
    reconsider: async (meetingId: string, body: RegistrationBatch) =>
      (await change(() => call(reconsiderRegistrations, { params: { id: meetingId }, body }))).data,
  }
}

/** Decisions on requests, said in a toast that takes them back. @param after what a screen does when something has changed. */
export function useDecisions(meetingId: MaybeRefOrGetter<string>, after: () => void) {
  const { approve, reconsider } = useBatches()
  function say(words: string, result: BatchResult, outcomes: readonly BatchOutcome[], notify: boolean): void {
    after()
    const registrationIds = outcomes.flatMap(outcome => withOutcome(result, outcome)).map(({ id }) => id)
    if (registrationIds.length === 0) return void toast(text('requests.nothing'))
    toast(words, {
      label: text('record.undo'),
      run: async () => {
        const back = await reconsider(toValue(meetingId), { registrationIds, notify })
        after()
        toast(text('requests.reopened', { count: withOutcome(back, 'pending').length }))
      },
    })
  }
  return {
    approve: async (registrationIds: string[]) => {
      const result = await approve(toValue(meetingId), { registrationIds, notify: true })
      say(approvedInWords(result), result, ['confirmed', 'waitlisted'], true)
    },
    /** After the dialog has asked for the reason. */
    refused: (result: BatchResult, notify: boolean) =>
      say(text('requests.refused', { count: withOutcome(result, 'refused').length }), result, ['refused'], notify),
  }
}

/** "3 Personen sind zugelassen. 1 davon steht auf der Warteliste." */
function approvedInWords(result: BatchResult): string {
  const waiting = withOutcome(result, 'waitlisted').length
  return [
    text('requests.approved', { count: withOutcome(result, 'confirmed').length + waiting }),
    waiting > 0 ? text('requests.approvedWaiting', { count: waiting }) : '',
  ]
    .filter(Boolean)
    .join(' ')
}

/** Those of a batch that it came out like this for. */
export const withOutcome = ({ items }: BatchResult, outcome: BatchOutcome) =>
  items.filter(one => one.outcome === outcome)

/** "12 Personen sind abgemeldet." */
export function withdrawnInWords(result: BatchResult): string {
  const unchanged = withOutcome(result, 'unchanged').length
  return [
    text('registrations.batchWithdrawn', { count: withOutcome(result, 'withdrawn').length }),
    unchanged > 0 ? text('registrations.batchUnchanged', { count: unchanged }) : '',
  ]
    .filter(Boolean)
    .join(' ')
}

/** As many names as one can take in. */
function namesWith(result: BatchResult, outcome: BatchOutcome): string {
  const those = withOutcome(result, outcome).flatMap(({ name }) => name ?? [])
  return those.length > 5 ? [...those.slice(0, 5), '…'].join(', ') : those.join(', ')
}

/** "3 Personen nehmen jetzt online teil.", and for whom it was not possible. */
export function switchedInWords(result: BatchResult, attends: Attends): string {
  const [changed, full, begun] = (['changed', 'full', 'begun'] as const).map(
    outcome => withOutcome(result, outcome).length,
  ) as [number, number, number]
  const [now, none] = (
    {
      online: ['registrations.batchToOnline', 'registrations.batchFullOnline'],
      on_site: ['registrations.batchToOnSite', 'registrations.batchFullOnSite'],
    } as const
  )[attends]
  return [
    changed > 0 ? text(now, { count: changed }) : text('registrations.batchSwitchNone'),
    full > 0 ? text(none, { count: full, names: namesWith(result, 'full') }) : '',
    begun > 0 ? text('registrations.batchBegun', { count: begun, names: namesWith(result, 'begun') }) : '',
  ]
    .filter(Boolean)
    .join(' ')
}

/** Who has their place back, and who does not. */
export function restoredInWords(result: BatchResult): string {
  const names = (outcome: BatchOutcome) => namesWith(result, outcome)
  const [back, waiting, again] = (['confirmed', 'waitlisted', 'registered_again'] as const).map(
    outcome => withOutcome(result, outcome).length,
  ) as [number, number, number]
  return [
    text('registrations.batchRestored', { count: back }),
    waiting > 0 ? text('registrations.batchWaiting', { count: waiting, names: names('waitlisted') }) : '',
    again > 0 ? text('registrations.batchAgain', { names: names('registered_again') }) : '',
  ]
    .filter(Boolean)
    .join(' ')
}

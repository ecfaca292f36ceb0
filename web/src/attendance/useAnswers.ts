import type { AttendanceState, Attendee, NewAttendanceEntry } from '@treffpunkt/shared/attendance'
import { computed, shallowReactive, watch, type Ref } from 'vue'
import { ServiceProblem } from '../api/client.ts'
import { text, type TextKey } from '../i18n.ts'
import { useSession } from '../session/store.ts'
import { toast } from '../ui/toasts.ts'
import { useAttendanceActions } from './useAttendance.ts'

/** Somebody on the list as it is shown. */
export type Row = Attendee & {
  /** Somebody else has changed them, so that they are no longer among those who were asked for. */
  elsewhere: boolean
}

const done: Record<AttendanceState, TextKey> = {
  present: 'attendance.nowPresent',
  left: 'attendance.nowLeft',
  excused: 'attendance.nowExcused',
  no_show: 'attendance.nowNoShow',
}

const reasons: Record<string, TextKey> = {
  offline: 'attendance.whyOffline',
  unknown_attendee: 'attendance.whyUnknown',
  unknown_entry: 'attendance.whyNothing',
}

type Answered = {
  seen: Partial<Attendee>
  /** The newest entry that the list knew. */
  over: string | null
  /** The service has it. */
  kept: boolean
}

type Rows = { rows: Ref<Attendee[] | undefined>; hasLeft: (id: string) => boolean }

/**
 * Answers about the people of a list: shown at once, taken back with a message when the service did not keep them, and
 * each with a way back.
 */
export function useAnswers(meetingId: () => string, { rows, hasLeft }: Rows) {
  const { record } = useAttendanceActions(meetingId)
  const session = useSession()
  // What was answered here, until the list says so itself: its next reading may still be on its way when the answer is
  // kept. It stays beside a row that the query no longer answers with.
  const answered = shallowReactive(new Map<string, Answered>())

  const shown = computed(() =>
    rows.value?.map((row): Row => {
      const mine = answered.get(row.id)?.seen
      return { ...row, ...mine, elsewhere: hasLeft(row.id) && mine === undefined }
    }),
  )
  const find = (id: string) => rows.value?.find(row => row.id === id)
  function forgetWhatIsKnown(): void {
    for (const [id, { kept, over }] of answered)
      if (kept && !hasLeft(id) && find(id)?.entryId !== over) answered.delete(id)
  }
  watch(rows, forgetWhatIsKnown)

  /** Sends one entry and shows it meanwhile. @returns whether it is kept. */
  async function send(row: Attendee, entry: Omit<NewAttendanceEntry, 'attendeeId' | 'how'>, seen: Partial<Attendee>) {
    const before = answered.get(row.id)
    const over = find(row.id)?.entryId ?? null
    answered.set(row.id, { seen, over, kept: false })
    try {
      await record({ ...entry, how: 'search', attendeeId: row.id })
      answered.set(row.id, { seen, over, kept: true })
      forgetWhatIsKnown()
      return true
    } catch (error) {
      if (before) answered.set(row.id, before)
      else answered.delete(row.id)
      if (!(error instanceof ServiceProblem)) throw error
      const why = text(reasons[error.code] ?? 'attendance.whyOther')
      toast(text('attendance.failed', { name: row.name, why }), {
        label: text('attendance.again'),
        run: async () => void (await send(row, entry, seen)),
      })
      return false
    }
  }

  /** Enters what somebody said about a person. @param at when it was; now, unless an entry is put back. */
  async function answer(row: Attendee, kind: AttendanceState, at = new Date().toISOString()): Promise<void> {
    const id = crypto.randomUUID()
    const seen: Partial<Attendee> = {
      state: kind,
      entryId: id,
      how: 'search',
      by: session.account?.name ?? null,
      arrivedAt: row.arrivedAt ?? (kind === 'present' ? at : null),
    }
    if (!(await send(row, { id, kind, at }, seen))) return
    toast(text(done[kind], { name: row.name }), {
      label: text('record.undo'),
      run: async () => {
        const { state, entryId, how, by, arrivedAt } = row
        if (await undo(row, id, { state, entryId, how, by, arrivedAt })) sayTakenBack(row)
      },
    })
  }

  const undo = (row: Attendee, entryId: string, seen: Partial<Attendee>) =>
    send(row, { id: crypto.randomUUID(), kind: 'undone', undoes: entryId, at: new Date().toISOString() }, seen)

  const sayTakenBack = ({ name }: Attendee, back?: () => Promise<void>) =>
    toast(text('attendance.takenBack', { name }), back && { label: text('record.undo'), run: back })

  /** Takes back what the newest entry about a person says, whoever made it, also where two phones have said it. */
  async function takeBack(row: Attendee): Promise<void> {
    const { entryId, state, arrivedAt } = row
    const nothing = { state: null, entryId: null, how: null, by: null, arrivedAt: null }
    if (!entryId || !state) return
    const seen = new Set<string>()
    for (let next: string | null | undefined = entryId; next && !seen.has(next);) {
      seen.add(next)
      if (!(await undo(row, next, nothing))) return
      const now = find(row.id)
      next = now?.state === state ? now.entryId : null
    }
    // who was there came when they came, not now
    sayTakenBack(row, () => answer({ ...row, ...nothing }, state, (state === 'present' && arrivedAt) || undefined))
  }

  return { shown, answer, takeBack }
}

// What the door says: to a scan, a press, a code. Recording comes first, then the answer, then the network.
import type { AttendanceHow, DoorGuest } from '@treffpunkt/shared/attendance'
import { computed, inject, provide, ref, shallowRef, type InjectionKey, type Ref } from 'vue'
import { text, type TextKey } from '../i18n.ts'
import { clockTime } from '../ui/dates.ts'
import { lookUpTicket } from './calls.ts'
import type { Desk } from './desk.ts'
import type { OwnEntry, Settings } from './device.ts'
import { arrivalWith, judge, stopTexts, type Stop } from './judge.ts'
import { countingEntries } from './log.ts'
import { allowSound, give, type Signal } from './signals.ts'
import { holderOf, recognise, walkInIdOf, type Scanned } from './ticket.ts'
import { newWalkIn } from './walk-in.ts'

export type Answer =
  | { kind: 'welcome'; guest: DoorGuest; entryId: string }
  | { kind: 'already'; guest: DoorGuest; entryId: string; since: string; by: string | null }
  | { kind: 'stopped'; guest: DoorGuest; how: AttendanceHow; stop: Stop }
  /**
   * Nobody known here has this code; `found` once the list, read anew, knows them after all. `attendeeId` is the id that
   * whoever has the ticket gets here; null without a ticket.
   */
  | { kind: 'unknown'; scanned: Scanned; attendeeId: string | null; lookingUp: boolean; found: DoorGuest | null }
  /** The ticket is good, but for another meeting. */
  | { kind: 'elsewhere'; attendeeId: string; name: string; organisation: string | null; meeting: string }

export type Answers = ReturnType<typeof createAnswers>

/** Somebody as they are named aloud: "Olena Kovalenko, AWO". */
export const whole = ({ name, organisation }: Pick<DoorGuest, 'name' | 'organisation'>): string =>
  [name, organisation].filter(Boolean).join(', ')

/** Answers that wait for a decision about the one they name: whoever comes next waits too. */
const undecided: readonly Answer['kind'][] = ['stopped', 'unknown', 'elsewhere']

/**
 * The answers of one desk: what a press, a code or a scan comes to, shown, said and sounded. Nothing here throws.
 * @param desk where it is entered.
 * @param settings whether an answer sounds.
 */
export function createAnswers(desk: Desk, settings: Ref<Settings>) {
  const answer = shallowRef<Answer>()
  /** The newest answer as a sentence, for those who do not see it. */
  const spoken = ref('')
  /** What was entered since the page is open, to take the last of it back. */
  const recent = ref<readonly string[]>([])

  function show(next: Answer, signal: Signal, sentence: string): void {
    answer.value = next
    say(sentence)
    if (settings.value.sound) give(signal)
  }
  // The same sentence twice is only read out when something changes in between.
  function say(sentence: string): void {
    spoken.value = spoken.value === sentence ? `${sentence}\u00a0` : sentence
  }
  const counted = (key: TextKey, guest: DoorGuest) =>
    text(key, { who: whole(guest), came: desk.count.value.came, total: desk.count.value.total })

  // Whom a press is about that is not written down yet: a second tap says nothing new.
  const underWay = new Set<string>()
  /** @returns what `work` came to; false when something about this person is under way. */
  async function once({ id }: DoorGuest, work: () => Promise<boolean>): Promise<boolean> {
    if (underWay.has(id)) return false
    underWay.add(id)
    try {
      return await work()
    } finally {
      underWay.delete(id)
    }
  }

  async function press(input: Parameters<Desk['press']>[0]): Promise<OwnEntry> {
    const entry = await desk.press(input)
    recent.value = [...recent.value.slice(-49), entry.id]
    return entry
  }

  /** Somebody stands at the door. @param anyway lets in whoever has no place. @returns whether they are let in now. */
  const arrive = (guest: DoorGuest, how: AttendanceHow, anyway = false): Promise<boolean> =>
    once(guest, () => letIn(guest, how, anyway))

  async function letIn(guest: DoorGuest, how: AttendanceHow, anyway: boolean): Promise<boolean> {
    if (settings.value.sound) allowSound()
    const standing = desk.standings.value.get(guest.id)
    const verdict = judge(guest, standing)
    if (verdict.kind === 'already') {
      const entryId = desk.arrivalOf(guest.id, verdict.since) ?? standing?.entryId ?? ''
      show(
        { ...verdict, guest, entryId: standing?.entryId ?? entryId, by: desk.byOf(entryId) },
        'already',
        text('doorAnswer.saidAlready', { who: whole(guest), time: clockTime(verdict.since) }),
      )
      return false
    }
    if (verdict.kind === 'stopped' && !anyway) {
      const reason = text(stopTexts[verdict.stop].answer)
      show({ ...verdict, guest, how }, 'attention', text('doorAnswer.saidStopped', { who: whole(guest), reason }))
      return false
    }
    const entry = await press({ kind: 'present', how, guest })
    show({ kind: 'welcome', guest, entryId: entry.id }, 'welcome', counted('doorAnswer.saidPresent', guest))
    return true
  }

  /**
   * Takes somebody in who stands on no list.
   * @param attendeeId the id they get, the same for every press that means them.
   */
  const takeIn = (attendeeId: string, name: string, organisation: string | null): Promise<boolean> =>
    arrive(newWalkIn(attendeeId, name, organisation), 'walk_in')

  const leave = (guest: DoorGuest): Promise<boolean> =>
    once(guest, async () => {
      await press({ kind: 'left', how: 'search', guest })
      say(counted('doorAnswer.saidLeft', guest))
      return true
    })

  /** Takes an entry back, of this device or of another; with an arrival all that say the same. */
  const undo = (entryId: string, guest: DoorGuest): Promise<boolean> =>
    once(guest, async () => {
      const entryIds = arrivalWith(desk.known.value, desk.own.value, entryId)
      answer.value = undefined
      for (const undoes of entryIds) {
        await desk.press({ kind: 'undone', how: 'search', guest, undoes })
      }
      sayStanding(guest)
      return true
    })

  /** Where somebody stands after something was taken back. */
  function sayStanding(guest: DoorGuest): void {
    const state = desk.standings.value.get(guest.id)?.state
    if (state === 'present') say(counted('doorAnswer.saidPresent', guest))
    else if (state === 'left') say(counted('doorAnswer.saidLeft', guest))
    else say(counted('doorAnswer.saidUndone', guest))
  }

  /** A code that the camera, a hand scanner or somebody's fingers gave. */
  async function scan(typed: string): Promise<void> {
    const scanned = await recognise(typed)
    const attendeeId = scanned.kind === 'ticket' ? await walkInIdOf(desk.meetingId, scanned.hash) : null
    const guest = takenIn(attendeeId) ?? holderOf(desk.people.value.values(), scanned)
    if (guest) return void (await arrive(guest, 'scan'))
    const unknown: Answer = { kind: 'unknown', scanned, attendeeId, lookingUp: scanned.kind !== 'other', found: null }
    show(unknown, 'attention', text('doorAnswer.saidUnknown'))
    if (scanned.kind === 'other') return
    const next = await lookUp(scanned, unknown)
    // meanwhile somebody else may stand there
    if (answer.value !== unknown) return
    // another phone has taken them in, and the list has only now told who that is
    const known = takenIn(attendeeId)
    if (known) return void (await arrive(known, 'scan'))
    answer.value = next
    if (next.kind === 'unknown' && next.found) say(text('doorAnswer.appeared', { name: whole(next.found) }))
    if (next.kind === 'elsewhere') say(`${text('doorAnswer.elsewhere')}: ${whole(next)}`)
  }

  /** Whoever was taken in by a ticket that stands on no list, unless that was taken back: then they are asked about anew. */
  const takenIn = (attendeeId: string | null): DoorGuest | undefined =>
    attendeeId !== null && desk.standings.value.has(attendeeId) ? desk.people.value.get(attendeeId) : undefined

  /** Who has just signed up is on the list that the service has; and it knows the tickets of other meetings. */
  async function lookUp(scanned: Scanned, unknown: Answer & { kind: 'unknown' }): Promise<Answer> {
    await desk.refresh()
    const found = holderOf(desk.people.value.values(), scanned) ?? null
    const { attendeeId } = unknown
    if (found || scanned.kind !== 'ticket' || attendeeId === null) return { ...unknown, lookingUp: false, found }
    const ticket = await lookUpTicket(scanned.token).catch(() => undefined)
    if (!ticket || ticket.meeting.id === desk.meetingId) return { ...unknown, lookingUp: false }
    const { name, organisation, meeting } = ticket
    return { kind: 'elsewhere', attendeeId, name, organisation, meeting: meeting.name }
  }

  /** The last thing that was done and still counts. */
  const lastAction = computed(() =>
    countingEntries(desk.known.value, desk.own.value).findLast(({ id }) => recent.value.includes(id)),
  )

  return {
    answer,
    /** Whether somebody has to decide about the one whom the answer names. */
    isUndecided: computed(() => answer.value !== undefined && undecided.includes(answer.value.kind)),
    spoken,
    say,
    lastAction,
    arrive,
    takeIn,
    leave,
    undo,
    scan,
    dismiss: () => (answer.value = undefined),
  }
}

const key: InjectionKey<Answers> = Symbol('answers')
export const provideAnswers = (answers: Answers): void => provide(key, answers)

/** The answers of the desk this component stands at. */
export function useAnswers(): Answers {
  const answers = inject(key)
  if (!answers) throw new Error('There are no answers above this component.')
  return answers
}

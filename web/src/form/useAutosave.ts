import { computed, onBeforeUnmount, onMounted, ref, shallowReactive, shallowRef, watch } from 'vue'
import { ServiceProblem } from '../api/client.ts'
import { text } from '../i18n.ts'
import { useSession } from '../session/store.ts'
import { clockTime } from '../ui/dates.ts'
import { problemTextOf } from '../ui/problem-words.ts'
import { forgetDraft, keepDraft, readDraft } from './draft.ts'
import { useSection, type SectionOptions } from './useSection.ts'

/** A record that is changed by several at a time. */
type Shared = { id: string; version: number }

// A moment after the last key; a field that is left is saved at once.
const pause = 1200
// As long as nothing gets through it is tried again: first soon, then not as often.
const firstRetry = 3000
const lastRetry = 30_000

/**
 * A section that saves by itself while somebody edits it: what is right goes out, what is wrong stays in its field with
 * its sentence, and what both sides have changed waits for a decision. What has not been saved is kept in this tab: a
 * line that drops, a session that ends and a page that is loaded anew lose nothing.
 */
export function useAutosave<
  Stored extends Shared,
  Values extends Record<string, unknown>,
  Body extends Record<string, unknown>,
>(options: SectionOptions<Stored, Values, Body>) {
  type Name = keyof Values & string
  const section = useSection(options)
  const { inner, values, editing, conflicts } = section
  const session = useSession()
  const saving = ref(false)
  /** When it was saved last, or why it is not, in words. */
  const savedAt = ref('')
  const failure = shallowRef<ServiceProblem>()
  /** Of each field that was saved what stood there before, and what was saved last. */
  const undo = shallowReactive(new Map<Name, { first: Values[Name]; last: Values[Name] }>())
  const draft = () => `section:${session.account?.id ?? ''}:${options.prefix}:${inner.base().id}`

  /** Whether mistakes stand at the top as well: after a press of the button. */
  const isPressed = ref(false)
  /** Says mistakes at their fields alone: the focus stays where somebody types. */
  function tell(found: Partial<Record<Name, string>>): void {
    isPressed.value = false
    section.mistakes.value = found
  }

  let timer: ReturnType<typeof setTimeout> | undefined
  let wait = firstRetry
  let queue = Promise.resolve()
  const after = (milliseconds: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => void flush(), milliseconds)
  }

  /** Saves what can be saved. @param left id of the field that was left, whose mistake is shown now. */
  function flush(left?: string): Promise<void> {
    clearTimeout(timer)
    // one after the other: each goes on from what the one before has made of the record
    queue = queue.catch(() => undefined).then(() => save(left))
    return queue
  }

  async function save(left?: string): Promise<void> {
    if (!editing.value || session.hasEnded) return
    try {
      let ready = await readyToSend(left)
      // what both have changed is left out, and the rest goes once more
      for (let tries = 0; tries < 3 && Object.keys(ready).length > 0; tries++) {
        saving.value = true
        const [names, before, mine] = [unsaved(), options.values(inner.base()), { ...values }]
        const sent = await inner.send(ready)
        // there was an answer, be it that others have changed the same
        failure.value = undefined
        wait = firstRetry
        if (sent) {
          for (const name of names.filter(one => (inner.bodyField(one).split('/')[0] ?? one) in ready))
            undo.set(name, { first: undo.get(name)?.first ?? before[name], last: mine[name] })
          savedAt.value = clockTime(new Date())
        }
        if (sent) break
        ready = await readyToSend()
      }
      rememberRest()
    } catch (error) {
      if (!(error instanceof ServiceProblem)) throw error
      refuse(error)
    } finally {
      saving.value = false
    }
  }

  /** The changes without those that are wrong or to be decided. */
  async function readyToSend(left?: string): Promise<Partial<Body>> {
    const changes = inner.changes()
    const found = (await section.find(changes)) as Record<string, string>
    const shown = section.mistakes.value as Record<string, string | undefined>
    // a field is told when it is left; while somebody types in it only a sentence that is there already changes
    const told = Object.entries(found).filter(
      ([name, sentence]) => sentence && (shown[name] || section.idOf(name as Name) === left),
    )
    tell(Object.fromEntries(told) as Partial<Record<Name, string>>)
    const blocked = new Set(
      [...Object.keys(found).filter(name => found[name]), ...conflicts.value.map(({ field }) => field)].flatMap(
        name => [name, inner.bodyField(name as Name).split('/')[0] ?? name],
      ),
    )
    return Object.fromEntries(Object.entries(changes).filter(([name]) => !blocked.has(name))) as Partial<Body>
  }

  function refuse(problem: ServiceProblem): void {
    failure.value = problem
    keep()
    const named = section.sentences(problem.problem?.errors ?? [])
    if (Object.keys(named).length > 0) tell(named)
    // what the service does not take it does not take again; all else may pass
    const passes = problem.status === 0 || problem.status === 429 || problem.status >= 500
    if (!passes) return
    after(wait)
    wait = Math.min(wait * 2, lastRetry)
  }

  // What is not saved, kept in this tab with what it was typed over

  function unsaved(): Name[] {
    const before = options.values(inner.base())
    return (Object.keys(values) as Name[]).filter(name => JSON.stringify(values[name]) !== JSON.stringify(before[name]))
  }
  function keep(): void {
    const [names, before] = [unsaved(), options.values(inner.base())]
    if (names.length === 0) return forgetDraft(draft())
    const of = (all: Values) => Object.fromEntries(names.map(name => [name, all[name]]))
    keepDraft(draft(), { mine: of(values), before: of(before) })
  }
  function rememberRest(): void {
    if (Object.keys(inner.changes()).length === 0) forgetDraft(draft())
    else keep()
  }

  /** Somebody comes back to what they had typed: over what is there now, as if they had gone on. */
  async function resume(): Promise<void> {
    const kept = readDraft(draft()) as { mine?: Partial<Values>; before?: Partial<Values> } | undefined
    if (!kept?.mine || Object.keys(kept.mine).length === 0 || options.isLocked?.()) return
    section.open()
    const now = options.values(inner.base())
    Object.assign(values, kept.mine)
    await inner.compare(inner.base(), { ...now, ...kept.before })
    after(0)
  }
  onMounted(() => void resume())

  watch(values, () => {
    if (!editing.value) return
    keep()
    after(pause)
  })
  watch(editing, now => {
    undo.clear()
    savedAt.value = ''
    failure.value = undefined
    clearTimeout(timer)
    if (!now) forgetDraft(draft())
  })
  // others go on meanwhile: what they have changed is shown as soon as it is known
  watch(options.record, now => {
    if (editing.value && !saving.value && now.version > inner.base().version) void inner.compare(now)
  })
  watch(
    () => session.hasEnded,
    ended => {
      if (!ended && editing.value) void flush()
    },
  )
  const again = () => void flush()
  onMounted(() => window.addEventListener('online', again))
  onBeforeUnmount(() => {
    window.removeEventListener('online', again)
    // who goes on to another page has finished here
    void flush()
  })

  async function submit(): Promise<void> {
    await flush()
    // what is to be decided stays in sight, and what waits for the line goes out by itself
    const isOffline = failure.value?.status === 0 && Object.keys(inner.changes()).length > 0
    if (conflicts.value.length > 0 || isOffline) return
    isPressed.value = true
    await section.submit()
  }

  /** Takes back what was saved since editing began, but for what somebody else has changed since then. */
  function revert(): void {
    const now = options.values(inner.base())
    for (const [name, { first, last }] of undo)
      if (JSON.stringify(now[name]) === JSON.stringify(last)) values[name] = first
    undo.clear()
    void flush()
  }

  /** What is being edited goes on, wherever somebody comes from. */
  function open(at?: Name): void {
    if (!editing.value) section.open(at)
  }

  function keepMine(field: string): void {
    section.keepMine(field)
    void flush()
  }

  return {
    ...section,
    summary: computed(() => (isPressed.value ? section.summary.value : [])),
    open,
    submit,
    keepMine,
    autosave: {
      flush,
      revert,
      saving,
      /** Whether there is something to take back. */
      hasSaved: computed(() => undo.size > 0),
      said: computed(() => {
        if (session.hasEnded && failure.value) return text('record.notSaved', { why: text('record.sessionEnded') })
        if (failure.value?.status === 0) return text('record.notSaved', { why: text('record.offline') })
        if (failure.value)
          return text('record.notSaved', {
            why: text(failure.value.status === 422 ? 'record.checkField' : problemTextOf(failure.value.status)),
          })
        // the decision stands above; nothing that waits for it is saved
        if (conflicts.value.length > 0) return text('record.undecided')
        if (section.summary.value.length > 0) return text('record.notSaved', { why: text('record.checkField') })
        return savedAt.value && text('record.savedAt', { time: savedAt.value })
      }),
    },
  }
}

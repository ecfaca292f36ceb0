import type { TSchema } from 'typebox'
import { ref } from 'vue'
import { ServiceProblem } from '../api/client.ts'
import type { Mistake } from './check.ts'
import { changedFields } from './reading.ts'
import type { FieldTexts } from './sentences.ts'
import { useForm } from './useForm.ts'

/** A field that both sides have changed meanwhile; `said`: who changed it and when, as far as it is known. */
export type Conflict = { field: string; label: string; mine: string; theirs: string; said: string }

/** Who changed a field of the body last, and when, in a sentence that names it by its label. */
export type WhoChanged = (field: string, label: string) => string

export type SectionOptions<Stored, Values extends Record<string, unknown>, Body extends Record<string, unknown>> = {
  /** Distinguishes the ids of the sections of a page. */
  prefix: string
  record: () => Stored
  /** What stands in the fields for a record. */
  values: (record: Stored) => Values
  fields: { [Name in keyof Values]: FieldTexts }
  body: (values: Values) => Body
  schema?: TSchema
  check?: (body: Partial<Body>) => Mistake[]
  named?: Record<string, TSchema>
  places?: Record<string, keyof Values & string>
  rules?: (values: Values) => Partial<Record<keyof Values & string, string>>
  /** Sends the changed fields for the record as it was read. */
  save: (changes: Partial<Body>, record: Stored) => Promise<unknown>
  /** Reads the record as it stands now. */
  fresh: () => Promise<Stored>
  /** How a value of a field reads in words, where it is not text itself. */
  inWords?: (name: keyof Values & string, value: unknown) => string
  /** Nothing of the record is edited any more. */
  isLocked?: () => boolean
  /** Asks who has changed the record meanwhile. */
  whoChanged?: () => Promise<WhoChanged>
}

/**
 * A part of a record that is read and edited in place. Only changed fields are sent. When somebody else was quicker,
 * changes of other fields go through; where both changed the same field, both versions are shown and nothing is lost.
 */
export function useSection<Stored, Values extends Record<string, unknown>, Body extends Record<string, unknown>>(
  options: SectionOptions<Stored, Values, Body>,
) {
  type Name = keyof Values & string
  const editing = ref(false)
  const conflicts = ref<Conflict[]>([])
  /** What others have changed meanwhile and is shown now, a sentence each. */
  const merged = ref<string[]>([])
  /** Id of the field with which editing begins; the first one, where it is empty. */
  const firstField = ref('')
  /** The record on which the edit began; moves forward with what is saved, and when a conflict was shown. */
  let base = options.record()

  const form = useForm<Values, Partial<Body>>({
    prefix: options.prefix,
    initial: options.values(base),
    fields: options.fields,
    body: values => changedFields(options.body(options.values(base)), options.body(values)),
    ...(options.schema ? { schema: options.schema } : {}),
    ...(options.check ? { check: options.check } : {}),
    ...(options.named ? { named: options.named } : {}),
    ...(options.places ? { places: options.places } : {}),
    ...(options.rules ? { rules: options.rules } : {}),
    send: async changes => {
      if (await send(changes)) close()
    },
  })

  const changes = () => changedFields(options.body(options.values(base)), options.body(form.values))

  /** Sends changes; false when both sides changed the same field, which is then to be decided. */
  async function send(changed: Partial<Body>): Promise<boolean> {
    try {
      take(await options.save(changed, base))
    } catch (error) {
      if (!(error instanceof ServiceProblem) || error.code !== 'changed_meanwhile') throw error
      if (!(await compare(await options.fresh()))) return false
      take(await options.save(changed, base))
    }
    return true
  }

  /** What the service answered is the record as it stands now, where it answered with one. */
  function take(answer: unknown): void {
    if (typeof answer === 'object' && answer !== null && 'data' in answer && hasVersion(answer.data))
      base = answer.data as Stored
  }

  /** Takes the record as it stands now, and looks for fields that both have changed; true when there are none. */
  async function compare(now: Stored, before = options.values(base)): Promise<boolean> {
    const theirs = options.values(now)
    const inWords = options.inWords ?? ((_, value) => (typeof value === 'string' ? value : JSON.stringify(value)))
    const names = Object.keys(theirs) as Name[]
    const changed = names.filter(name => !same(theirs[name], before[name]) && !same(theirs[name], form.values[name]))
    const both = changed.filter(name => !same(form.values[name], before[name]))
    const said = changed.length > 0 ? await options.whoChanged?.().catch(() => undefined) : undefined
    const sentence = (name: Name) => said?.(bodyField(name), options.fields[name].label) ?? ''
    // what was to be decided before stays so
    const open = conflicts.value.filter(({ field }) => !names.some(name => name === field && both.includes(name)))
    conflicts.value = [
      ...open,
      ...both.map(name => ({
        field: name,
        label: options.fields[name].label,
        mine: inWords(name, form.values[name]),
        theirs: inWords(name, theirs[name]),
        said: sentence(name),
      })),
    ]
    const others = changed.filter(name => !both.includes(name))
    if (changed.length > 0) merged.value = [...new Set(others.map(sentence).filter(Boolean))]
    // What only they have changed is shown as it is now.
    for (const name of names) if (same(form.values[name], before[name])) form.values[name] = theirs[name]
    base = now
    return conflicts.value.length === 0
  }

  /** Which field of the body a field of the form belongs to. */
  const bodyField = (name: Name): string =>
    Object.entries(options.places ?? {}).find(([, place]) => place === name)?.[0] ?? name

  /** @param at the field that somebody came for. */
  function open(at?: Name): void {
    base = options.record()
    firstField.value = at ? form.idOf(at) : ''
    form.reset(options.values(base))
    conflicts.value = []
    merged.value = []
    editing.value = true
  }

  function close(): void {
    editing.value = false
    conflicts.value = []
    merged.value = []
    form.reset(options.values(options.record()))
  }

  async function submit(): Promise<void> {
    conflicts.value = []
    if (Object.keys(changes()).length === 0) close()
    else await form.submit()
  }

  /** Keeps one's own version of a field; it goes over the other one with the next saving. */
  function keepMine(field: string): void {
    conflicts.value = conflicts.value.filter(one => one.field !== field)
  }

  /** Takes the other version of a field, or of every field in conflict; what else was typed stays. */
  function takeTheirs(field?: string): void {
    const theirs = options.values(base)
    for (const one of conflicts.value)
      if (field === undefined || one.field === field) form.values[one.field as Name] = theirs[one.field as Name]
    conflicts.value = field === undefined ? [] : conflicts.value.filter(one => one.field !== field)
  }

  return {
    ...form,
    submit,
    editing,
    conflicts,
    merged,
    firstField,
    open,
    close,
    keepMine,
    takeTheirs,
    /** What saving by itself works with. */
    inner: { options, changes, send, compare, bodyField, base: () => base },
  }
}

const hasVersion = (data: unknown) => typeof data === 'object' && data !== null && 'version' in data
const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

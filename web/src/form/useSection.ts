import type { TSchema } from 'typebox'
import { ref } from 'vue'
import { ServiceProblem } from '../api/client.ts'
import type { Mistake } from './check.ts'
import { changedFields } from './reading.ts'
import type { FieldTexts } from './sentences.ts'
import { useForm } from './useForm.ts'

/** A field that both sides have changed meanwhile. */
export type Conflict = { field: string; label: string; mine: string; theirs: string }

type SectionOptions<Stored, Values extends Record<string, unknown>, Body extends Record<string, unknown>> = {
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
  /** Id of the field with which editing begins; the first one, where it is empty. */
  const firstField = ref('')
  /** The record on which the edit began; moves forward when a conflict was shown. */
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
      try {
        await options.save(changes, base)
      } catch (error) {
        if (!(error instanceof ServiceProblem) || error.code !== 'changed_meanwhile') throw error
        if (!(await compare())) return
        await options.save(changes, base)
      }
      close()
    },
  })

  /** Reads the record anew and looks for fields that both have changed; true when there are none. */
  async function compare(): Promise<boolean> {
    const now = await options.fresh()
    const [before, theirs] = [options.values(base), options.values(now)]
    const inWords = options.inWords ?? ((_, value) => (typeof value === 'string' ? value : JSON.stringify(value)))
    conflicts.value = (Object.keys(theirs) as Name[])
      .filter(
        name =>
          !same(form.values[name], before[name]) &&
          !same(theirs[name], before[name]) &&
          !same(theirs[name], form.values[name]),
      )
      .map(name => ({
        field: name,
        label: options.fields[name].label,
        mine: inWords(name, form.values[name]),
        theirs: inWords(name, theirs[name]),
      }))
    // What only they have changed is shown as it is now.
    for (const name of Object.keys(theirs) as Name[])
      if (same(form.values[name], before[name])) form.values[name] = theirs[name]
    base = now
    return conflicts.value.length === 0
  }

  /** @param at the field that somebody came for. */
  function open(at?: Name): void {
    base = options.record()
    firstField.value = at ? form.idOf(at) : ''
    form.reset(options.values(base))
    conflicts.value = []
    editing.value = true
  }

  function close(): void {
    editing.value = false
    conflicts.value = []
    form.reset(options.values(options.record()))
  }

  async function submit(): Promise<void> {
    conflicts.value = []
    const changes = changedFields(options.body(options.values(base)), options.body(form.values))
    if (Object.keys(changes).length === 0) close()
    else await form.submit()
  }

  /** Takes the other version of every field in conflict; what else was typed stays. */
  function takeTheirs(): void {
    const theirs = options.values(base)
    for (const { field } of conflicts.value) form.values[field as Name] = theirs[field as Name]
    conflicts.value = []
  }

  return { ...form, submit, editing, conflicts, firstField, open, close, takeTheirs }
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

import type { TSchema } from 'typebox'
import { computed, reactive, ref, shallowRef } from 'vue'
import { ServiceProblem } from '../api/client.ts'
import { markMistakes } from '../title.ts'
import type { Mistake } from './check.ts'
import { sentenceFor, type FieldTexts } from './sentences.ts'

type FormOptions<Values extends Record<string, unknown>, Body> = {
  /** Distinguishes the ids of two forms on one page. */
  prefix?: string
  initial: Values
  fields: { [Name in keyof Values]: FieldTexts }
  /** Makes the body from what was typed; what cannot be read stays in it, so that the schema names it. */
  body: (values: Values) => Body
  schema?: TSchema
  /** A check of one's own instead of the schema's, where its validator would weigh too much. */
  check?: (body: Body) => Mistake[]
  /** The schemas that `$ref`s of the schema name. */
  named?: Record<string, TSchema>
  /** Fields of the body that stand in the form under another name; "uk/summary" is one within a field. */
  places?: Record<string, keyof Values & string>
  /** Rules that the schema cannot state, by field of the form; an empty sentence takes back the schema's word. */
  rules?: (values: Values, body: Body) => Partial<Record<keyof Values & string, string>>
  /** Sends it. The key stays the same while the body does, so that a repeated press has one effect. */
  send: (body: Body, idempotencyKey: string) => Promise<void>
}

/** What a form shows of itself, whatever its fields are. */
export type Sendable = {
  summary: { value: { id: string; text: string }[] }
  attempts: { value: number }
  problem: { value: ServiceProblem | undefined }
  busy: { value: boolean }
  submit: () => Promise<void>
}

/**
 * A form that checks on submit by the shared schema, keeps what was typed whatever happens, and shows each mistake in
 * the summary and at its field in the same words.
 */
export function useForm<Values extends Record<string, unknown>, Body>(options: FormOptions<Values, Body>) {
  type Name = keyof Values & string
  const values = reactive({ ...options.initial }) as Values
  const mistakes = ref<Partial<Record<Name, string>>>({})
  const problem = shallowRef<ServiceProblem>()
  const busy = ref(false)
  /** Rises with every attempt that failed, so that the summary takes the focus again. */
  const attempts = ref(0)
  let sent: { body: string; key: string } | undefined

  const idOf = (name: Name) => (options.prefix ? `${options.prefix}-${name}` : name)
  const summary = computed(() =>
    (Object.keys(options.fields) as Name[]).flatMap(name => {
      const text = (mistakes.value as Record<string, string | undefined>)[name]
      return text ? [{ id: idOf(name), text }] : []
    }),
  )

  /** Everything a field component needs, by `v-bind`. */
  function bind<N extends Name>(name: N) {
    return {
      id: idOf(name),
      label: options.fields[name].label,
      error: (mistakes.value as Record<string, string | undefined>)[name],
      modelValue: values[name],
      'onUpdate:modelValue': (value: Values[N]) => {
        values[name] = value
      },
    }
  }

  function show(found: Partial<Record<Name, string>>): void {
    mistakes.value = found
    const any = summary.value.length > 0
    if (any) attempts.value++
    markMistakes(any)
  }

  function sentences(found: Mistake[]): Partial<Record<Name, string>> {
    const texts: Record<string, string> = {}
    for (const mistake of found) {
      const path = mistake.pointer.slice(1)
      const field = path.split('/')[0] ?? ''
      const name = options.places?.[path] ?? options.places?.[field] ?? field
      const fieldTexts = options.fields[name as Name]
      if (fieldTexts) texts[name] ??= sentenceFor(mistake, fieldTexts, values[name as Name])
    }
    return texts as Partial<Record<Name, string>>
  }

  async function mistakesIn(body: Body): Promise<Mistake[]> {
    if (options.check) return options.check(body)
    if (!options.schema) return []
    const { check } = await import('./check.ts')
    return check(options.schema, options.named ?? {}, body)
  }

  /** Everything that is wrong with the fields, by the schema and the rules. */
  const find = async (body: Body): Promise<Partial<Record<Name, string>>> => ({
    ...sentences(await mistakesIn(body)),
    ...options.rules?.(values, body),
  })

  async function submit(): Promise<void> {
    if (busy.value) return
    busy.value = true
    problem.value = undefined
    try {
      const body = options.body(values)
      show(await find(body))
      if (summary.value.length > 0) return
      const text = JSON.stringify(body)
      if (sent?.body !== text) sent = { body: text, key: crypto.randomUUID() }
      await options.send(body, sent.key)
      sent = undefined
    } catch (error) {
      fail(error)
    } finally {
      busy.value = false
    }
  }

  function fail(error: unknown): void {
    if (!(error instanceof ServiceProblem)) throw error
    const named = sentences(error.problem?.errors ?? [])
    if (error.status === 422 && Object.keys(named).length > 0) show(named)
    else problem.value = error
  }

  /** Puts other values in, as when the record was changed elsewhere or the form is opened anew. */
  function reset(next: Values): void {
    Object.assign(values, next)
    show({})
    problem.value = undefined
  }

  return {
    values,
    mistakes,
    summary,
    attempts,
    problem,
    busy,
    bind,
    show,
    find,
    sentences,
    submit,
    reset,
    idOf,
  }
}

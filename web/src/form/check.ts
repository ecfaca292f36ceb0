import type { TSchema } from 'typebox'
import { Errors } from 'typebox/value'

/** A mistake by the schema: the field (first part of the pointer), the JSON Schema keyword and its figures. */
export type Mistake = { pointer: string; code: string; limit?: number; format?: string }

// Of the branches of "value or null", the one about the value says what to do.
const noise = new Set(['anyOf', 'oneOf', 'type'])

/**
 * Checks a body by the shared schema, one mistake for each field. Loaded when a form is first sent, because the
 * validator is large; it interprets the schema, as the content security policy forbids compiling it.
 * @param named the schemas that `$ref`s name.
 */
export function check(schema: TSchema, named: Record<string, TSchema>, body: unknown): Mistake[] {
  const byPointer = new Map<string, Mistake>()
  for (const error of Errors(named, schema, body)) {
    const params = error.params as { requiredProperties?: string[]; limit?: number; format?: string }
    const pointers = params.requiredProperties?.map(name => `${error.instancePath}/${name}`) ?? [error.instancePath]
    for (const pointer of pointers) {
      const earlier = byPointer.get(pointer)
      if (earlier && !noise.has(earlier.code)) continue
      byPointer.set(pointer, {
        pointer,
        code: error.keyword,
        ...(params.limit === undefined ? {} : { limit: params.limit }),
        ...(params.format === undefined ? {} : { format: params.format }),
      })
    }
  }
  return [...byPointer.values()]
}

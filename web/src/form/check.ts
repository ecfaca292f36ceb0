import type { TSchema } from 'typebox'
import { Errors } from 'typebox/value'

/** A mistake by the schema: where (JSON Pointer), the JSON Schema keyword and its figures. */
export type Mistake = { pointer: string; code: string; limit?: number; format?: string }

type Params = { requiredProperties?: string[]; limit?: number; format?: string; type?: unknown }

// Of the branches of "value or null", the one about the value says what to do.
const isNoise = (keyword: string, { type }: Params) =>
  keyword === 'anyOf' || keyword === 'oneOf' || (keyword === 'type' && type === 'null')

/**
 * Checks a body by the shared schema, one mistake for each field. Loaded when a form is first sent, because the
 * validator is large; it interprets the schema, as the content security policy forbids compiling it.
 * @param named the schemas that `$ref`s name.
 */
export function check(schema: TSchema, named: Record<string, TSchema>, body: unknown): Mistake[] {
  const loud = new Map<string, Mistake>()
  const quiet = new Map<string, Mistake>()
  for (const { keyword, instancePath, params: given } of Errors(named, schema, body)) {
    const params = given as Params
    const { limit, format } = params
    const figures = { ...(limit === undefined ? {} : { limit }), ...(format === undefined ? {} : { format }) }
    const found = isNoise(keyword, params) ? quiet : loud
    for (const pointer of params.requiredProperties?.map(name => `${instancePath}/${name}`) ?? [instancePath])
      if (!found.has(pointer)) found.set(pointer, { pointer, code: keyword, ...figures })
  }
  return [...loud.values(), ...[...quiet.values()].filter(({ pointer }) => !loud.has(pointer))]
}

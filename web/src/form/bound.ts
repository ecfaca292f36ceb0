/** What `bind` of a form gives to a field. */
export type Bound<Value> = {
  id: string
  label: string
  error: string | undefined
  modelValue: Value
  'onUpdate:modelValue': (value: Value) => void
}

/** `bind` of a form with these values. */
export type Bind<Values> = <Name extends keyof Values & string>(name: Name) => Bound<Values[Name]>

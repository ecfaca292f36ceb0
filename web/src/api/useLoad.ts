import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import { ServiceProblem } from './client.ts'

export type Loading<Data> = {
  data: Readonly<ShallowRef<Data | undefined>>
  problem: Readonly<ShallowRef<ServiceProblem | undefined>>
  /** Asks again; the present data stays until the answer comes. */
  reload: () => Promise<void>
}

/**
 * Server data for public pages, without a cache: loads at once and whenever `source` changes.
 * The administration uses colada instead.
 */
export function useLoad<Source, Data>(
  source: () => Source,
  load: (source: Source) => Data | Promise<Data>,
): Loading<Data> {
  const data = shallowRef<Data>()
  const problem = shallowRef<ServiceProblem>()
  let newest = 0

  async function reload(): Promise<void> {
    const mine = ++newest
    problem.value = undefined
    try {
      const answer = load(source())
      // an answer that came with the page is shown in the first view
      if (!(answer instanceof Promise)) data.value = answer
      else {
        const later = await answer
        if (mine === newest) data.value = later
      }
    } catch (error) {
      if (mine === newest) problem.value = error instanceof ServiceProblem ? error : new ServiceProblem(0, 'unexpected')
    }
  }

  watch(
    source,
    () => {
      data.value = undefined
      void reload()
    },
    { immediate: true },
  )
  onScopeDispose(() => newest++)
  return { data, problem, reload }
}

import { useInfiniteQuery, useQuery, useQueryCache } from '@pinia/colada'
import type { RouteContract } from '@treffpunkt/shared/route'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { call, ServiceProblem, type AnswerOf, type CallInput } from './client.ts'

const isAborted = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError'

/** Asks again. An answer that a newer question has overtaken is nothing that went wrong. */
export const reloadOf = (query: { refetch: () => Promise<unknown> }): Promise<unknown> =>
  query.refetch().catch((error: unknown) => {
    if (!isAborted(error)) throw error
  })

type Reading = RouteContract & { method: 'GET' }
type ItemOf<Contract extends RouteContract> = AnswerOf<Contract> extends { items: (infer Item)[] } ? Item : never

/** "/api/v1/venues/:id" → "venues": the first part of every key of the cache. */
const nounOf = (url: string) => url.split('/')[3] ?? url

/** What went wrong with a query, as the service or the connection says it; undefined when nothing did. */
export const problemOf = (error: unknown) =>
  error instanceof ServiceProblem ? error : error ? new ServiceProblem(0, 'unexpected') : undefined

/** One record by id, kept fresh by the cache. */
export function useRecord<const Contract extends Reading>(contract: Contract, id: MaybeRefOrGetter<string>) {
  const query = useQuery({
    key: () => [nounOf(contract.url), 'one', toValue(id)],
    query: async ({ signal }) =>
      (await call(contract, { params: { id: toValue(id) }, signal } as unknown as CallInput<Contract>)).data,
  })
  const problem = computed(() => {
    const found = problemOf(query.error.value)
    // what is asked for by something that is no id is not there
    return found?.status === 422 ? new ServiceProblem(404, 'not-found', found.problem) : found
  })
  return { data: query.data, problem, reload: () => reloadOf(query) }
}

/** A list, page by page, asked only while `wanted`; the rows of the query before stay until those of the new one have come. */
export function useList<const Contract extends Reading>(
  contract: Contract,
  filter: MaybeRefOrGetter<Omit<NonNullable<CallInput<Contract>['query']>, 'cursor'>>,
  wanted: MaybeRefOrGetter<boolean> = true,
) {
  const query = useInfiniteQuery({
    key: () => [nounOf(contract.url), 'list', JSON.stringify(toValue(filter))],
    enabled: () => toValue(wanted),
    initialPageParam: undefined as string | undefined,
    query: async ({ pageParam, signal }) => {
      const input = { query: { ...toValue(filter), cursor: pageParam }, signal } as unknown as CallInput<Contract>
      return (await call(contract, input)).data as { items: ItemOf<Contract>[]; next: string | null }
    },
    getNextPageParam: page => page.next,
    placeholderData: before => before as never,
  })
  return {
    items: computed(() => query.data.value?.pages.flatMap(page => page.items)),
    problem: computed(() => problemOf(query.error.value)),
    hasMore: query.hasNextPage,
    loadMore: () => query.loadNextPage(),
    reload: () => reloadOf(query),
  }
}

/**
 * A list that belongs to a record (the registrations of a meeting), page by page. `filter` of a page names the question
 * whose rows these are: while the next answer is on its way, those of the one before are still shown.
 * @param wanted asked only while it is true.
 */
export function usePagesOf<const Contract extends Reading>(
  contract: Contract,
  id: MaybeRefOrGetter<string>,
  filter: MaybeRefOrGetter<Omit<NonNullable<CallInput<Contract>['query']>, 'cursor'>>,
  wanted: MaybeRefOrGetter<boolean> = true,
) {
  const query = useInfiniteQuery({
    key: () => [contract.schema.operationId, toValue(id), JSON.stringify(toValue(filter))],
    enabled: () => toValue(wanted),
    initialPageParam: undefined as string | undefined,
    query: async ({ pageParam, signal }) => {
      const present = toValue(filter)
      const cursor = pageParam === undefined ? {} : { cursor: pageParam }
      const input = { params: { id: toValue(id) }, query: { ...present, ...cursor }, signal }
      const { data } = await call(contract, input as unknown as CallInput<Contract>)
      const page = data as { items: ItemOf<Contract>[]; next: string | null }
      return { ...page, filter: JSON.stringify(present) }
    },
    getNextPageParam: page => page.next,
    placeholderData: before => before as never,
  })
  return {
    pages: computed(() => query.data.value?.pages),
    problem: computed(() => problemOf(query.error.value)),
    hasMore: query.hasNextPage,
    loadMore: () => query.loadNextPage(),
    reload: () => reloadOf(query),
  }
}

/**
 * Changes something and lets every list and record on the page come anew: nouns show parts of each other, and what is
 * not on the page is only marked as old.
 */
export function useChange() {
  const cache = useQueryCache()
  return async <Result>(change: () => Promise<Result>): Promise<Result> => {
    const result = await change()
    // The change is made. What is read anew may fail, or be overtaken by a live refresh: each list says so itself, and
    // what comes after the change (the toast, the next page) is not to be lost for that.
    await cache.invalidateQueries().catch(() => undefined)
    return result
  }
}

/** If-Match for a record as it was read: the service compares versions. */
export const ifMatch = (record: { version: number }) => `"${record.version}"`

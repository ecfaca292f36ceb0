import { useQuery, useQueryCache } from '@pinia/colada'
import {
  getMail,
  listMails,
  listUndeliverableAddresses,
  markAddressChecked,
  resendMail,
  type Mail,
  type MailQuery,
} from '@treffpunkt/shared/mails'
import { onScopeDispose, toValue, watch, type MaybeRefOrGetter } from 'vue'
import { call } from '../api/client.ts'
import { useLiveRefresh } from '../api/live.ts'
import { reloadOf, useChange, useList, useRecord } from '../api/queries.ts'

/** Mails, newest first, page by page; new ones come by themselves. */
export function useMails(filter: MaybeRefOrGetter<MailQuery>) {
  const list = useList(listMails, filter)
  useNews()
  useUntilSettled(() => list.items.value, list.reload)
  return list
}

/** One mail with its text. */
export function useMail(id: MaybeRefOrGetter<string>) {
  const record = useRecord(getMail, id)
  useNews()
  useUntilSettled(() => record.data.value && [record.data.value], record.reload)
  return record
}

/**
 * A mail is written when a registration changes, and says what the registration is now. All that was read of mails is
 * old then, also the list that somebody comes back to.
 */
function useNews(): void {
  const cache = useQueryCache()
  useLiveRefresh({ object: 'registration' }, () => cache.invalidateQueries({ key: ['mails'] }))
}

/** The newest mails about a registration, a person or a meeting, and how many there are. */
export function useMailsOf(whose: MaybeRefOrGetter<MailQuery>) {
  const query = useQuery({
    key: () => ['mails', 'of', JSON.stringify(toValue(whose))],
    query: async ({ signal }) => (await call(listMails, { query: { ...toValue(whose), limit: 5 }, signal })).data,
  })
  useNews()
  useUntilSettled(
    () => query.data.value?.items,
    () => reloadOf(query),
  )
  return query.data
}

/** Whether a mail server is set; undefined until that is known. */
export function useSending() {
  const { data } = useQuery({
    key: ['mails', 'sending'],
    query: async ({ signal }) => (await call(listMails, { query: { limit: 1 }, signal })).data.sending,
  })
  return data
}

/** Sends a mail once more. */
export function useResend() {
  const change = useChange()
  return (id: string) => change(() => call(resendMail, { params: { id } }))
}

/** Addresses that have refused mail for good since the office checked them: all, of one registration, of one person. */
export function useAddresses(whose: MaybeRefOrGetter<{ registrationId?: string; personId?: string }>) {
  const list = useList(listUndeliverableAddresses, whose)
  useLiveRefresh({ object: 'mail' }, list.reload)
  useLiveRefresh({ object: 'registration' }, list.reload)
  return list
}

/** The address of a mail that was refused is right after all. */
export function useAddressChecked() {
  const change = useChange()
  return (mailId: string) => change(() => call(markAddressChecked, { params: { id: mailId } }))
}

/** Sending is no change of anything, so nobody tells: while a mail is on its way, it is looked at again, ever more rarely. */
function useUntilSettled(shown: () => readonly Mail[] | undefined, reload: () => Promise<unknown>): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let looks = 0
  watch(
    shown,
    mails => {
      clearTimeout(timer)
      if (mails?.some(mail => mail.status === 'waiting'))
        timer = setTimeout(() => void reload(), Math.min(60_000, 1_000 * 2 ** looks++))
      else looks = 0
    },
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))
}

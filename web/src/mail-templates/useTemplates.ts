import { useQuery } from '@pinia/colada'
import type { Language } from '@treffpunkt/shared/languages'
import {
  getMailTemplate,
  listMailTemplates,
  previewMailTemplate,
  resetMailTemplate,
  tryMailTemplate,
  writeMailTemplate,
  type MailTemplate,
  type TemplateKind,
  type TemplateWords,
} from '@treffpunkt/shared/mail-templates'
import { listRegistrations } from '@treffpunkt/shared/registrations'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { call } from '../api/client.ts'
import { useLiveRefresh } from '../api/live.ts'
import { ifMatch, problemOf, reloadOf, useChange } from '../api/queries.ts'

export type Place = { kind: TemplateKind; language: Language }

/** The words of every kind of mail in every language. */
export function useTemplates() {
  const query = useQuery({
    key: ['mail-templates', 'list'],
    query: async ({ signal }) => (await call(listMailTemplates, { signal })).data.items,
  })
  const reload = () => reloadOf(query)
  useLiveRefresh({ object: 'mail_template' }, reload)
  return { items: query.data, problem: computed(() => problemOf(query.error.value)), reload }
}

/** The words of one kind of mail in one language, with everything that was written so far. */
export function useTemplate(place: MaybeRefOrGetter<Place>) {
  const query = useQuery({
    key: () => ['mail-templates', 'one', toValue(place).kind, toValue(place).language],
    query: async ({ signal }) => (await call(getMailTemplate, { params: toValue(place), signal })).data,
  })
  return { data: query.data, problem: computed(() => problemOf(query.error.value)), reload: () => reloadOf(query) }
}

const of = (registrationId: string | undefined) => (registrationId === undefined ? {} : { registrationId })

/** What can be done with the words of a mail. */
export function useTemplateActions() {
  const change = useChange()
  return {
    write: async ({ kind, language, version }: MailTemplate, body: TemplateWords) =>
      (await change(() => call(writeMailTemplate, { params: { kind, language }, body, ifMatch: ifMatch({ version }) })))
        .data,
    reset: async ({ kind, language, version }: MailTemplate) =>
      (await change(() => call(resetMailTemplate, { params: { kind, language }, ifMatch: ifMatch({ version }) }))).data,
    trial: async (params: Place, words: TemplateWords, registrationId: string | undefined, idempotencyKey: string) =>
      (await change(() => call(tryMailTemplate, { params, body: { ...words, ...of(registrationId) }, idempotencyKey })))
        .data,
    preview: async (params: Place, words: TemplateWords, registrationId: string | undefined) =>
      (await call(previewMailTemplate, { params, body: { ...words, ...of(registrationId) } })).data,
  }
}

/** Who is registered for a meeting: whose mail is shown as an example. */
export function useRecipients(meetingId: MaybeRefOrGetter<string>) {
  const query = useQuery({
    key: () => ['mail-templates', 'recipients', toValue(meetingId)],
    query: async ({ signal }) =>
      (await call(listRegistrations, { params: { id: toValue(meetingId) }, query: { limit: 200 }, signal })).data.items,
    enabled: () => toValue(meetingId) !== '',
  })
  return query.data
}

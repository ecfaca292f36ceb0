import type { Language } from '@treffpunkt/shared/languages'
import {
  changeSettings,
  getSettings,
  getText,
  getTextTemplate,
  listTextVersions,
  removeLogo,
  setLogo,
  writeText,
  type Settings,
  type SettingsChanges,
  type TextKind,
} from '@treffpunkt/shared/settings'
import { useQuery } from '@pinia/colada'
import { sendTestMail } from '@treffpunkt/shared/own-account'
import { computed, type MaybeRefOrGetter, toValue } from 'vue'
import { call, ServiceProblem } from '../api/client.ts'
import { ifMatch, useChange, reloadOf } from '../api/queries.ts'
import { useNetwork } from './useNetwork.ts'

type InLanguage = { kind: TextKind; language: Language }

const asProblem = (error: unknown) => (error instanceof ServiceProblem ? error : undefined)

/** The settings of the network. */
export function useSettings() {
  const query = useQuery({ key: ['settings'], query: async ({ signal }) => (await call(getSettings, { signal })).data })
  return { data: query.data, problem: computed(() => asProblem(query.error.value)), reload: () => reloadOf(query) }
}

/** The newest version of a text the law asks for, the German one where it is not translated; undefined data with problem 404 while there is none. */
export function useText(kind: MaybeRefOrGetter<TextKind>, language: MaybeRefOrGetter<Language>) {
  const query = useQuery({
    key: () => ['texts', toValue(kind), toValue(language)],
    query: async ({ signal }) =>
      (await call(getText, { params: { kind: toValue(kind) }, query: { language: toValue(language) }, signal })).data,
  })
  return { data: query.data, problem: computed(() => asProblem(query.error.value)), reload: () => reloadOf(query) }
}

/** All versions of a text in a language, newest first. */
export function useTextVersions(kind: MaybeRefOrGetter<TextKind>, language: MaybeRefOrGetter<Language>) {
  const query = useQuery({
    key: () => ['texts', 'versions', toValue(kind), toValue(language)],
    query: async ({ signal }) =>
      (
        await call(listTextVersions, {
          params: { kind: toValue(kind) },
          query: { language: toValue(language) },
          signal,
        })
      ).data.items,
  })
  return { data: query.data, problem: computed(() => asProblem(query.error.value)), reload: () => reloadOf(query) }
}

/** What can be done with the settings. */
export function useSettingsActions() {
  const change = useChange()
  const { reload } = useNetwork()
  return {
    save: async (body: SettingsChanges, settings: Settings) => {
      await change(() => call(changeSettings, { body, ifMatch: ifMatch(settings) }))
      await reload()
    },
    fresh: async () => (await call(getSettings, {})).data,
    sendTest: () => change(() => call(sendTestMail, {})),
    setLogo: async (body: { content: string; alt: string }, settings: Settings) => {
      await change(() => call(setLogo, { body, ifMatch: ifMatch(settings) }))
      await reload()
    },
    removeLogo: async (settings: Settings) => {
      await change(() => call(removeLogo, { ifMatch: ifMatch(settings) }))
      await reload()
    },
    write: ({ kind, language }: InLanguage, body: string, version: number) =>
      change(() =>
        call(writeText, { params: { kind }, query: { language }, body: { body }, ifMatch: ifMatch({ version }) }),
      ),
    template: async ({ kind, language }: InLanguage) =>
      (await call(getTextTemplate, { params: { kind }, query: { language } })).data.body,
    freshText: async ({ kind, language }: InLanguage) =>
      (await call(getText, { params: { kind }, query: { language } })).data,
  }
}

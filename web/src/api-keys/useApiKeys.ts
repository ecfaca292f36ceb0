import {
  createApiKey,
  endEarlierSecret,
  listApiKeys,
  restoreApiKey,
  revokeApiKey,
  rotateApiKey,
  type ApiKey,
  type ApiKeyRotation,
  type NewApiKey,
} from '@treffpunkt/shared/api-keys'
import { toValue, type MaybeRefOrGetter } from 'vue'
import { call } from '../api/client.ts'
import { useChange, usePagesOf } from '../api/queries.ts'

/** The keys of an organisation, newest first; asked only while `wanted`. */
export const useApiKeys = (organisationId: MaybeRefOrGetter<string>, wanted: MaybeRefOrGetter<boolean>) =>
  usePagesOf(listApiKeys, organisationId, { limit: 200 }, wanted)

/** What the office can do with the keys of an organisation. */
export function useApiKeyActions(organisationId: MaybeRefOrGetter<string>) {
  const change = useChange()
  const params = ({ id }: ApiKey) => ({ params: { id } })
  return {
    create: async (body: NewApiKey) =>
      (await change(() => call(createApiKey, { params: { id: toValue(organisationId) }, body }))).data,
    rotate: async (key: ApiKey, body: ApiKeyRotation) =>
      (await change(() => call(rotateApiKey, { ...params(key), body }))).data,
    endEarlier: (key: ApiKey) => change(() => call(endEarlierSecret, params(key))),
    revoke: (key: ApiKey) => change(() => call(revokeApiKey, params(key))),
    restore: (key: ApiKey) => change(() => call(restoreApiKey, params(key))),
  }
}

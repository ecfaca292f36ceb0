import {
  changeOrganisation,
  createOrganisation,
  deleteOrganisation,
  getOrganisation,
  listOrganisations,
  NewOrganisation,
  restoreOrganisation,
  type Organisation,
  type OrganisationChanges,
  type OrganisationQuery,
} from '@treffpunkt/shared/organisations'
import type { MaybeRefOrGetter } from 'vue'
import { call } from '../api/client.ts'
import { ifMatch, useChange, useList, useRecord } from '../api/queries.ts'

/** Organisations, page by page. */
export const useOrganisations = (filter: MaybeRefOrGetter<OrganisationQuery>) => useList(listOrganisations, filter)

/** One organisation. */
export const useOrganisation = (id: MaybeRefOrGetter<string>) => useRecord(getOrganisation, id)

/** What can be done with organisations. */
export function useOrganisationActions() {
  const change = useChange()
  return {
    schema: NewOrganisation,
    create: async (body: NewOrganisation, idempotencyKey: string) =>
      (await change(() => call(createOrganisation, { body, idempotencyKey }))).data,
    save: (body: OrganisationChanges, organisation: Organisation) =>
      change(() => call(changeOrganisation, { params: { id: organisation.id }, body, ifMatch: ifMatch(organisation) })),
    fresh: async (id: string) => (await call(getOrganisation, { params: { id } })).data,
    remove: (organisation: Organisation) =>
      call(deleteOrganisation, { params: { id: organisation.id }, ifMatch: ifMatch(organisation) }),
    restore: (organisation: Organisation) => call(restoreOrganisation, { params: { id: organisation.id } }),
  }
}

import {
  changePerson,
  createPerson,
  deletePerson,
  getPerson,
  listPeople,
  NewPerson,
  restorePerson,
  type Person,
  type PersonChanges,
  type PersonQuery,
} from '@treffpunkt/shared/people'
import type { MaybeRefOrGetter } from 'vue'
import { call } from '../api/client.ts'
import { ifMatch, useChange, useList, useRecord } from '../api/queries.ts'

/** People, page by page. */
export const usePeople = (filter: MaybeRefOrGetter<PersonQuery>) => useList(listPeople, filter)

/** One person. */
export const usePerson = (id: MaybeRefOrGetter<string>) => useRecord(getPerson, id)

/** What can be done with people. */
export function usePersonActions() {
  const change = useChange()
  return {
    schema: NewPerson,
    create: async (body: NewPerson, idempotencyKey: string) =>
      (await change(() => call(createPerson, { body, idempotencyKey }))).data,
    save: (body: PersonChanges, person: Person) =>
      change(() => call(changePerson, { params: { id: person.id }, body, ifMatch: ifMatch(person) })),
    fresh: async (id: string) => (await call(getPerson, { params: { id } })).data,
    remove: (person: Person) => call(deletePerson, { params: { id: person.id }, ifMatch: ifMatch(person) }),
    restore: (person: Person) => call(restorePerson, { params: { id: person.id } }),
  }
}

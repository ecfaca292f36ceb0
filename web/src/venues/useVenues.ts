import {
  changeVenue,
  createVenue,
  deleteVenue,
  getVenue,
  listVenues,
  NewVenue,
  restoreVenue,
  type Venue,
  type VenueChanges,
  type VenueQuery,
} from '@treffpunkt/shared/venues'
import type { MaybeRefOrGetter } from 'vue'
import { call } from '../api/client.ts'
import { ifMatch, useChange, useList, useRecord } from '../api/queries.ts'

/** Venues, page by page. */
export const useVenues = (filter: MaybeRefOrGetter<VenueQuery>) => useList(listVenues, filter)

/** One venue. */
export const useVenue = (id: MaybeRefOrGetter<string>) => useRecord(getVenue, id)

/** What can be done with venues. */
export function useVenueActions() {
  const change = useChange()
  return {
    schema: NewVenue,
    create: async (body: NewVenue, idempotencyKey: string) =>
      (await change(() => call(createVenue, { body, idempotencyKey }))).data,
    save: (body: VenueChanges, venue: Venue) =>
      change(() => call(changeVenue, { params: { id: venue.id }, body, ifMatch: ifMatch(venue) })),
    fresh: async (id: string) => (await call(getVenue, { params: { id } })).data,
    remove: (venue: Venue) => call(deleteVenue, { params: { id: venue.id }, ifMatch: ifMatch(venue) }),
    restore: (venue: Venue) => call(restoreVenue, { params: { id: venue.id } }),
  }
}

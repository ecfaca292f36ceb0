import { placeOf } from './places.ts'

/** Where a house stands, as far as it is known. */
type Place = { name: string; street: string | null; postalCode: string | null; municipality: string }

/** "Lindenstraße 5, 06679 Hohenmölsen"; without a street "06679 Hohenmölsen", and nothing that the name has not said. */
export function addressOf({ street, postalCode, municipality }: Place): string {
  const town = [postalCode, municipality].filter(Boolean).join(' ')
  return street ? `${street}, ${town}` : postalCode ? town : ''
}

/**
 * A search for the house on OpenStreetMap: a link, no map of others within our page. Where no street is known it is looked
 * for by its name in its municipality alone: every further word has to be known to the map as well.
 */
export const mapLink = (venue: Place): string =>
  `https://www.openstreetmap.org/search?query=${encodeURIComponent(venue.street ? addressOf(venue) : placeOf(venue))}`

import type { NewVenue, Venue } from '@treffpunkt/shared/venues'
import { numberOrNull, textOrMissing, textOrNull, triState, type TriState } from '../form/reading.ts'
import { text } from '../i18n.ts'

/** A venue as it stands in the fields. */
export const venueValues = (venue?: Venue) => ({
  name: venue?.name ?? '',
  street: venue?.street ?? '',
  postalCode: venue?.postalCode ?? '',
  municipality: venue?.municipality ?? '',
  capacity: venue?.capacity?.toString() ?? '',
  stepFree: triState.toValue(venue?.stepFree ?? null),
  accessibleToilet: triState.toValue(venue?.accessibleToilet ?? null),
  inductionLoop: triState.toValue(venue?.inductionLoop ?? null),
  directions: venue?.directions ?? '',
  contactName: venue?.contactName ?? '',
  contactEmail: venue?.contactEmail ?? '',
  contactPhone: venue?.contactPhone ?? '',
})
export type VenueValues = ReturnType<typeof venueValues>

/** From the fields to what is sent. */
export const venueBody = (values: VenueValues) =>
  ({
    name: textOrMissing(values.name),
    street: textOrNull(values.street),
    postalCode: textOrNull(values.postalCode),
    municipality: textOrMissing(values.municipality),
    capacity: numberOrNull(values.capacity),
    stepFree: triState.fromValue(values.stepFree),
    accessibleToilet: triState.fromValue(values.accessibleToilet),
    inductionLoop: triState.fromValue(values.inductionLoop),
    directions: textOrNull(values.directions),
    contactName: textOrNull(values.contactName),
    contactEmail: textOrNull(values.contactEmail),
    contactPhone: textOrNull(values.contactPhone),
  }) as NewVenue

/** Labels and instructions. */
export const venueTexts = () => ({
  name: { label: text('venues.name'), empty: text('venues.nameEmpty') },
  street: { label: text('venues.street') },
  postalCode: { label: text('venues.postalCode'), codes: { pattern: text('officeMistakes.postalCode') } },
  municipality: { label: text('venues.municipality'), empty: text('venues.municipalityEmpty') },
  capacity: { label: text('venues.capacity') },
  stepFree: { label: text('venues.stepFree') },
  accessibleToilet: { label: text('venues.accessibleToilet') },
  inductionLoop: { label: text('venues.inductionLoop') },
  directions: { label: text('venues.directions') },
  contactName: { label: text('venues.contactName') },
  contactEmail: { label: text('venues.contactEmail') },
  contactPhone: { label: text('venues.contactPhone') },
})

/** Words for "known, known not to be, not asked yet". */
export const knownOptions = (): { value: TriState; text: string }[] => [
  { value: 'yes', text: text('list.yes') },
  { value: 'no', text: text('list.no') },
]

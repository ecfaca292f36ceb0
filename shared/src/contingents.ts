import { Type, type Static } from 'typebox'
import { Id, Instant, Nullable } from './common.ts'
import { OrganisationName, Sector } from './organisations.ts'
import { Ref } from './route.ts'

const fields = {
  seats: Type.Integer({ minimum: 1, maximum: 100_000 }),
  /** From then on its free seats are there for everybody. */
  releasesAt: Instant,
}

/** Seats kept for the people of one organisation or of one sector: exactly one of the two is named. */
export const NewContingent = Type.Union(
  [
    Type.Object({ organisationId: Id, ...fields }, { additionalProperties: false }),
    Type.Object({ sector: Ref(Sector), ...fields }, { additionalProperties: false }),
  ],
  { $id: 'NewContingent' },
)
export type NewContingent = Static<typeof NewContingent>

export const Contingent = Type.Object(
  { organisation: Nullable(Ref(OrganisationName)), sector: Nullable(Ref(Sector)), ...fields },
  { $id: 'Contingent', additionalProperties: false },
)
export type Contingent = Static<typeof Contingent>

/** A contingent and how full it is. */
export const ContingentSeats = Type.Object(
  {
    ...Contingent.properties,
    isReleased: Type.Boolean(),
    /** Of its seats, those that its people hold; null once it is released. */
    taken: Nullable(Type.Integer()),
  },
  { $id: 'ContingentSeats', additionalProperties: false },
)
export type ContingentSeats = Static<typeof ContingentSeats>

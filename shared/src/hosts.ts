import { Type, type Static } from 'typebox'
import { Id, Instant } from './common.ts'
import { OrganisationName } from './organisations.ts'
import { Ref } from './route.ts'

/** Whether an organisation is host of a meeting: it was asked, and has said yes or no. */
export const HostState = Type.Enum(['asked', 'accepted', 'declined'], { $id: 'HostState' })
export type HostState = Static<typeof HostState>

export const NewHost = Type.Object(
  { organisationId: Id, state: Ref(HostState) },
  { $id: 'NewHost', additionalProperties: false },
)
export type NewHost = Static<typeof NewHost>

export const Host = Type.Object(
  {
    organisation: Ref(OrganisationName),
    state: Ref(HostState),
    /** Since when it is asked, has accepted or has declined. */
    since: Instant,
  },
  { $id: 'Host', additionalProperties: false },
)
export type Host = Static<typeof Host>

import { Type, type Static } from 'typebox'
import { IdParams, Nullable, problems } from './common.ts'
import { who } from './registrations.ts'
import { Ref, defineRoute } from './route.ts'

/**
 * Who agreed that the participants of a meeting may know their name, organisation and address; nothing else of them.
 * Read anew every time: who takes the consent back or withdraws is not on it any more.
 */
export const ContactList = Type.Object(
  {
    meetingName: Type.String(),
    items: Type.Array(
      Type.Object(
        { ...who, organisation: Nullable(Type.String()), email: Type.String() },
        { additionalProperties: false },
      ),
    ),
  },
  { $id: 'ContactList', additionalProperties: false },
)
export type ContactList = Static<typeof ContactList>

const tags = ['registrations'] as const

export const getContactList = defineRoute({
  method: 'GET',
  url: '/api/v1/meetings/:id/contact-list',
  config: { access: 'coordinator' },
  schema: {
    operationId: 'getContactList',
    summary: 'Those with a seat who agreed to be on the list for the participants, by last name',
    tags,
    params: IdParams,
    response: { 200: Ref(ContactList), ...problems(401, 403, 404) },
  },
})
export const getOwnContactList = defineRoute({
  method: 'GET',
  url: '/api/v1/own-registration/contact-list',
  config: { access: 'attendee' },
  schema: {
    operationId: 'getOwnContactList',
    summary: 'The same, for somebody who is on it; for everybody else there is none',
    tags,
    response: { 200: Ref(ContactList), ...problems(401, 404) },
  },
})

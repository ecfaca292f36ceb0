import { Type, type Static } from 'typebox'
import { Id, IdParams, Instant, Nullable, listQuery, pageOf, problems } from './common.ts'
import { Ref, defineRoute } from './route.ts'

/** `kept`: no mail server is set, the mail waits on the mail page. `waiting`: on its way. `failed`: given up. */
export const MailStatus = Type.Enum(['waiting', 'sent', 'kept', 'failed'], { $id: 'MailStatus' })
export type MailStatus = Static<typeof MailStatus>

export const Mail = Type.Object(
  {
    id: Id,
    kind: Type.String(),
    to: Type.String(),
    subject: Type.String(),
    status: Ref(MailStatus),
    registrationId: Nullable(Id),
    createdAt: Instant,
    sentAt: Nullable(Instant),
    attempts: Type.Integer(),
    /** What the mail server said when it did not take the mail. */
    failure: Nullable(Type.String()),
  },
  { $id: 'Mail', additionalProperties: false },
)
export type Mail = Static<typeof Mail>

/** A mail as it is or will be sent; links in `text` and `links` work. */
export const MailContent = Type.Object(
  {
    ...Mail.properties,
    text: Type.String(),
    /** The links of the mail, so that they can be clicked where no mail is sent. */
    links: Type.Array(Type.Object({ label: Type.String(), url: Type.String() }, { additionalProperties: false })),
  },
  { $id: 'MailContent', additionalProperties: false },
)
export type MailContent = Static<typeof MailContent>

export const MailQuery = Type.Object(
  {
    cursor: listQuery.cursor,
    limit: listQuery.limit,
    status: Type.Optional(Ref(MailStatus)),
    registrationId: Type.Optional(Id),
    mailingId: Type.Optional(Id),
  },
  { additionalProperties: false },
)
export type MailQuery = Static<typeof MailQuery>

const tags = ['mails'] as const
const config = { access: 'coordinator' } as const

export const listMails = defineRoute({
  method: 'GET',
  url: '/api/v1/mails',
  config: { access: 'reader' },
  schema: {
    operationId: 'listMails',
    summary: 'Mails of the last 90 days, newest first',
    tags,
    querystring: MailQuery,
    response: {
      200: Type.Object(
        {
          ...pageOf(Ref(Mail)).properties,
          /** False: no mail server is set, nothing is sent. */ sending: Type.Boolean(),
        },
        { additionalProperties: false },
      ),
      ...problems(401, 403),
    },
  },
})
export const getMail = defineRoute({
  method: 'GET',
  url: '/api/v1/mails/:id',
  config: { access: 'reader' },
  schema: {
    operationId: 'getMail',
    summary: 'A mail with its text',
    tags,
    params: IdParams,
    response: { 200: Ref(MailContent), ...problems(401, 403, 404) },
  },
})
export const resendMail = defineRoute({
  method: 'POST',
  url: '/api/v1/mails/:id/resend',
  config,
  schema: {
    operationId: 'resendMail',
    summary: 'Send a mail once more',
    tags,
    params: IdParams,
    response: { 200: Ref(Mail), ...problems(401, 403, 404, 409) },
  },
})

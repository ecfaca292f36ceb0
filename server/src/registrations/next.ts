import { prefixOf, type Language } from '@treffpunkt/shared/languages'
import type { NextMeeting } from '@treffpunkt/shared/sign-up'
import { sql } from 'kysely'
import type { Service } from '../http/service.ts'
import { getPublicMeeting } from '../meetings/public-queries.ts'
import { mayComeAgain } from './known.ts'
import { liveStatuses } from './queries.ts'
import { againToken, invitationToken } from './tokens.ts'

type Row = { meetingId: string; linkVersion: number; invitationId: string | null }

/**
 * The next meeting that somebody from an earlier one can sign up for: the soonest that is open and public, or that they
 * were invited to. Nothing before the earlier one has begun.
 * @param language of the form that the link opens.
 */
export async function getNextMeeting(
  { db, keys, config }: Pick<Service, 'db' | 'keys' | 'config'>,
  registrationId: string,
  language: Language,
): Promise<NextMeeting> {
  const { rows } = await sql<Row>`
    select m.id as meeting_id, r.link_version, i.id as invitation_id
    from registrations r join meetings e on e.id = r.meeting_id
      cross join meeting_facts m left join invitations i on i.meeting_id = m.id and i.person_id = r.person_id
    where r.id = ${registrationId}::uuid and ${mayComeAgain} and e.starts_at <= now()
      and m.id <> e.id and m.state = 'open' and m.starts_at > now() and m.cancelled_at is null and m.deleted_at is null
      and (m.visibility = 'public' or i.id is not null)
      and not exists (select from registrations o where o.meeting_id = m.id
        and (o.person_id = r.person_id or o.person_key = r.person_key) and o.status = any(${[...liveStatuses]}::text[]))
    order by m.starts_at, m.id limit 1`.execute(db)
  const [row] = rows
  if (row === undefined) return { meeting: null, signUpUrl: null }
  const { meetingId, linkVersion, invitationId } = row
  const token =
    invitationId === null
      ? againToken(keys, { id: registrationId, linkVersion }, meetingId)
      : invitationToken(keys, invitationId)
  return {
    meeting: await getPublicMeeting(db, meetingId),
    signUpUrl: `${config.publicUrl}${prefixOf(language)}/meetings/${meetingId}/sign-up?invitation=${token}`,
  }
}

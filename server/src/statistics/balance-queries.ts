import { sql } from 'kysely'
import { Sector } from '@treffpunkt/shared/organisations'
import { Engagement } from '@treffpunkt/shared/people'
import type { Balance } from '@treffpunkt/shared/statistics'
import type { Db } from '../db/connect.ts'
import { isEarlier } from '../meetings/queries.ts'
import { notFound } from '../problems.ts'
import { holdsOrWaits } from '../registrations/queries.ts'

/** People of one sector and engagement: of this meeting, or of the one before. */
type Group = {
  sector: Sector | null
  engagement: Engagement | null
  now: number
  registeredBefore: number
  attendedBefore: number
}

/**
 * Who comes to a meeting against who came to the last one of its kind of which the names are known. The sector is counted
 * as in the attendance that is fixed when a meeting is concluded: as people said themselves, else that of their organisation.
 * @throws not_found for an unknown meeting.
 */
export async function getBalance(db: Db, meetingId: string): Promise<Balance> {
  const { rows } = await sql<{ before: Balance['before']; groups: Group[] }>`
    select case when p.id is not null then json_build_object('meetingId', p.id, 'name', (select f.name from meeting_facts f where f.id = p.id),
        'startsAt', p.starts_at) end as before,
      (select coalesce(json_agg(g), '[]') from (
        select c.sector, c.engagement, count(*) filter (where c.now) as now,
          count(*) filter (where c.had_place) as "registeredBefore", count(*) filter (where c.came) as "attendedBefore"
        from (
          select coalesce(r.sector, o.sector) as sector, r.engagement, true as now, false as had_place, false as came
          from registrations r left join organisations o on o.id = r.organisation_id where r.meeting_id = m.id and ${holdsOrWaits}
          union all
          select a.sector, a.engagement, false, a.had_place, a.arrived_at is not null from attendance a where a.meeting_id = p.id
        ) c group by 1, 2
      ) g) as groups
    from meetings m
    left join lateral (
      select b.id, b.starts_at from meetings b where ${isEarlier} and exists (select from attendance a where a.meeting_id = b.id)
      order by b.starts_at desc, b.id desc limit 1
    ) p on true
    where m.id = ${meetingId} and m.deleted_at is null`.execute(db)
  const [found] = rows
  if (found === undefined) throw notFound()
  const { before, groups } = found
  const sum = (those: readonly Group[]) => {
    const of = (field: 'now' | 'registeredBefore' | 'attendedBefore') =>
      those.reduce((total, one) => total + one[field], 0)
    return {
      now: of('now'),
      registeredBefore: before && of('registeredBefore'),
      attendedBefore: before && of('attendedBefore'),
    }
  }
  const any = ({ now, registeredBefore, attendedBefore }: ReturnType<typeof sum>) =>
    now + (registeredBefore ?? 0) + (attendedBefore ?? 0) > 0
  const unsaid = <Row extends { now: number; registeredBefore: number | null; attendedBefore: number | null }>(
    row: Row,
  ) => (any(row) ? [row] : [])
  const of = <Field extends 'sector' | 'engagement'>(field: Field, value: Group[Field]) =>
    sum(groups.filter(one => one[field] === value))
  return {
    ...sum(groups),
    // JSON carries the instant in the offset of the session
    before: before && { ...before, startsAt: new Date(before.startsAt).toISOString() },
    bySector: [
      ...Sector.enum.map(sector => ({ sector, ...of('sector', sector) })),
      ...unsaid({ sector: null, ...of('sector', null) }),
    ],
    byEngagement: [
      ...Engagement.enum.map(engagement => ({ engagement, ...of('engagement', engagement) })),
      ...unsaid({ engagement: null, ...of('engagement', null) }),
    ],
  }
}

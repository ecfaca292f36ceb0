import { sql } from 'kysely'
import type { Contingent } from '@treffpunkt/shared/contingents'

/** The contingents of meeting `m`, those of organisations first. */
export const contingentsOf = sql<Contingent[]>`(
  select coalesce(json_agg(json_build_object('organisation', case when o.id is not null then json_build_object('id', o.id, 'name', o.name) end,
    'sector', c.sector, 'seats', c.seats, 'releasesAt', c.releases_at) order by o.name, c.sector), '[]')
  from contingents c left join organisations o on o.id = c.organisation_id where c.meeting_id = m.id)`

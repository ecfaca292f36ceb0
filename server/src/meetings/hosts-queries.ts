import { sql } from 'kysely'
import type { Host } from '@treffpunkt/shared/hosts'
import type { PublicMeeting } from '@treffpunkt/shared/meetings'

/** Who was asked to be host of meeting `m`, in the order in which the office named them. */
export const hostsOf = sql<Host[]>`(
  select coalesce(json_agg(json_build_object('organisation', json_build_object('id', o.id, 'name', o.name), 'state', h.state, 'since', h.since)
    order by h.position), '[]')
  from meeting_hosts h join organisations o on o.id = h.organisation_id where h.meeting_id = m.id)`

/** Who has accepted to be host of meeting `m`: nobody else is named in public. */
export const publicHostsOf = sql<PublicMeeting['hosts']>`(
  select coalesce(json_agg(json_build_object('name', o.name, 'website', o.website) order by h.position), '[]')
  from meeting_hosts h join organisations o on o.id = h.organisation_id where h.meeting_id = m.id and h.state = 'accepted')`

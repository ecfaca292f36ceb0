import type { Attends } from '@treffpunkt/shared/attendance-modes'
import type { ExportColumn } from '@treffpunkt/shared/exports'
import { answerInWords } from '@treffpunkt/shared/question-answers'
import type { Answers, PublicQuestion } from '@treffpunkt/shared/questions'
import type { Sector } from '@treffpunkt/shared/organisations'
import type { Engagement } from '@treffpunkt/shared/people'
import type { Consents, Needs, Registration, RegistrationStatus } from '@treffpunkt/shared/registrations'

/** What is known of one person for a file. */
export type ExportRow = {
  firstName: string
  lastName: string
  email: string | null
  organisation: string | null
  sector: Sector | null
  engagement: Engagement | null
  status: RegistrationStatus
  attends: Attends | null
  queuePosition: number | null
  createdAt: string
  addressConfirmedAt: string | null
  source: Registration['source']
  shortCode: string
  consents: Consents
  /** Null where they were not asked for. */
  needs: Needs | null
  /** To the questions that were asked for. */
  answers: Answers
}

/** An instant is a date whose parts in UTC are those of the clock where the network lives. */
export type Cell = string | number | Date | null

type Column = {
  /** In characters. */
  width: number
  cell: (row: ExportRow, clock: (instant: string) => Date) => Cell
}

const sources = {
  public: 'Person selbst',
  coordinator: 'Koordination',
  partner: 'Organisation',
} as const satisfies Record<Registration['source'], string>

const statuses: Record<RegistrationStatus, string> = {
  pending: 'Anfrage',
  confirmed: 'Bestätigt',
  unconfirmed: 'Noch nicht bestätigt',
  offered: 'Platz angeboten',
  waitlisted: 'Warteliste',
  withdrawn: 'Abgemeldet',
  substituted: 'Platz weitergegeben',
  lapsed: 'Angebot abgelaufen',
  expired: 'Nicht bestätigt, verfallen',
  refused: 'Abgelehnt',
}
const ways: Record<Attends, string> = { on_site: 'vor Ort', online: 'online' }
const sectors: Record<Sector, string> = {
  administration: 'Verwaltung',
  civil_society: 'Zivilgesellschaft',
  welfare_and_advice: 'Träger und Beratung',
  business: 'Wirtschaft',
  education_and_research: 'Bildung und Wissenschaft',
  other: 'Sonstiges',
}
const foods: Record<NonNullable<Needs['food']>, string> = {
  vegetarian: 'vegetarisch',
  vegan: 'vegan',
  no_pork: 'ohne Schweinefleisch',
  other: 'anderes',
}
const yes = (is: boolean | undefined): string => (is === true ? 'ja' : 'nein')

/** The answer to a question as it stands in a cell. */
export function answerCell(question: PublicQuestion, { answers }: ExportRow): Cell {
  const value = answers[question.id]
  if (value === undefined || typeof value === 'number') return value ?? null
  return answerInWords(question, value, { yes: yes(true), no: yes(false) }).join('; ')
}

/** How each column is filled. */
export const columns: Record<ExportColumn, Column> = {
  lastName: { width: 24, cell: row => row.lastName },
  firstName: { width: 20, cell: row => row.firstName },
  organisation: { width: 36, cell: row => row.organisation },
  sector: { width: 26, cell: row => row.sector && sectors[row.sector] },
  engagement: {
    width: 28,
    cell: row => row.engagement && (row.engagement === 'volunteer' ? 'ehrenamtlich' : 'beruflich'),
  },
  email: { width: 36, cell: row => row.email },
  status: { width: 26, cell: row => statuses[row.status] },
  attends: { width: 12, cell: row => row.attends && ways[row.attends] },
  queuePosition: { width: 24, cell: row => row.queuePosition },
  createdAt: { width: 18, cell: (row, clock) => clock(row.createdAt) },
  addressConfirmedAt: {
    width: 22,
    cell: (row, clock) => row.addressConfirmedAt && clock(row.addressConfirmedAt),
  },
  source: { width: 18, cell: row => sources[row.source] },
  shortCode: { width: 10, cell: row => row.shortCode },
  contactList: { width: 26, cell: row => yes(row.consents.contactList) },
  invitations: { width: 26, cell: row => yes(row.consents.invitations) },
  photographs: { width: 20, cell: row => yes(row.consents.photographs) },
  stepFree: { width: 20, cell: row => yes(row.needs?.stepFree) },
  interpreter: { width: 20, cell: row => row.needs?.interpreter ?? null },
  food: { width: 22, cell: row => (row.needs?.food == null ? null : foods[row.needs.food]) },
  otherNeeds: { width: 40, cell: row => row.needs?.other ?? null },
}

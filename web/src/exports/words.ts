import type { Export, ExportColumn, ExportFormat } from '@treffpunkt/shared/exports'
import type { RegistrationFilter } from '@treffpunkt/shared/registration-batches'
import { text, type TextKey } from '../i18n.ts'
import { statusTexts } from '../registrations/office-words.ts'

/** What a column says, as in the file. */
export const columnTexts: Record<ExportColumn, TextKey> = {
  lastName: 'exports.columns.lastName',
  firstName: 'exports.columns.firstName',
  organisation: 'exports.columns.organisation',
  sector: 'exports.columns.sector',
  engagement: 'exports.columns.engagement',
  email: 'exports.columns.email',
  status: 'exports.columns.status',
  attends: 'exports.columns.attends',
  queuePosition: 'exports.columns.queuePosition',
  createdAt: 'exports.columns.createdAt',
  addressConfirmedAt: 'exports.columns.addressConfirmedAt',
  source: 'exports.columns.source',
  shortCode: 'exports.columns.shortCode',
  contactList: 'exports.columns.contactList',
  invitations: 'exports.columns.invitations',
  photographs: 'exports.columns.photographs',
  stepFree: 'exports.columns.stepFree',
  interpreter: 'exports.columns.interpreter',
  food: 'exports.columns.food',
  otherNeeds: 'exports.columns.otherNeeds',
}

export const formatTexts: Record<ExportFormat, TextKey> = {
  xlsx: 'exports.formatXlsx',
  csv: 'exports.formatCsv',
}

/** The filters of the list in words: "Stand: Warteliste, Suche: „Weber“"; empty where there are none. */
export const filterInWords = ({ status, attends, q, organisationId, unsettled }: RegistrationFilter): string =>
  [
    status && text('exports.filterStatus', { status: text(statusTexts[status]) }),
    attends && text(attends === 'online' ? 'registrations.online' : 'registrations.onSite'),
    q?.trim() && text('exports.filterSearch', { q: q.trim() }),
    organisationId && text('exports.filterOrganisation'),
    unsettled && text('exports.filterUnsettled'),
  ]
    .filter(Boolean)
    .join(', ')

/** Who was meant, in words. */
export function whoseInWords({ chosen, filter }: Export): string {
  if (chosen !== null) return text('exports.whoseChosen')
  return filterInWords(filter) || text('exports.whoseAll')
}

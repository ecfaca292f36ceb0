import type { Change, HistoryEntry, ObjectType } from '@treffpunkt/shared/changes'
import { text, type TextKey } from '../i18n.ts'
import type { ServiceProblem } from '../api/client.ts'
import { isLanguage, languages } from '@treffpunkt/shared/languages'
import { kindText } from '../mails/kinds.ts'
import { textTitles } from '../settings/titles.ts'
import { clockTime, dayInDigits, shortMoment } from '../ui/dates.ts'
import { fieldWord } from './values.ts'

const kinds: Record<string, TextKey> = {
  created: 'changes.created',
  deleted: 'changes.deleted',
  restored: 'changes.restored',
  published: 'changes.published',
  opened: 'changes.opened',
  closed: 'changes.closed',
  cancelled: 'changes.cancelled',
  rescheduled: 'changes.rescheduled',
  reminded: 'changes.reminded',
  address_checked: 'changes.addressChecked',
  template_tried: 'changes.templateTried',
  concluded: 'changes.concluded',
  exported: 'changes.exported',
  requested: 'changes.requested',
  refused: 'changes.refused',
  confirmed: 'changes.confirmed',
  waitlisted: 'changes.waitlisted',
  offered: 'changes.offered',
  lapsed: 'changes.lapsed',
  expired: 'changes.expired',
  withdrawn: 'changes.withdrawn',
  substituted: 'changes.substituted',
  repeated: 'changes.repeated',
  erased: 'changes.erased',
  organisation_settled: 'changes.organisationSettled',
  revoked: 'changes.revoked',
  present: 'changes.present',
  left: 'changes.left',
  excused: 'changes.excused',
  no_show: 'changes.noShow',
  undone: 'changes.undone',
  invited: 'changes.invited',
  link_made: 'changes.linkMade',
  signed_out: 'changes.signedOut',
  password_set: 'changes.passwordSet',
  password_reset_requested: 'changes.passwordResetRequested',
  email_change_requested: 'changes.emailChangeRequested',
  report_answered: 'changes.reportAnswered',
  report_closed: 'changes.reportClosed',
  report_erased: 'changes.reportErased',
  reopened: 'changes.reopened',
  rotated: 'changes.rotated',
  secret_ended: 'changes.secretEnded',
  access_task_decided: 'changes.accessTaskDecided',
  written: 'changes.written',
  sent: 'changes.sent',
  declined: 'changes.declined',
  taken_back: 'changes.takenBack',
}

// Fields that follow from others (a meeting's state, its public address) have no word and are left out.
const fields: Record<string, TextKey> = {
  name: 'changes.name',
  title: 'changes.name',
  kind: 'changes.kind',
  focusTopic: 'changes.focusTopic',
  summary: 'changes.summary',
  costs: 'changes.costs',
  startsAt: 'changes.startsAt',
  endsAt: 'changes.endsAt',
  venueId: 'changes.venue',
  attendanceMode: 'changes.attendanceMode',
  onlineUrl: 'changes.onlineRoom',
  onlineNotes: 'changes.onlineRoom',
  workingGroupId: 'changes.workingGroup',
  capacity: 'changes.capacity',
  onlineCapacity: 'changes.onlineCapacity',
  attends: 'changes.attends',
  reminders: 'reminders.title',
  visibility: 'changes.visibility',
  approval: 'changes.approval',
  contingents: 'changes.contingents',
  hosts: 'changes.hosts',
  registrationOpensAt: 'changes.registrationOpensAt',
  registrationClosesAt: 'changes.registrationClosesAt',
  headCount: 'changes.headCount',
  street: 'changes.street',
  postalCode: 'changes.postalCode',
  municipality: 'changes.municipality',
  stepFree: 'changes.access',
  accessibleToilet: 'changes.access',
  inductionLoop: 'changes.access',
  directions: 'changes.directions',
  contactName: 'changes.contact',
  contactEmail: 'changes.contact',
  contactPhone: 'changes.contact',
  sector: 'changes.sector',
  website: 'changes.website',
  aliases: 'changes.aliases',
  firstName: 'changes.firstName',
  lastName: 'changes.lastName',
  email: 'changes.email',
  affiliations: 'changes.affiliations',
  organisationId: 'changes.organisation',
  organisationTyped: 'changes.organisation',
  engagement: 'changes.engagement',
  partnerReference: 'changes.partnerReference',
  needs: 'changes.needs',
  consents: 'changes.consents',
  state: 'changes.state',
  role: 'changes.role',
  disabled: 'changes.disabled',
  note: 'changes.note',
  networkName: 'changes.networkName',
  seriesName: 'changes.networkName',
  officeName: 'changes.officeContact',
  timeZone: 'changes.timeZone',
  languages: 'changes.languages',
  senderName: 'changes.sender',
  replyTo: 'changes.sender',
  accent: 'changes.look',
  logo: 'changes.look',
  privacyOfficerName: 'changes.privacyOfficer',
  privacyOfficerEmail: 'changes.privacyOfficer',
  filter: 'changes.filter',
  translations: 'translations.title',
  subject: 'changes.subject',
  body: 'changes.text',
  firstStepsHidden: 'changes.firstSteps',
  accessibilityReviewedOn: 'settings.reviewedOn',
  signLanguageVideo: 'settings.signLanguage',
}

const actors: Record<string, TextKey> = {
  system: 'changes.bySystem',
  attendee: 'changes.byAttendee',
  other_attendee: 'changes.byOtherAttendee',
  public: 'changes.byPublic',
  door_link: 'changes.byDoorLink',
  partner: 'changes.byPartner',
}

/** What a field of an object is called. */
export const fieldName = (object: ObjectType, field: string): string => fieldWord(object, field, fields)

/** Why a value is not given back; undefined when the general sentence fits. */
export function whyNotGivenBack({ code, problem }: ServiceProblem, object: ObjectType): string | undefined {
  const refused = problem?.errors?.[0]
  if (refused) {
    const field = refused.pointer.split('/')[1] ?? ''
    const known: Record<string, TextKey> = {
      above_capacity: 'contingents.capacityBelow',
      no_capacity: 'contingents.noCapacity',
      unknown_id: 'record.referenceDeleted',
    }
    const why = known[refused.code]
    return [text('changes.notFitting', { field: fieldName(object, field) }), why && text(why)].filter(Boolean).join(' ')
  }
  if (code === 'already_exists') return text('record.nameTaken')
  if (code === 'nothing_to_undo' || code === 'not_found') return text('record.tooLate')
  if (code === 'people_are_told') return text('changes.toldText')
  if (code === 'meeting_held') return text('changes.held')
  return undefined
}

/** "Geändert: Ort, Plätze". @param object where lines of several kinds stand together. */
export function whatHappened({ kind, fields: names }: Pick<Change, 'kind' | 'fields'>, object?: ObjectType): string {
  if (kind === 'created' && object === 'registration') return text('changes.signedUp')
  // of what is new every field is, and only where it comes from says something
  if (kind === 'created' && names.includes('clonedFrom')) return text('changes.cloned')
  if (kind === 'deleted' && object === 'mail_template') return text('changes.templateReset')
  const known = kinds[kind]
  if (known) return text(known)
  const words = new Set(names.flatMap(name => (fields[name] ? [text(fields[name])] : [])))
  return words.size > 0 ? text('changes.changedFields', { fields: [...words].join(', ') }) : text('changes.changed')
}

/** What the objects of the history are called when there is no name to call them by. */
export const objectTexts: Record<ObjectType, TextKey> = {
  meeting: 'changes.objectMeeting',
  registration: 'changes.objectRegistration',
  attendance: 'changes.objectAttendance',
  person: 'changes.objectPerson',
  organisation: 'changes.objectOrganisation',
  working_group: 'changes.objectWorkingGroup',
  venue: 'changes.objectVenue',
  mailing: 'changes.objectMailing',
  invitation: 'changes.objectInvitation',
  view: 'changes.objectView',
  door_link: 'changes.objectDoorLink',
  barrier_report: 'changes.objectBarrierReport',
  text: 'changes.objectText',
  settings: 'changes.objectSettings',
  account: 'changes.objectAccount',
  api_key: 'changes.objectApiKey',
  question: 'changes.objectQuestion',
  mail: 'changes.objectMail',
  mail_template: 'changes.objectMailTemplate',
}

/** "Mailtext „Platz bestätigt“, English" */
function templateName(name: string | null): string {
  const [kind = '', language = ''] = (name ?? '').split(' ')
  if (!kind || !isLanguage(language)) return text('changes.objectMailTemplate')
  return text('changes.mailTemplate', { kind: kindText(kind), language: languages[language].name })
}

/** "Ada Muster", "12 Anmeldungen", "Treffen" */
export function aboutWhat({ object, name, count, meeting }: HistoryEntry): string {
  if (object === 'attendance') return meeting?.name ?? text(objectTexts.attendance)
  if (count > 1) return text('changes.several', { count, what: text(objectTexts[object]) })
  if (object === 'text') return text((textTitles as Record<string, TextKey>)[name ?? ''] ?? objectTexts.text)
  if (object === 'mail_template') return templateName(name)
  if (object === 'mailing') return name ? kindText(name) : text(objectTexts.mailing)
  if (object === 'barrier_report' || object === 'api_key')
    return [text(objectTexts[object]), name].filter(Boolean).join(' ')
  return name ?? text(objectTexts[object])
}

/** What looking at a change is called: where it can be undone at once, that; else what there was is compared first. */
export const undoWord = ({ undoableUntil }: Pick<Change, 'undoableUntil'>): string =>
  text(undoableUntil ? 'changes.undoField' : 'changes.compare')

/** "28.11.2026, 14:03 Uhr", of several changes "28.11.2026, 14:03 bis 14:21 Uhr". */
export function whenChanged({ since, at }: Pick<Change, 'since' | 'at'>): string {
  const [from, to] = [clockTime(since), clockTime(at)]
  return from === to ? shortMoment(at) : text('changes.span', { day: dayInDigits(at), from, to })
}

/** "von Anna Weber", "vom Programm" */
export const byWhom = ({ actor }: Pick<Change, 'actor'>): string =>
  actors[actor] ? text(actors[actor]) : text('changes.byAccount', { name: actor })

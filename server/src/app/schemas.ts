import * as accessTasks from '@treffpunkt/shared/access-tasks'
import * as accounts from '@treffpunkt/shared/accounts'
import * as apiDocs from '@treffpunkt/shared/api-docs'
import * as apiKeys from '@treffpunkt/shared/api-keys'
import * as attendance from '@treffpunkt/shared/attendance'
import * as barrierReports from '@treffpunkt/shared/barrier-reports'
import * as changes from '@treffpunkt/shared/changes'
import * as common from '@treffpunkt/shared/common'
import * as contactLists from '@treffpunkt/shared/contact-lists'
import * as attendanceModes from '@treffpunkt/shared/attendance-modes'
import * as contingents from '@treffpunkt/shared/contingents'
import * as exportContracts from '@treffpunkt/shared/exports'
import * as hosts from '@treffpunkt/shared/hosts'
import * as invitations from '@treffpunkt/shared/invitations'
import * as mailings from '@treffpunkt/shared/mailings'
import * as mailTemplates from '@treffpunkt/shared/mail-templates'
import * as mailContracts from '@treffpunkt/shared/mails'
import * as meetingTranslations from '@treffpunkt/shared/meeting-translations'
import * as meetings from '@treffpunkt/shared/meetings'
import * as organisations from '@treffpunkt/shared/organisations'
import * as ownAccount from '@treffpunkt/shared/own-account'
import * as partners from '@treffpunkt/shared/partners'
import * as people from '@treffpunkt/shared/people'
import * as questions from '@treffpunkt/shared/questions'
import * as reminders from '@treffpunkt/shared/reminders'
import * as registrationBatches from '@treffpunkt/shared/registration-batches'
import * as privacy from '@treffpunkt/shared/privacy'
import * as registrations from '@treffpunkt/shared/registrations'
import * as settings from '@treffpunkt/shared/settings'
import * as signUp from '@treffpunkt/shared/sign-up'
import * as statistics from '@treffpunkt/shared/statistics'
import * as today from '@treffpunkt/shared/today'
import * as venues from '@treffpunkt/shared/venues'
import * as views from '@treffpunkt/shared/views'
import * as workingGroups from '@treffpunkt/shared/working-groups'

const nouns = [
  accessTasks,
  accounts,
  apiDocs,
  apiKeys,
  attendance,
  barrierReports,
  changes,
  common,
  contactLists,
  attendanceModes,
  contingents,
  exportContracts,
  hosts,
  invitations,
  mailContracts,
  mailTemplates,
  mailings,
  meetings,
  meetingTranslations,
  organisations,
  ownAccount,
  partners,
  people,
  questions,
  registrationBatches,
  reminders,
  privacy,
  registrations,
  settings,
  signUp,
  statistics,
  today,
  venues,
  views,
  workingGroups,
]

/** Every schema with a name of its own: a component of the OpenAPI document. */
export const namedSchemas = (): { $id: string }[] => nouns.flatMap(noun => Object.values<unknown>(noun).filter(isNamed))

const isNamed = (value: unknown): value is { $id: string } =>
  typeof value === 'object' && value !== null && '$id' in value && typeof value.$id === 'string'

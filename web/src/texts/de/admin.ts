// German texts of the administration, by noun; loaded when somebody enters it.
import accessTasks from './admin/access-tasks.ts'
import accounts from './admin/accounts.ts'
import apiKeys from './admin/api-keys.ts'
import attendance from './admin/attendance.ts'
import balance from './admin/balance.ts'
import barrierReports from './admin/barrier-reports.ts'
import changes from './admin/changes.ts'
import common from './admin/common.ts'
import contingents from './admin/contingents.ts'
import exports from './admin/exports.ts'
import hosts from './admin/hosts.ts'
import invitations from './admin/invitations.ts'
import mailTemplates from './admin/mail-templates.ts'
import mailings from './admin/mailings.ts'
import mails from './admin/mails.ts'
import meetings from './admin/meetings.ts'
import nextMeeting from './admin/next-meeting.ts'
import online from './admin/online.ts'
import organisations from './admin/organisations.ts'
import people from './admin/people.ts'
import publish from './admin/publish.ts'
import asking from './admin/questions.ts'
import registrations from './admin/registrations.ts'
import requests from './admin/requests.ts'
import search from './admin/search.ts'
import reminders from './admin/reminders.ts'
import settings from './admin/settings.ts'
import signIn from './admin/sign-in.ts'
import statistics from './admin/statistics.ts'
import today from './admin/today.ts'
import translations from './admin/translations.ts'
import venues from './admin/venues.ts'
import views from './admin/views.ts'
import workingGroups from './admin/working-groups.ts'
import questions from './questions.ts'

const texts = {
  ...common,
  // offices fill in the same fields as those who sign up
  ...questions,
  accessTasks,
  accounts,
  apiKeys,
  asking,
  attendance,
  balance,
  barrierReports,
  changes,
  contingents,
  exports,
  hosts,
  mailTemplates,
  invitations,
  mailings,
  mails,
  meetings,
  nextMeeting,
  online,
  organisations,
  people,
  publish,
  registrations,
  requests,
  search,
  reminders,
  settings,
  signIn,
  statistics,
  today,
  translations,
  venues,
  views,
  workingGroups,
}

export default texts

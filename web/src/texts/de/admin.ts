// German texts of the administration, by noun; loaded when somebody enters it.
import accounts from './admin/accounts.ts'
import attendance from './admin/attendance.ts'
import barrierReports from './admin/barrier-reports.ts'
import changes from './admin/changes.ts'
import common from './admin/common.ts'
import exports from './admin/exports.ts'
import mailTemplates from './admin/mail-templates.ts'
import mailings from './admin/mailings.ts'
import mails from './admin/mails.ts'
import meetings from './admin/meetings.ts'
import nextMeeting from './admin/next-meeting.ts'
import organisations from './admin/organisations.ts'
import people from './admin/people.ts'
import publish from './admin/publish.ts'
import registrations from './admin/registrations.ts'
import reminders from './admin/reminders.ts'
import settings from './admin/settings.ts'
import signIn from './admin/sign-in.ts'
import statistics from './admin/statistics.ts'
import translations from './admin/translations.ts'
import venues from './admin/venues.ts'
import views from './admin/views.ts'
import workingGroups from './admin/working-groups.ts'

const texts = {
  ...common,
  accounts,
  attendance,
  barrierReports,
  changes,
  exports,
  mailTemplates,
  mailings,
  mails,
  meetings,
  nextMeeting,
  organisations,
  people,
  publish,
  registrations,
  reminders,
  settings,
  signIn,
  statistics,
  translations,
  venues,
  views,
  workingGroups,
}

export default texts

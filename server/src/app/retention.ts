import { accessTaskRetention } from '../access-tasks/decide.ts'
import { accountRetention } from '../accounts/jobs.ts'
import { apiKeyRetention } from '../api-keys/jobs.ts'
import { attendanceRetention } from '../attendance/jobs.ts'
import { barrierRetention } from '../barrier-reports/jobs.ts'
import { changeRetention } from '../changes/jobs.ts'
import { exportRetention } from '../exports/export.ts'
import { requestRetention } from '../http/retention.ts'
import type { RetentionSteps } from '../jobs/retention.ts'
import { mailRetention } from '../mail/queue.ts'
import { invitationRetention } from '../invitations/jobs.ts'
import { mailingRetention } from '../mailings/send.ts'
import { privacyRetention } from '../privacy/retention.ts'
import { questionRetention } from '../questions/edit.ts'
import { registrationRetention } from '../registrations/jobs.ts'
import { reminderRetention } from '../reminders/send.ts'
import { settingsRetention } from '../settings/jobs.ts'
import { viewRetention } from '../views/edit.ts'

/** Everything that is kept for a while only. */
export const retention: RetentionSteps = {
  ...registrationRetention,
  ...privacyRetention,
  ...questionRetention,
  ...accessTaskRetention,
  ...attendanceRetention,
  ...mailRetention,
  ...mailingRetention,
  ...invitationRetention,
  ...reminderRetention,
  ...exportRetention,
  ...viewRetention,
  ...requestRetention,
  ...accountRetention,
  ...barrierRetention,
  ...apiKeyRetention,
  ...settingsRetention,
  ...changeRetention,
}

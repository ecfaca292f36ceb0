import { writeAccountMail } from '../accounts/mails.ts'
import { writeKeyMail } from '../api-keys/mails.ts'
import { writeBarrierMail } from '../barrier-reports/mails.ts'
import type { Service } from '../http/service.ts'
import { isOfAccount, isOfBarrier, isOfKey, isOfRegistration, isOfReminder, type WriteMail } from '../mail/send.ts'
import { previewInvitationWords, writeInvitationMail } from '../invitations/mails.ts'
import { previewNews, writeMailingMail } from '../mailings/mails.ts'
import { previewer, writeTrialMail } from '../mail-templates/mails.ts'
import { writeErasureMail } from '../privacy/mails.ts'
import { writeRegistrationMail } from '../registrations/mails.ts'
import { writeReminderMail } from '../reminders/mails.ts'

/** How mails of these nouns are shown to who writes their words. */
export const otherPreviews = { news: previewNews, invitation: previewInvitationWords }

/** Every mail is written by the noun it is about. */
export function mailWriter(service: Service): WriteMail {
  const [ofRegistration, ofMailing] = [writeRegistrationMail(service), writeMailingMail(service)]
  const [ofReminder, ofTrial] = [writeReminderMail(service), writeTrialMail(previewer(service, otherPreviews))]
  const ofInvitation = writeInvitationMail(service)
  const [ofAccount, ofBarrier, ofKey, ofErasure] = [
    writeAccountMail(service),
    writeBarrierMail(service),
    writeKeyMail(service),
    writeErasureMail(service),
  ]
  return mail => {
    if (mail.kind === 'erased') return ofErasure(mail)
    if (mail.kind === 'meeting_invitation' || mail.kind === 'invitation_reminder') return ofInvitation(mail)
    if (mail.trial !== null) return ofTrial(mail)
    if (isOfAccount(mail)) return ofAccount(mail)
    if (isOfBarrier(mail)) return ofBarrier(mail)
    if (isOfKey(mail)) return ofKey(mail)
    if (isOfReminder(mail)) return ofReminder(mail)
    return isOfRegistration(mail) ? ofRegistration(mail) : ofMailing(mail)
  }
}

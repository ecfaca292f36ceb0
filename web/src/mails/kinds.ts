import { text, type TextKey } from '../i18n.ts'

/** What a mail is for, in words; a kind without any is shown by its subject alone. */
const kindTexts: Record<string, TextKey> = {
  confirm: 'mails.kindConfirm',
  already_registered: 'mails.kindAlreadyRegistered',
  confirmed: 'mails.kindConfirmed',
  entered: 'mails.kindEntered',
  requested: 'mails.kindRequested',
  refused: 'mails.kindRefused',
  waitlisted: 'mails.kindWaitlisted',
  offered: 'mails.kindOffered',
  lapsed: 'mails.kindLapsed',
  withdrawn: 'mails.kindWithdrawn',
  substituted: 'mails.kindSubstituted',
  substitute: 'mails.kindSubstitute',
  lost_links: 'mails.kindLostLinks',
  reminder: 'mails.kindReminder',
  message: 'mails.kindMessage',
  meeting_invitation: 'mails.kindMeetingInvitation',
  invitation_reminder: 'mails.kindInvitationReminder',
  rescheduled: 'mails.kindRescheduled',
  cancelled: 'mails.kindCancelled',
  erased: 'mails.kindErased',
  barrier_received: 'mails.kindBarrierReceived',
  barrier_answered: 'mails.kindBarrierAnswered',
  barrier_reported: 'mails.kindBarrierReported',
  invitation: 'mails.kindInvitation',
  password_reset: 'mails.kindPasswordReset',
  password_changed: 'mails.kindPasswordChanged',
  email_confirmation: 'mails.kindEmailConfirmation',
  email_changed: 'mails.kindEmailChanged',
  api_key_expiring: 'mails.kindApiKeyExpiring',
  template_trial: 'mails.kindTemplateTrial',
}

/** What a mail is for. */
export const kindText = (kind: string): string => {
  const key = kindTexts[kind]
  return key ? text(key) : kind
}

/** Every kind of mail, for a choice. */
export const kindOptions = () => Object.entries(kindTexts).map(([value, key]) => ({ value, text: text(key) }))

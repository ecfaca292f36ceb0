import type { Service } from '../http/service.ts'
import type { MailRow, Written } from '../mail/send.ts'
import { findWords } from '../mail/templates.ts'
import { sayReminder, writeToRegistered } from '../registrations/mails.ts'
import { findReminder } from './queries.ts'

/**
 * Writes the mails that a reminder has become, as things are when they are sent: nothing to who has given the place back,
 * nothing about a meeting that is cancelled, moved or begun meanwhile.
 */
export const writeReminderMail = (service: Pick<Service, 'db' | 'keys' | 'config'>) => {
  const write = writeToRegistered(service)
  return async ({ reminderId, registrationId }: MailRow & { reminderId: string }): Promise<Written | undefined> => {
    const reminder = await findReminder(service.db, reminderId)
    if (reminder === undefined) return undefined
    return write(registrationId, async reader => {
      const { meeting, language } = reader.registration
      const starts = Date.parse(meeting.startsAt)
      if (!reader.hasSeat || meeting.cancelledAt !== null || starts !== Date.parse(reminder.startsAt)) return undefined
      if (starts <= Date.now()) return undefined
      return sayReminder(reader, await findWords(service.db, 'reminder', language), reminder.note)
    })
  }
}

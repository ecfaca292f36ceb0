import { createTransport } from 'nodemailer'
import { Value } from 'typebox/value'
import { NewAccount } from '@treffpunkt/shared/accounts'
import { isEncrypted, unencrypted } from '../mail/probe.ts'
import { complaintOf, transportOptions } from '../mail/transport.ts'
import { expectNothing, readArgs, UsageError, type Command } from './command.ts'

export const mailTest: Command = {
  usage: 'mail test <e-mail>',
  summary: 'sends one mail through the mail server of the settings, and says what came of it',
  async run({ mail, publicUrl }, args) {
    const [to, ...rest] = readArgs(args, {}).positionals
    if (!Value.Check(NewAccount.properties.email, to))
      throw new UsageError('give the e-mail address that the mail shall go to')
    expectNothing(rest)
    if (mail === undefined)
      throw new Error('SMTP_URL is not set: no mail is sent, all are kept and shown under "Mails" in the pages.')
    try {
      const encrypted = await isEncrypted(mail)
      const transport = createTransport(transportOptions(mail))
      const { response, messageId } = await transport.sendMail({
        from: mail.from,
        to: { name: '', address: to },
        subject: 'Treffpunkt: Test',
        text: `Diese E-Mail wurde von ${publicUrl} gesendet, um den Versand zu prüfen.\n`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      })
      return [
        `${new URL(mail.smtpUrl).hostname} took the mail for ${to} and said: ${response}`,
        encrypted ? 'The connection was encrypted.' : unencrypted,
        `Now look into that mailbox, also among the spam, for ${messageId}. Its headers should say spf=pass and dkim=pass.`,
      ].join('\n')
    } catch (error) {
      throw new Error(complaintOf(error, mail), { cause: error })
    }
  },
}

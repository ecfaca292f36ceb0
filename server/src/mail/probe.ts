import { parseConnectionUrl } from 'nodemailer/lib/shared'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import { complaintOf, transportOptions, type MailConfig } from './transport.ts'

/** Connects as mails will, sends none. @returns whether what is sent there is encrypted. @throws what keeps it from it. */
export async function isEncrypted(mail: MailConfig): Promise<boolean> {
  const { url, ...patience } = transportOptions(mail)
  const connection = new SMTPConnection({ ...parseConnectionUrl(url), ...patience })
  try {
    await new Promise<void>((resolve, reject) => {
      connection.once('error', reject)
      connection.connect(error => (error ? reject(error) : resolve()))
    })
    return connection.secure
  } finally {
    connection.on('error', () => undefined)
    connection.quit()
    connection.close()
  }
}

/** Says in the log what an operator should know about the mail server. For one on the same machine TLS protects nothing. */
export async function lookAtMailServer({ mail }: Pick<Config, 'mail'>, logger: Logger): Promise<void> {
  if (mail === undefined) return
  try {
    const isLocal = /^(localhost|127\..*|\[::1\])$/.test(new URL(mail.smtpUrl).hostname)
    if (!(await isEncrypted(mail)) && !isLocal) logger.warn(unencrypted)
  } catch (error) {
    logger.warn(complaintOf(error, mail))
  }
}

/** What is wrong with a server without TLS. */
export const unencrypted =
  'Mails go to the mail server unencrypted, because it offers no TLS: everybody on the way can read them, and the password. Use a port with TLS; with SMTP_URL=…?requireTLS=true nothing is sent without it.'

import type { Config } from '../config.ts'

/** The mail server's settings. */
export type MailConfig = NonNullable<Config['mail']>

/** How the mail server is reached. Parameters of SMTP_URL count too: `?requireTLS=true`. */
export const transportOptions = ({ smtpUrl }: MailConfig) => ({
  url: smtpUrl,
  connectionTimeout: 15_000,
  greetingTimeout: 15_000,
  socketTimeout: 30_000,
})

/**
 * What the log says when a mail cannot be sent: the code, beside it what lies below (ECONNREFUSED, a certificate). Not what
 * the server said, which may repeat the address.
 */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) return 'unknown'
  const below = 'originalCode' in error ? String(error.originalCode) : isAboutTls(error) ? error.message : undefined
  return below === undefined ? String(error.code) : `${String(error.code)}: ${below}`
}

const isAboutTls = (error: Error) =>
  /certificate|altnames|initiating TLS|STARTTLS|SSL|wrong version/i.test(error.message)

/** Why a mail cannot be sent and what to do, for the operator. Repeats no password. */
export function complaintOf(error: unknown, { smtpUrl }: MailConfig): string {
  const { hostname, port, protocol, username } = new URL(smtpUrl)
  const server = `${hostname}:${port || (protocol === 'smtps:' ? 465 : 587)}`
  const said = error instanceof Error ? error.message : String(error)
  const code = codeOf(error)
  const response = error instanceof Error && 'response' in error ? ` (${String(error.response)})` : ''
  const command = error instanceof Error && 'command' in error ? error.command : undefined
  if (/EDNS|ENOTFOUND|EAI_AGAIN/.test(code)) return `SMTP_URL: the name ${hostname} leads nowhere.`
  if (/ECONNREFUSED/.test(code)) return `SMTP_URL: no mail server listens at ${server}; mend host and port.`
  if (/EAUTH/.test(code))
    return `SMTP_URL: ${server} does not take the user or the password${response}; mend them, the password in the file of SMTP_PASSWORD_FILE where that is set.`
  if (/wrong version|packet length|SSL routines/i.test(said))
    return `SMTP_URL: ${server} does not begin with TLS; write smtp:// instead of smtps://, with port 587.`
  if (/certificate|altnames/i.test(said))
    return `SMTP_URL: the certificate of ${server} is not trusted (${said}); name the file of its CA in NODE_EXTRA_CA_CERTS, and use the host name that stands in the certificate.`
  if (command === 'STARTTLS' || /STARTTLS/.test(said))
    return `SMTP_URL: ${server} offers no TLS, which requireTLS asks for; ask whoever runs it for a port with TLS.`
  if (/ETIMEDOUT|EHOSTUNREACH|ENETUNREACH/.test(code))
    return `SMTP_URL: ${server} does not answer; mend host and port (465 wants smtps://), or let the firewall pass it.`
  if (command === 'MAIL FROM') return `MAIL_FROM: ${server} does not let this user send with that sender${response}.`
  if (command === 'RCPT TO' && username === '' && /relay/i.test(response))
    return `SMTP_URL: ${server} passes mails on for those alone who sign in${response}; write the user into the address, the password into the file of SMTP_PASSWORD_FILE.`
  if (command === 'RCPT TO') return `${server} does not take mails for that address${response}.`
  return `${server} did not take the mail: ${said}`
}

import { prefixOf } from '@treffpunkt/shared/languages'
import type { Service } from '../http/service.ts'
import { paragraphsOf, type MailBody } from '../mail/layout.ts'
import type { BarrierMailKind } from '../mail/queue.ts'
import type { MailRow, Written } from '../mail/send.ts'
import { senderOf } from '../mail/sender.ts'
import { undefinedWhenGone } from '../problems.ts'
import { getSettings } from '../settings/queries.ts'
import { clockIn, mailTexts } from '../texts/languages.ts'
import { findAnswer, getBarrierReport } from './queries.ts'
import { receiptToken } from './tokens.ts'

type Writing = Pick<Service, 'db' | 'keys' | 'config'>

/**
 * Writes the mails about a report of a barrier. Nobody has confirmed that the address is the reporter's, so none of them
 * holds what was typed into the form: not even the name. Undefined when the answer was taken back meanwhile.
 */
export const writeBarrierMail =
  ({ db, keys, config }: Writing) =>
  async (mail: MailRow & { kind: BarrierMailKind; barrierReportId: string }): Promise<Written | undefined> => {
    const found = await Promise.all([getBarrierReport(db, mail.barrierReportId), getSettings(db)]).catch(
      undefinedWhenGone,
    )
    if (found === undefined) return undefined
    const [report, settings] = found
    const isOffered = mail.kind !== 'barrier_reported' && settings.languages.includes(report.language)
    const language = isOffered ? report.language : 'de'
    const texts = mailTexts(language)
    const { barriers } = texts
    const clock = clockIn(language, settings.timeZone)
    const due = clock.date(report.dueOn)
    const sender = senderOf(settings, texts)
    const body: Pick<MailBody, 'paragraphs' | 'facts' | 'links'> & { written?: string[] } = {
      paragraphs: [],
      facts: [
        { label: barriers.reference, value: report.reference },
        { label: barriers.received, value: clock.moment(report.createdAt) },
      ],
      links: [],
    }

    if (mail.kind === 'barrier_reported') {
      body.paragraphs = [
        `über die Website wurde eine Barriere gemeldet. Antworten Sie bis ${due} (§ 16b Abs. 4 BGG LSA).`,
        'Was gemeldet wurde, steht aus Gründen des Datenschutzes nicht in dieser E-Mail.',
      ]
      body.links = [
        { label: 'Meldung lesen und beantworten', url: `${config.publicUrl}/admin/barrier-reports/${report.id}` },
      ]
    } else if (mail.kind === 'barrier_received') {
      body.paragraphs = barriers.receipt(due)
      const token = receiptToken(keys, report.id)
      const base = `${config.publicUrl}${prefixOf(language)}`
      body.links = [{ label: barriers.toReceipt, url: `${base}/report-barrier/${token}` }]
    } else {
      const answer = mail.barrierAnswerId === null ? undefined : await findAnswer(db, mail.barrierAnswerId)
      if (answer === undefined) return undefined
      body.paragraphs = barriers.answer
      body.written = paragraphsOf(answer.body)
      body.links = [{ label: barriers.statement, url: `${config.publicUrl}${prefixOf(language)}/accessibility` }]
    }
    return {
      body: {
        language,
        greeting: barriers.greeting,
        ...body,
        closing: mail.kind === 'barrier_reported' ? [settings.networkName] : sender.closing,
      },
      attachments: [],
      ...(mail.kind === 'barrier_reported' ? {} : sender.replyTo),
    }
  }

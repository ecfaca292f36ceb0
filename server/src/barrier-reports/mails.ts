import { prefixOf, type Language } from '@treffpunkt/shared/languages'
import type { TemplateWords } from '@treffpunkt/shared/mail-templates'
import type { Service } from '../http/service.ts'
import { paragraphsOf, type MailBody } from '../mail/layout.ts'
import type { BarrierMailKind } from '../mail/queue.ts'
import type { MailRow, Written } from '../mail/send.ts'
import { senderOf } from '../mail/sender.ts'
import { undefinedWhenGone } from '../problems.ts'
import { getSettings } from '../settings/queries.ts'
import { findWords } from '../mail/templates.ts'
import { clockIn, mailTexts } from '../texts/languages.ts'
import { wordsFrom } from '../texts/templates.ts'
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
    const own = await findWords(db, mail.kind, language)
    const values = { Nummer: report.reference, Büro: settings.officeName }
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
      body.paragraphs = wordsFrom(own, mail.kind, barriers.receipt(due), values)
      const token = receiptToken(keys, report.id)
      const base = `${config.publicUrl}${prefixOf(language)}`
      body.links = [{ label: barriers.toReceipt, url: `${base}/report-barrier/${token}` }]
    } else {
      const answer = mail.barrierAnswerId === null ? undefined : await findAnswer(db, mail.barrierAnswerId)
      if (answer === undefined) return undefined
      body.paragraphs = wordsFrom(own, mail.kind, barriers.answer, values)
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

/** A mail to somebody who reported a barrier, in words of the office, about a report that was never made. */
export async function previewBarrierWords(
  { db, config }: Pick<Service, 'db' | 'config'>,
  { kind, language: wanted }: { kind: 'barrier_received' | 'barrier_answered'; language: Language },
  own: TemplateWords,
): Promise<Written> {
  const settings = await getSettings(db)
  const language = settings.languages.includes(wanted) ? wanted : 'de'
  const texts = mailTexts(language)
  const { barriers } = texts
  const clock = clockIn(language, settings.timeZone)
  const [now, due] = [new Date(), new Date(Date.now() + 14 * 86_400_000)]
  const house =
    kind === 'barrier_received' ? barriers.receipt(clock.date(due.toISOString().slice(0, 10))) : barriers.answer
  const sender = senderOf(settings, texts)
  const base = `${config.publicUrl}${prefixOf(language)}`
  return {
    body: {
      language,
      greeting: barriers.greeting,
      paragraphs: wordsFrom(own, kind, house, { Nummer: sampleReference, Büro: settings.officeName }),
      ...(kind === 'barrier_answered' ? { written: ['Hier steht, was Sie antworten.'] } : {}),
      facts: [
        { label: barriers.reference, value: sampleReference },
        { label: barriers.received, value: clock.moment(now.toISOString()) },
      ],
      links:
        kind === 'barrier_received'
          ? [{ label: barriers.toReceipt, url: `${base}/report-barrier/` }]
          : [{ label: barriers.statement, url: `${base}/accessibility` }],
      closing: sender.closing,
    },
    attachments: [],
    ...sender.replyTo,
  }
}

/** The number of a report that is none. */
export const sampleReference = 'B-0000'

import type { Service } from '../http/service.ts'
import type { MailRow, Written } from '../mail/send.ts'
import { getOrganisation } from '../organisations/queries.ts'
import { undefinedWhenGone } from '../problems.ts'
import { getSettings } from '../settings/queries.ts'
import { clockIn, mailTexts } from '../texts/languages.ts'
import { getApiKey } from './queries.ts'

/** Writes the mail that reminds the office of a key that ends; undefined when it was revoked or renewed meanwhile. */
export const writeKeyMail =
  ({ db, config }: Pick<Service, 'db' | 'config'>) =>
  async ({ apiKeyId, subject }: MailRow & { apiKeyId: string }): Promise<Written | undefined> => {
    const key = await getApiKey(db, apiKeyId).catch(undefinedWhenGone)
    if (key?.state !== 'live') return undefined
    const [organisation, settings] = await Promise.all([
      getOrganisation(db, key.organisationId).catch(undefinedWhenGone),
      getSettings(db),
    ])
    const clock = clockIn('de', settings.timeZone)
    // the subject was written with the mail: of a key that was renewed since it names another moment
    if (organisation === undefined || !subject.endsWith(clock.moment(key.expiresAt))) return undefined
    return {
      body: {
        language: 'de',
        greeting: mailTexts('de').barriers.greeting,
        paragraphs: [
          `der Schlüssel „${key.name}“, mit dem ein Programm von ${organisation.name} hier liest und schreibt, endet bald. Danach kommt das Programm nicht mehr herein.`,
          'Erneuern Sie ihn mit dem Link, und geben Sie den neuen Schlüssel an die Organisation weiter. Der bisherige gilt daneben noch eine Weile, damit sie in Ruhe umstellen kann.',
          'Wird der Schlüssel nicht mehr gebraucht? Dann brauchen Sie nichts zu tun.',
        ],
        facts: [
          { label: 'Organisation', value: organisation.name },
          { label: 'Endet', value: clock.moment(key.expiresAt) },
          {
            label: 'Zuletzt benutzt',
            value: key.lastUsedAt === null ? 'noch nie' : clock.moment(key.lastUsedAt),
          },
        ],
        links: [
          {
            label: 'Schlüssel erneuern',
            url: `${config.publicUrl}/admin/organisations/${organisation.id}#api-keys`,
          },
        ],
        closing: [settings.networkName],
      },
      attachments: [],
    }
  }

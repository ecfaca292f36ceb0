import type { NewOrganisation, Organisation, Sector } from '@treffpunkt/shared/organisations'
import { textOrMissing, textOrNull } from '../form/reading.ts'
import { text, type TextKey } from '../i18n.ts'

/** German words for the sectors. */
export const sectorTexts: Record<Sector, TextKey> = {
  administration: 'organisations.sectorAdministration',
  civil_society: 'organisations.sectorCivilSociety',
  welfare_and_advice: 'organisations.sectorWelfareAndAdvice',
  business: 'organisations.sectorBusiness',
  education_and_research: 'organisations.sectorEducationAndResearch',
  other: 'organisations.sectorOther',
}

/** The sectors as choices. */
export const sectorOptions = () =>
  (Object.keys(sectorTexts) as Sector[]).map(value => ({ value, text: text(sectorTexts[value]) }))

/** An organisation as it stands in the fields; other names one a line. */
export const organisationValues = (organisation?: Organisation) => ({
  name: organisation?.name ?? '',
  sector: (organisation?.sector ?? '') as Sector | '',
  municipality: organisation?.municipality ?? '',
  website: organisation?.website ?? '',
  aliases: organisation?.aliases.join('\n') ?? '',
})
export type OrganisationValues = ReturnType<typeof organisationValues>

/** From the fields to what is sent. */
export const organisationBody = (values: OrganisationValues) =>
  ({
    name: textOrMissing(values.name),
    sector: values.sector || undefined,
    municipality: textOrNull(values.municipality),
    website: textOrNull(values.website),
    aliases: [
      ...new Set(
        values.aliases
          .split('\n')
          .map(line => line.trim())
          .filter(Boolean),
      ),
    ],
  }) as NewOrganisation & { aliases: string[] }

/** Labels and instructions. */
export const organisationTexts = () => ({
  name: { label: text('organisations.name'), empty: text('organisations.nameEmpty') },
  sector: { label: text('organisations.sector'), empty: text('organisations.sectorEmpty') },
  municipality: { label: text('organisations.municipality') },
  website: { label: text('organisations.website'), codes: { pattern: text('officeMistakes.website') } },
  aliases: { label: text('organisations.aliases') },
})

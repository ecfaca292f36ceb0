import type { Engagement, NewAffiliation, NewPerson, Person } from '@treffpunkt/shared/people'
import { textOrMissing, textOrNull } from '../form/reading.ts'
import { text, type TextKey } from '../i18n.ts'

/** German words for how somebody is engaged. */
/** German words for coming professionally or as a volunteer. */
export const engagementTexts: Record<Engagement, TextKey> = {
  professional: 'people.engagementProfessional',
  volunteer: 'people.engagementVolunteer',
}

export const engagementOptions = () =>
  (Object.keys(engagementTexts) as Engagement[]).map(value => ({ value, text: text(engagementTexts[value]) }))

/** One affiliation as it stands in the fields. */
export type AffiliationValues = {
  organisationId: string
  organisationName: string
  role: string
  engagement: Engagement | ''
  from: string | null
  to: string | null
}

export const emptyAffiliation = (): AffiliationValues => ({
  organisationId: '',
  organisationName: '',
  role: '',
  engagement: '',
  from: null,
  to: null,
})

/** A person as it stands in the fields. */
export const personValues = (person?: Person) => ({
  firstName: person?.firstName ?? '',
  lastName: person?.lastName ?? '',
  email: person?.email ?? '',
  affiliations: (person?.affiliations ?? []).map((one): AffiliationValues => ({
    organisationId: one.organisation.id,
    organisationName: one.organisation.name,
    role: one.role ?? '',
    engagement: one.engagement ?? '',
    from: one.from,
    to: one.to,
  })),
})
export type PersonValues = ReturnType<typeof personValues>

/** From the fields to what is sent; affiliations without an organisation are left out. */
export const personBody = (values: PersonValues) =>
  ({
    firstName: textOrMissing(values.firstName) as string,
    lastName: textOrMissing(values.lastName) as string,
    email: textOrNull(values.email),
    affiliations: values.affiliations
      .filter(one => one.organisationId)
      .map((one): NewAffiliation => ({
        organisationId: one.organisationId,
        role: textOrNull(one.role),
        engagement: one.engagement || null,
        from: one.from,
        to: one.to,
      })),
  }) satisfies NewPerson

/** Labels and instructions. */
export const personTexts = () => ({
  firstName: { label: text('fields.firstName'), empty: text('people.firstNameEmpty') },
  lastName: { label: text('fields.lastName'), empty: text('people.lastNameEmpty') },
  email: { label: text('fields.email') },
  affiliations: { label: text('people.affiliations') },
})

/** "Olena Kovalenko" */
export const nameOf = (person: { firstName: string; lastName: string }) => `${person.firstName} ${person.lastName}`

/** "Caritas, Beraterin (hauptamtlich)" */
export function affiliationInWords(one: Person['affiliations'][number]): string {
  const engagement = one.engagement ? ` (${text(engagementTexts[one.engagement])})` : ''
  return [one.organisation.name, one.role].filter(Boolean).join(', ') + engagement
}

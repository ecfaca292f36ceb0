import type de from './de.ts'

/** A kind of data: what it is, what for, where from, how long. */
export type SectionTexts = { title: string; purpose: string; source: string; kept: string }

export type PrivacyTexts = {
  /** Heading and first sentences of the document to take along. */
  title: string
  intro: (about: { network: string; office: string; moment: string }) => string
  /** Said where the link speaks for one registration alone. */
  onlyThis: string
  /** Where a registration comes from that another person who is registered made; by name while it is stored. */
  byOther: (name: string | null) => string
  /** Labels of the three sentences of a section. */
  purpose: string
  source: string
  kept: string
  sections: Record<
    'person' | 'registrations' | 'consents' | 'attendance' | 'invitations' | 'mails' | 'changes',
    SectionTexts
  >
  terms: Record<keyof typeof de.terms, string>
  /** Words for what is stored as a name; what has no word is shown as it is. */
  values: Record<string, string> & Record<keyof typeof de.values, string>
}

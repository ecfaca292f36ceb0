// English texts of what the law asks for, and of reporting a barrier.
import type { Catalogue } from '../catalogue.ts'
import type de from '../de/legal.ts'

const texts: Catalogue<typeof de> = {
  legal: {
    privacyOfficer: 'Data protection officer',
    version: 'Last updated: {date}',
    reviewed: 'Last reviewed on {date}',
    video: 'Watch the film in German Sign Language',
  },
  barriers: {
    lead: 'What keeps you from using this website? Write to us. You will receive a reply within one month.',
    page: 'On which page?',
    pageHint: 'The address of the page, or in your own words, for example “registration”',
    barrier: 'What is the problem?',
    barrierHint: 'It also helps to know what you use: a phone, a screen reader, magnification.',
    barrierEmpty: 'Describe the problem',
    name: 'Your name',
    answer: 'How can we reply to you?',
    answerHint:
      'Without an email address or another way we cannot reply to you. We will read your report all the same.',
    other: 'Another way',
    otherHint: 'For example a telephone number or a postal address',
    notice:
      'We use your details only to remove the barrier and to reply to you (Art. 6(1)(e) GDPR with section 16b BGG LSA). Only the coordination office reads them. We delete them one year after the matter is closed.',
    privacy: 'Privacy notice',
    submit: 'Send report',
    sendAgain: 'Send again',
    offline: 'No connection. What you have entered stays on this page.',
    doneTitle: 'We have received your report',
    doneLead: 'Thank you. We will look into it.',
    reference: 'Your reference',
    due: 'Reply by',
    byEmail: 'The reply will come by email. We have sent you these details as well.',
    byOther: 'The reply will reach you in the way you chose.',
    byNothing: 'You did not say how we can reach you. We will read your report but cannot reply to you.',
    referenceHint: 'Give this reference when you ask about your report.',
    ombudsTitle: 'If no reply comes',
    ombuds:
      'If no reply comes by then, or if it does not help, contact the ombuds office (Ombudsstelle, section 16d BGG LSA). It mediates between you and us.',
    ombudsLink: 'Ombuds office at the Landesfachstelle für Barrierefreiheit (in German)',
    another: 'Report another barrier',
  },
}

export default texts

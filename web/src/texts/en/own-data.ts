// English texts about one's own data: what is stored, and erasing it.
import type { Catalogue } from '../catalogue.ts'
import type de from '../de/own-data.ts'

const texts: Catalogue<typeof de> = {
  ownData: {
    title: 'My data',
    lead: 'Everything we have stored about you, and what for.',
    back: 'To my registration',
    takeAlong: 'A copy for you',
    takeAlongText: 'As a document to read and print, or as JSON for other programs (Art. 20 GDPR).',
    asDocument: 'Save as a document',
    asJson: 'Save as JSON',
    purpose: 'What for',
    source: 'Where from',
    kept: 'How long',
    entries: { one: 'Show {count} entry', other: 'Show {count} entries' },
    wrong: 'Is something not right?',
    wrongText:
      'You change your details on the page of your registration. Everything else is corrected by the coordination office.',
    walkedIn:
      'Did you once come without a registration? Then only a name was written down at the entrance. We cannot be sure that it is yours. Write to the coordination office about it.',
    erase: 'Erase data',
    eraseText: 'You can erase everything on this page. The next page first tells you what that means.',
    toErase: 'Continue to erasing',
  },
  erasing: {
    title: 'Erase my data',
    lead: '{name}, this is what happens when you erase your data.',
    goes: 'What is erased',
    goesName: 'Your name, your email address and your entry in the directory of people',
    goesRegistrations: {
      one: '{count} registration with all details',
      other: '{count} registrations with all details',
    },
    goesConsents: 'Your consents and the support you need',
    goesMails: 'The list of emails we have sent you',
    follows: 'What follows',
    withdrawn: 'You are no longer registered: {meeting}, {when}. Your place becomes free.',
    links: 'Links and tickets from our emails are no longer valid.',
    mail: 'We confirm the erasure with an email to {email}. After that we no longer know this address either.',
    mailShared:
      'We confirm the erasure with an email to {email}. Other people use this address too; for them it stays stored.',
    stays: 'What stays',
    staysOthers:
      'Those you signed up stay registered: {names}. We erase your address there as well and send no more emails about them. The links they have remain valid. If one of them is not to come, cancel with their link first.',
    staysFigures:
      'Figures without names, for example how many people came to a meeting. The coordination office reports with them. Nobody can recognise you in them.',
    staysAttended: {
      one: 'Your attendance counts there {count} time, without your name.',
      other: 'Your attendance counts there {count} times, without your name.',
    },
    staysLog: 'That data were erased and when, without your name. We have to be able to show that.',
    staysBackups:
      'Backup copies still hold your data until the copies are deleted as planned. They are used only after a failure.',
    final: 'This takes effect at once and cannot be undone.',
    submit: 'Erase for good',
    keep: 'Do not erase',
  },
}

export default texts

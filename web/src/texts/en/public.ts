// English texts of the public pages and of the parts every page has.
import shared from '@treffpunkt/shared/texts/en'
import type { Catalogue } from '../catalogue.ts'
import type de from '../de/public.ts'
import signUp from './sign-up.ts'

const texts: Catalogue<typeof de> = {
  ...shared,
  ...signUp,
  frame: {
    skip: 'Skip to main content',
    fallbackName: 'Treffpunkt',
    home: 'Homepage: {network}',
    footer: 'Legal information and contact',
    language: 'Language',
    onlyGerman: 'This text is only available in German.',
    imprint: 'Legal notice',
    privacy: 'Privacy',
    accessibility: 'Accessibility',
    reportBarrier: 'Report a barrier',
    easyLanguage: 'Easy language (German)',
    signLanguage: 'Sign language',
    contact: 'Contact',
    office: 'For the office: sign in',
    theme: 'Appearance',
    themeSystem: 'Same as your device',
    themeLight: 'Light',
    themeDark: 'Dark',
    offline: 'No internet connection. What you have entered stays on this page.',
  },
  ui: {
    optional: 'optional',
    close: 'Close',
    loading: 'Loading',
    unsaved: 'What you have entered is not saved yet',
    continue: 'Keep editing',
    discard: 'Discard',
    slow: 'This is taking longer than usual.',
    retry: 'Try again',
    sending: 'Sending',
    info: 'Note',
    success: 'Done',
    warning: 'Warning',
    danger: 'Error',
    opensExternally: 'opens another website',
  },
  problems: {
    title: 'That did not work',
    offline: 'No connection. Check your internet connection and try again.',
    signedOut: 'You are no longer signed in. Nothing was saved.',
    tooMany: 'There were too many attempts in a short time. Wait a few minutes.',
    busy: 'The service is overloaded at the moment. Try again in a minute.',
    forbidden: 'You do not have permission to do this.',
    notFound: 'This does not exist, or no longer exists.',
    unexpected: 'There was an error in the service. Nothing was saved.',
    conflict: 'This is not possible at the moment.',
    reference: 'Reference number: {id}',
  },
  notFound: {
    title: 'This page does not exist',
    text: 'Check the address. The link may be out of date or incomplete.',
    back: 'See all meetings',
  },
  meeting: {
    kindNetwork: 'Network meeting',
    kindWorkingGroup: 'Working group meeting',
    kindSpecialist: 'Specialist event',
    focusTopic: 'Main topic',
    when: 'When',
    where: 'Where',
    placeOpen: 'The place will be announced later.',
    online: 'Online',
    andOnline: 'and online',
    copied: 'Link copied',
    cancelledText: 'This meeting has been cancelled.',
  },
}

export default texts

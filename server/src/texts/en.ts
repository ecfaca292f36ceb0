// The English texts of mails to people who are registered.
import type { MailTexts } from './mail-texts.ts'

const by = (until: string | null) => (until === null ? '' : ` by ${until}`)

const en: MailTexts = {
  greeting: name => `Dear ${name},`,
  meeting: 'Meeting',
  focusTopic: 'Main topic',
  when: 'When',
  where: 'Where',
  placeOpen: 'not announced yet',
  online: 'Online',
  alsoOnline: place => `${place}, and online`,
  onlineRoom: 'Online room',
  roomFollows: 'You will receive the link before the meeting.',
  onlineNotes: 'How to join online',
  attends: 'Taking part',
  attending: {
    on_site: 'on site. You can change to online on the page of your registration as long as places are free.',
    online: 'online. You can change to on site on the page of your registration as long as places are free.',
  },
  questions: {
    label: 'Questions about the meeting',
    open: 'They have not been answered yet. Answer them through the link.',
  },
  join: 'Join online',
  cancelled: 'Cancelled',
  yes: 'yes',
  look: 'View my registration',
  ticket: 'Ticket',
  toMeeting: 'View meeting',
  confirm: 'Confirm registration',
  lookWithTicket: 'My registration and my ticket',
  acceptOrDecline: 'Accept or decline the place',
  ticketAlt: code => `QR code for your ticket, code ${code}`,
  code: 'Code',
  closing: 'Kind regards',
  inGerman: 'The office wrote the following in German.',
  subjects: {
    confirm: meeting => `Confirm your registration: ${meeting}`,
    already_registered: meeting => `You are already signed up: ${meeting}`,
    confirmed: meeting => `You are signed up: ${meeting}`,
    entered: meeting => `We have signed you up: ${meeting}`,
    requested: meeting => `We have received your request: ${meeting}`,
    refused: meeting => `Your request to attend: ${meeting}`,
    waitlisted: meeting => `You are on the waiting list: ${meeting}`,
    offered: meeting => `A place has become free: ${meeting}`,
    lapsed: meeting => `The place is no longer reserved for you: ${meeting}`,
    withdrawn: meeting => `Your registration is cancelled: ${meeting}`,
    substituted: meeting => `Your place has been passed on: ${meeting}`,
    substitute: meeting => `You are coming in place of someone: ${meeting}`,
    moved: meeting => `New date: ${meeting}`,
    place_changed: meeting => `Different place: ${meeting}`,
    room_changed: meeting => `New link to the online room: ${meeting}`,
    cancelled: meeting => `Meeting cancelled: ${meeting}`,
    reminder: meeting => `Reminder: ${meeting}`,
    lost_links: () => 'Your registrations',
  },
  purposes: { contactList: 'contact list', invitations: 'invitations to further meetings', photographs: 'photos' },
  paragraphs: {
    confirm: ({ until, isQueued, isRequest, agreed, partner }) => [
      partner !== null
        ? `${partner} wanted to sign you up for this meeting. You have already signed up yourself, but have not confirmed it yet. Use the button to confirm.`
        : 'Thank you for signing up. Confirm that this email address is yours: use the button, or enter the code on the page where you signed up.',
      until === null
        ? ''
        : `You can do this until ${until}. After that, the registration is no longer valid${isQueued || isRequest ? '.' : ', and the place becomes free.'}`,
      isQueued
        ? 'All places are taken at the moment. Once you have confirmed, you will be on the waiting list.'
        : isRequest
          ? 'For this meeting, the coordination office decides who takes part. It will see your request once you have confirmed.'
          : '',
      agreed === ''
        ? ''
        : `These boxes were also ticked: ${agreed}. You can change this with the link you get after confirming.`,
      'If you did not sign up, you do not need to do anything.',
    ],
    already_registered: ({ partner, meanwhile }) => [
      ...(partner === null
        ? []
        : [
            `${partner} wanted to sign you up for this meeting. This told them that you are signed up already, and nothing else.`,
          ]),
      meanwhile === ''
        ? 'You are already signed up with this email address and this name. Everything stays as it is. Use the link to see and change your registration.'
        : meanwhile,
    ],
    confirmed: ({ isOnline }) => [
      isOnline
        ? 'You are signed up to take part online.'
        : 'You are signed up. Show the QR code at the entrance, or give your code or your name.',
      'Unable to come after all? Use the link to cancel your registration, and someone else will be glad to have the place.',
    ],
    entered: ({ hasSeat, isQueued, isRequest, meanwhile, partner }) => [
      isRequest && partner !== null
        ? `${partner} has asked for you to attend this meeting. The coordination office decides and will then write to you.`
        : hasSeat || !isQueued
          ? `${partner ?? 'The coordination office'} has signed you up for this meeting. ${meanwhile}`.trim()
          : `${partner ?? 'The coordination office'} has registered you for this meeting. All places are taken, so you are on the waiting list.`,
      partner === null
        ? ''
        : `We received your details from ${partner}. ${partner} can see your name, whether you have a place and whether you attended, and can cancel your registration. ${partner} cannot see anything else you tell us.`,
      'We store your name, your email address and your organisation so that we can run the meeting (Article 6(1)(e) GDPR).',
      'Use the link to see and change your details, or to cancel your registration. You will find everything else in the privacy notice.',
    ],
    requested: () => [
      'We have received your request. For this meeting, the coordination office decides who takes part.',
      'You will get an email as soon as it has decided. Until then, you do not need to do anything.',
    ],
    refused: ({ reason }) => [
      'the coordination office cannot give you a place at this meeting.',
      reason === null ? '' : `It writes: ${reason}`,
      'If you have questions, reply to this email.',
    ],
    waitlisted: ({ position }) => [
      position === null
        ? 'All places are taken, so you are on the waiting list.'
        : `All places are taken. You are number ${position} on the waiting list.`,
      'If a place becomes free, we will offer it to you by email.',
    ],
    offered: ({ until }) => [
      `A place has become free, and it is your turn. Accept it${by(until)}. After that, we will offer it to the next person.`,
    ],
    lapsed: () => [
      'You did not accept the place we offered you, so we have passed it on. If you would still like to come, use the link to join the waiting list again.',
    ],
    withdrawn: ({ partner }) => [
      partner === null
        ? 'Your registration is cancelled. If you have changed your mind, use the link to sign up again while there are still places.'
        : `${partner} has cancelled your registration. If you would still like to come, use the link to sign up again while there are still places.`,
    ],
    substituted: ({ other }) => [
      `${other} is now coming in your place. Your ticket is no longer valid, and you do not need to do anything else.`,
      'If this is not right, contact the coordination office.',
    ],
    substitute: ({ other, byOffice, hasSeat, isQueued, isRequest, meanwhile }) => [
      byOffice
        ? `The coordination office has entered you to come in place of ${other}.`
        : `${other} cannot come and has named you to come instead.`,
      hasSeat
        ? 'You are signed up.'
        : isRequest
          ? 'You have taken over the request. The coordination office has yet to decide who takes part.'
          : isQueued
            ? 'You have taken over the place on the waiting list.'
            : meanwhile,
      'We store your name, your email address and your organisation so that we can run the meeting (Article 6(1)(e) GDPR).',
      'Use the link to see and change your details, or to cancel your registration. You will find everything else in the privacy notice.',
    ],
    lost_links: () => ['Here are the links to your registrations.'],
  },
  signedUp: {
    together: 'Also signed up',
    paragraphs: ({ other, until, isQueued, isRequest }) => [
      `${other} has signed you up for this meeting. Would you like to come? Then confirm it with the button.`,
      until === null ? '' : `You can do so until ${until}. After that the sign-up no longer counts.`,
      isQueued
        ? 'All places are taken at the moment. Once you have confirmed, you are on the waiting list.'
        : isRequest
          ? 'The coordination office decides who takes part in this meeting. Once you have confirmed, it has your request.'
          : '',
      `${other} gave us your name, this email address and the organisation. We use them to hold the meeting (Art. 6(1)(e) GDPR).`,
      'Would you rather not come, or do you object? Then there is nothing you need to do: without confirmation we erase the details. Everything else is in the privacy notice.',
    ],
  },
  meanwhile: {
    withdrawn: 'Your registration has been cancelled since then.',
    other: 'Use the link to see whether you have a place now.',
  },
  moved: {
    otherRoom: 'The link to the online room has changed. The new one is below; the old one no longer works.',
    elsewhere: 'The meeting will take place somewhere else. The time and place are below.',
    otherTime: 'The meeting has been moved. The new date is below.',
    before: 'Previously',
    placeBefore: 'Previous place',
    confirmed:
      'Your registration is still valid. If this means you cannot come, use the link to cancel your registration, and someone else will be glad to have the place.',
    offered: until => `You have been offered a place. Accept it${by(until)}.`,
    waitlisted:
      'You keep your place on the waiting list. If this means you cannot come, use the link to cancel your registration.',
    pending:
      'The coordination office still has your request. If you cannot come on the new date, take your request back using the link.',
    unconfirmed: until =>
      `You still need to confirm your registration${by(until)}. If you no longer want to come, you do not need to do anything.`,
  },
  erased: {
    subject: 'Your data have been erased',
    greeting: 'Hello,',
    paragraphs: [
      'Your data have been erased: name, email address, registrations and everything that goes with them. If you were registered for a coming meeting, your place is free again.',
      'What remains are figures without names, for example how many people came to a meeting.',
      'This is the last email about these data. We have forgotten this address, too, now that it has been sent.',
    ],
  },
  reminder: {
    paragraphs: ({ isOnline }) => [
      isOnline
        ? 'The meeting is coming up soon. You are signed up and your place is reserved. You are taking part online.'
        : 'The meeting is coming up soon. You are signed up and your place is reserved. Show the QR code at the entrance, or give your code or your name.',
      'Unable to come after all? Cancel your registration so that someone else can have the place.',
    ],
    giveBack: 'Cancel so that someone else can come',
  },
  invitation: {
    subjects: {
      first: meeting => `Invitation: ${meeting}`,
      again: meeting => `Invited once more: ${meeting}`,
    },
    first: [
      'We would like to invite you to the next meeting. The button opens the sign-up form. What we already know about you is filled in.',
      'The link is for you only. Do not pass it on.',
    ],
    again: [
      'We have not heard from you yet. Would you like to come to the meeting? The button opens the sign-up form. What we already know about you is filled in.',
      'If you cannot come, tell us with the second link. Then we will not ask again.',
    ],
    signUp: 'Sign up',
    cannot: 'I cannot come',
    end: 'No more invitations',
    known: 'Taken from your last registration. Check it.',
    knownMember: 'Taken from your last registration. The invitation is for this name and this address.',
    onlyEmail: email => `This invitation is only for ${email}. Enter this address again.`,
    onlyName: name => `This invitation is only for ${name}. Enter this name again.`,
    already: 'Have you already signed up with this link? Then our email has the way to your registration.',
    wrongLink: 'This link is not right. Perhaps a part is missing. Open it again from the email.',
    why: 'You receive this invitation because you agreed, when you signed up earlier, to be invited to further meetings. You can end this at any time with the link “No more invitations”.',
  },
  cancelledMeeting: {
    doesNotHappen: 'The meeting will not take place.',
    reason: reason => `Reason: ${reason}`,
    nothingToDo: 'You do not need to do anything. This also ends your registration.',
  },
  barriers: {
    greeting: 'Hello,',
    subjects: {
      barrier_received: reference => `We have received your report: ${reference}`,
      barrier_answered: reference => `Reply to your report: ${reference}`,
    },
    reference: 'Reference',
    received: 'Reported',
    receipt: due => [
      'Thank you for your report. A barrier on our website was reported to us with this email address.',
      `You will receive a reply by ${due}. If none comes, or if it does not help, the ombuds office (Ombudsstelle, section 16d BGG LSA) can mediate.`,
      'If you did not report anything, you do not need to do anything.',
    ],
    toReceipt: 'View my report',
    answer: ['You reported a barrier on our website to us. This is our reply.'],
    statement: 'Accessibility statement and ombuds office',
  },
}

export default en

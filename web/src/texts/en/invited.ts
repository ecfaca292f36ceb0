// English texts of an invitation: its page, and what follows a sign-up by a personal link.
import type { Catalogue } from '../catalogue.ts'
import type de from '../de/invited.ts'

const texts: Catalogue<typeof de> = {
  invited: {
    next: 'Next meeting',
    nextText: 'Your name and address are already in the form.',
    done: 'You are signed up',
    doneQueued: 'You are on the waiting list',
    doneAsked: 'We have received your request',
    doneText: 'There is nothing more for you to do. We have sent you an email with the link to your registration.',
    doneTicket:
      'There is nothing more for you to do. An email with your ticket and the link to your registration is on its way.',
    title: 'Your invitation',
    lead: '{name}, you are invited to this meeting.',
    signUpText: 'Your name and address are already in the form.',
    cannotTitle: 'Unable to come?',
    cannotText: 'Tell us with this button. Then we will not ask again.',
    cannot: 'I cannot come',
    declined: 'Thank you for your answer: you cannot come.',
    declinedText: 'If you change your mind, sign up.',
    endTitle: 'No more invitations?',
    endText: 'You agreed to be invited to further meetings. This button takes that back.',
    end: 'No more invitations',
    ended: 'We will not invite you any more',
    endedText: 'You will receive no more invitations from us.',
    endedStill: 'You can still sign up for this meeting.',
    over: 'You can no longer sign up for this meeting.',
  },
}

export default texts

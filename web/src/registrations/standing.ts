import { wayOf } from '@treffpunkt/shared/attendance-modes'
import type { OwnRegistration } from '@treffpunkt/shared/sign-up'
import { text, type TextKey } from '../i18n.ts'
import { longMoment } from '../ui/dates.ts'
import type { Move } from './calls.ts'

/** How a registration stands, in the words of its person, and what they can do about it. */
export type Standing = {
  tone: 'success' | 'info' | 'warning' | 'neutral'
  title: string
  text: string
  /** The text is the office's own, in German. */
  isWritten?: boolean
  moves: { move: Move; text: TextKey }[]
  /** The way back is to sign up anew. */
  signUpAgain: boolean
  /** What withdrawing means; undefined where there is nothing to withdraw from. */
  withdrawing?: TextKey
  /** The meeting is cancelled or has taken place. */
  isOver: boolean
}

const nothing = { moves: [], signUpAgain: false, isOver: false }

export function standingOf(own: OwnRegistration): Standing {
  const { meeting } = own
  const until = own.expiresAt ? longMoment(own.expiresAt) : ''
  if (meeting.cancelledAt)
    return {
      ...nothing,
      tone: 'warning',
      title: text('own.cancelled'),
      text: meeting.cancelReason ?? text('own.cancelledText'),
      isWritten: meeting.cancelReason !== null,
      isOver: true,
    }
  if (meeting.state === 'held' || meeting.state === 'reported' || Date.parse(meeting.endsAt) < Date.now())
    return { ...nothing, tone: 'neutral', title: text('own.over'), text: text('own.overText'), isOver: true }
  switch (own.status) {
    case 'confirmed':
      return {
        ...nothing,
        tone: 'success',
        title: text('own.confirmed'),
        text: text(wayOf(own) === 'online' ? 'own.confirmedOnline' : 'own.confirmedText'),
        withdrawing: 'own.cannotComeText',
      }
    case 'unconfirmed':
      return {
        ...nothing,
        tone: 'warning',
        title: text('own.unconfirmed'),
        text: text('own.unconfirmedText', { until }),
        withdrawing: 'own.cannotComeText',
      }
    case 'pending':
      return {
        ...nothing,
        tone: own.addressConfirmed ? 'info' : 'warning',
        title: text(own.addressConfirmed ? 'own.pending' : 'own.pendingUnconfirmed'),
        text: text(own.addressConfirmed ? 'own.pendingText' : 'own.waitlistedUnconfirmed'),
        withdrawing: 'own.cannotComeRequest',
      }
    case 'refused':
      return {
        ...nothing,
        tone: 'neutral',
        title: text('own.refused'),
        text: own.refusalReason ?? text('own.refusedText'),
        isWritten: own.refusalReason !== null,
      }
    case 'waitlisted':
      return {
        ...nothing,
        tone: 'info',
        title: own.queuePosition ? text('own.waitlistedAt', { position: own.queuePosition }) : text('own.waitlisted'),
        text: own.queuePosition ? text('own.waitlistedText') : text('own.waitlistedUnconfirmed'),
        withdrawing: 'own.cannotComeQueue',
      }
    case 'offered':
      return {
        ...nothing,
        tone: 'success',
        title: text('own.offered'),
        text: text('own.offeredText', { until }),
        moves: [
          { move: 'accept', text: 'own.accept' },
          { move: 'decline', text: 'own.decline' },
        ],
      }
    case 'lapsed':
      return {
        ...nothing,
        tone: 'warning',
        title: text('own.lapsed'),
        text: text('own.lapsedText'),
        moves: [{ move: 'restore', text: 'own.queueAgain' }],
      }
    case 'expired':
      // nobody decided on the request before the meeting began
      if (own.addressConfirmed)
        return { ...nothing, tone: 'neutral', title: text('own.refused'), text: text('own.refusedText') }
      return {
        ...nothing,
        tone: 'warning',
        title: text('own.expired'),
        text: text('own.expiredText'),
        signUpAgain: meeting.state === 'open',
      }
    case 'withdrawn':
      return withdrawn(own)
    case 'substituted':
      return { ...nothing, tone: 'neutral', title: text('substitute.done'), text: text('substitute.doneText') }
  }
}

/** Whoever has a place, or one in the queue, can hand it over to somebody else of their organisation. */
export const mayHandOver = (own: OwnRegistration): boolean =>
  standingOf(own).withdrawing !== undefined &&
  (own.status === 'confirmed' || own.queuePosition !== null) &&
  (own.organisation ?? own.organisationTyped) !== null

function withdrawn(own: OwnRegistration): Standing {
  const gone = { ...nothing, tone: 'neutral', title: text('own.withdrawn') } as const
  if (own.canRestore)
    return { ...gone, text: text('own.withdrawnText'), moves: [{ move: 'restore', text: 'own.undo' }] }
  if ((own.attends === 'online' ? own.meeting.onlineSeats : own.meeting.seats) === 'waiting_list')
    return { ...gone, text: text('own.withdrawnFull'), moves: [{ move: 'restore', text: 'signUp.buttonWaiting' }] }
  return { ...gone, text: text('own.withdrawnPlain') }
}

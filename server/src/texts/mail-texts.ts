/** What mails say, in one language. A paragraph that is empty is left out. */
export type MailTexts = {
  greeting: (name: string) => string
  /** Labels of the facts. */
  meeting: string
  focusTopic: string
  when: string
  where: string
  placeOpen: string
  /** Where an online meeting is, and one that is online besides. */
  online: string
  alsoOnline: (place: string) => string
  /** Label of the way in, what stands there while there is none yet, and of what else is to know about it. */
  onlineRoom: string
  roomFollows: string
  onlineNotes: string
  /** At a mixed meeting: label of how the reader takes part, and how; it can be changed on the page of the registration. */
  attends: string
  attending: { on_site: string; online: string }
  /** Label of the link into the online room. */
  join: string
  /** That a meeting asks something, to who has not answered it: others have signed them up. */
  questions: { label: string; open: string }
  /** Label of the reason, and what stands there without one. */
  cancelled: string
  yes: string
  /** Labels of links. */
  look: string
  ticket: string
  toMeeting: string
  confirm: string
  lookWithTicket: string
  acceptOrDecline: string
  ticketAlt: (code: string) => string
  code: string
  closing: string
  /** Said above a text of the office that is not in the reader's language. */
  inGerman: string
  subjects: Record<
    | 'confirm'
    | 'already_registered'
    | 'confirmed'
    | 'entered'
    | 'requested'
    | 'refused'
    | 'waitlisted'
    | 'offered'
    | 'lapsed'
    | 'withdrawn'
    | 'substituted'
    | 'substitute'
    | 'moved'
    | 'place_changed'
    | 'room_changed'
    | 'cancelled'
    | 'reminder',
    (meeting: string) => string
  > & { lost_links: () => string }
  /** What was ticked beside the sign-up. */
  purposes: { contactList: string; invitations: string; photographs: string }
  /**
   * `until`: until when to answer; null when there is nothing to answer any more. `agreed`: purposes, in words. `other`:
   * the name of who comes instead, or of whom the reader comes for. `partner`: the organisation whose program entered the
   * reader, wanted to, or withdrew them, if one did. `meanwhile`: what has become of who was entered and has no place.
   */
  paragraphs: {
    confirm: (about: {
      until: string | null
      isQueued: boolean
      isRequest: boolean
      agreed: string
      partner: string | null
    }) => string[]
    /** `meanwhile`: an organisation has asked about somebody who is not registered any more. */
    already_registered: (about: { partner: string | null; meanwhile: string }) => string[]
    confirmed: (about: { isOnline: boolean }) => string[]
    /** The second is what the law asks for besides where an organisation entered the reader (Art. 14 GDPR), else empty. */
    entered: (about: {
      hasSeat: boolean
      isQueued: boolean
      isRequest: boolean
      meanwhile: string
      partner: string | null
    }) => string[]
    requested: () => string[]
    refused: (about: { reason: string | null }) => string[]
    waitlisted: (about: { position: number | null }) => string[]
    offered: (about: { until: string | null }) => string[]
    lapsed: () => string[]
    withdrawn: (about: { partner: string | null }) => string[]
    substituted: (about: { other: string }) => string[]
    substitute: (about: {
      other: string
      byOffice: boolean
      hasSeat: boolean
      isQueued: boolean
      isRequest: boolean
      meanwhile: string
    }) => string[]
    lost_links: () => string[]
  }
  /**
   * To whoever was signed up with others, or by somebody else (`other`), who is where their data come from (Art. 14 GDPR).
   */
  signedUp: {
    /** Label of those whom the same confirmation confirms. */
    together: string
    paragraphs: (about: { other: string; until: string | null; isQueued: boolean; isRequest: boolean }) => string[]
  }
  /** To who was entered and had no place any more when the mail was sent. */
  meanwhile: { withdrawn: string; other: string }
  /** About a meeting that was moved: what happened, and what it means for the reader's place. */
  moved: {
    elsewhere: string
    otherRoom: string
    otherTime: string
    before: string
    placeBefore: string
    confirmed: string
    offered: (until: string | null) => string
    waitlisted: string
    pending: string
    unconfirmed: (until: string | null) => string
  }
  /** Confirms an erasure, to somebody whose name is forgotten. */
  erased: { subject: string; greeting: string; paragraphs: string[] }
  /** Before a meeting, to who has a place. */
  reminder: { paragraphs: (about: { isOnline: boolean }) => string[]; giveBack: string }
  /** To people known from an earlier meeting; `again`: to who has not answered. `why`: what they agreed to, at the foot. */
  invitation: {
    subjects: Record<'first' | 'again', (meeting: string) => string>
    first: string[]
    again: string[]
    signUp: string
    cannot: string
    end: string
    /** Said on the page of the form: what stands in it comes from somewhere. */
    known: string
    knownMember: string
    /** At the field, where somebody else was put in than the invitation to a meeting of members is for. */
    onlyEmail: (email: string) => string
    onlyName: (name: string) => string
    /** Over the form, to whoever comes by the link: it says to nobody whether there is a registration. */
    already: string
    /** The link of the form is none. */
    wrongLink: string
    why: string
  }
  cancelledMeeting: { doesNotHappen: string; reason: (reason: string) => string; nothingToDo: string }
  /** To somebody who reported a barrier; `due`: until when an answer comes. */
  barriers: {
    greeting: string
    subjects: Record<'barrier_received' | 'barrier_answered', (reference: string) => string>
    reference: string
    received: string
    receipt: (due: string) => string[]
    toReceipt: string
    answer: string[]
    statement: string
  }
}

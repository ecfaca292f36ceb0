// The seats of one open meeting as domain.md tells them, in memory and without a clock: what the service is compared with.

export type Place =
  | 'pending'
  | 'unconfirmed'
  | 'confirmed'
  | 'waitlisted'
  | 'offered'
  | 'expired'
  | 'lapsed'
  | 'withdrawn'
  | 'substituted'
  | 'refused'

export type Attends = 'on_site' | 'online'

export type ModelRegistration = {
  person: number
  /** Of the directory: its name says the sector, see `sectorOf`. */
  organisation: string | null
  /** At a mixed meeting. */
  attends: Attends | null
  byOffice: boolean
  /** The office has let them in, or nobody asked it. */
  admitted: boolean
  place: Place
  addressConfirmed: boolean
  /** When they signed up, which is where requests that are decided on anew stand. */
  since: number
  /** Turn in the queue, or among the requests. */
  turn: number | null
  /** Its hold has run out and nobody has marked it yet. */
  due: boolean
  /** Came in the place of somebody else. */
  substitutes?: true
}

export type ModelContingent = { organisation: string | null; sector: string | null; seats: number; released: boolean }

export type SeatModel = {
  mode: Attends | 'mixed'
  /** Of a mixed meeting, the seats of the room. */
  capacity: number | null
  onlineCapacity: number | null
  approval: boolean
  contingents: ModelContingent[]
  turns: number
  /** Something left room for who waits, and nobody has served them yet. */
  unsettled: boolean
  registrations: ModelRegistration[]
}

/** "business 1" is of business. */
export const sectorOf = (organisation: string): string => organisation.replace(/ .*/, '')

/** The model's "no": the code of the problem that the service answers with. Nothing has changed then. */
export class Refused extends Error {}

/** What one request does. */
export type Move = (model: SeatModel) => void

const live = ({ place }: ModelRegistration): boolean =>
  place === 'pending' ||
  place === 'unconfirmed' ||
  place === 'confirmed' ||
  place === 'waitlisted' ||
  place === 'offered'
const holds = ({ place, due }: ModelRegistration): boolean =>
  (place === 'unconfirmed' || place === 'confirmed' || place === 'offered') && !due

/**
 * Could somebody of this organisation be given a seat? Everybody who holds one is put into the contingent of their
 * organisation, else into that of their sector, else among the others; what is left is for them, or it is not.
 */
function hasRoomFor(
  model: SeatModel,
  { organisation, attends }: Pick<ModelRegistration, 'organisation' | 'attends'>,
  without?: ModelRegistration,
): boolean {
  if (attends === 'online') {
    const joining = model.registrations.filter(one => holds(one) && one.attends === 'online' && one !== without)
    return model.onlineCapacity === null || joining.length < model.onlineCapacity
  }
  if (model.capacity === null) return true
  const kept = model.contingents.filter(({ released }) => !released).map(one => ({ ...one, left: one.seats }))
  const contingentOf = (name: string | null) =>
    name === null
      ? undefined
      : (kept.find(one => one.left > 0 && one.organisation === name) ??
        kept.find(one => one.left > 0 && one.sector === sectorOf(name)))
  const seated = model.registrations.filter(one => holds(one) && one.attends !== 'online' && one !== without)
  for (const one of seated) {
    const contingent = contingentOf(one.organisation)
    if (contingent !== undefined) contingent.left--
  }
  const left = model.capacity - seated.length
  if (left <= 0) return false
  return contingentOf(organisation) !== undefined || left > kept.reduce((sum, one) => sum + one.left, 0)
}

/** Somebody waits for whom there is a seat. */
export const isUnserved = (model: SeatModel): boolean => queue(model).some(one => hasRoomFor(model, one))

/** Those who wait with a confirmed address, the first one first. */
export const queue = ({ registrations }: SeatModel): ModelRegistration[] =>
  registrations
    .filter(({ place, addressConfirmed }) => place === 'waitlisted' && addressConfirmed)
    .toSorted((one, other) => (one.turn ?? 0) - (other.turn ?? 0))

/** Holds that ran out end, and each free seat goes to the first in the queue whom it is for. */
export const settle: Move = model => {
  model.unsettled = false
  for (const one of model.registrations) {
    if (!one.due) continue
    one.place = one.place === 'offered' ? 'lapsed' : 'expired'
    one.due = false
  }
  for (const one of queue(model)) if (hasRoomFor(model, one)) one.place = 'offered'
}

const at = (model: SeatModel, index: number): ModelRegistration => {
  const found = model.registrations[index]
  if (found === undefined) throw new Error(`no registration ${index}`)
  return found
}

function enterQueue(model: SeatModel, one: ModelRegistration): void {
  if (one.place !== 'waitlisted' && one.place !== 'pending') one.turn = ++model.turns
  one.place = 'waitlisted'
  one.addressConfirmed = true
  one.admitted = true
  settle(model)
}

function takeSeat(one: ModelRegistration): void {
  one.place = 'confirmed'
  one.addressConfirmed = true
  one.admitted = true
  one.turn = null
}

function ask(model: SeatModel, one: ModelRegistration): void {
  if (['withdrawn', 'expired', 'lapsed'].includes(one.place)) one.turn = ++model.turns
  else one.turn ??= one.since
  one.place = 'pending'
  one.addressConfirmed = true
  one.admitted = false
}

function admit(model: SeatModel, one: ModelRegistration): void {
  if (hasRoomFor(model, one)) takeSeat(one)
  else enterQueue(model, one)
}

function requireOnly(model: SeatModel, one: ModelRegistration): void {
  if (model.registrations.some(other => other !== one && other.person === one.person && live(other)))
    throw new Refused('registration_live')
}

/** By the room there is now. A person has one live registration. */
function decideAnew(model: SeatModel, one: ModelRegistration): void {
  requireOnly(model, one)
  if (model.approval && !one.admitted) ask(model, one)
  else admit(model, one)
}

const newcomer = (
  model: SeatModel,
  {
    person,
    organisation,
    attends,
    place,
    byOffice,
  }: Pick<ModelRegistration, 'person' | 'organisation' | 'attends' | 'place' | 'byOffice'>,
): ModelRegistration => {
  const since = ++model.turns
  return {
    person,
    organisation,
    attends,
    byOffice,
    place,
    since,
    addressConfirmed: byOffice,
    admitted: byOffice,
    turn: place === 'waitlisted' || place === 'pending' ? since : null,
    due: false,
  }
}

/** Chosen at a mixed meeting alone. */
function attendsOf({ mode }: SeatModel, chosen: Attends | undefined): Attends | null {
  if (mode === 'mixed') return chosen ?? 'on_site'
  if (chosen !== undefined && chosen !== mode) throw new Refused('invalid_input')
  return null
}

export const signUp =
  (person: number, organisation: string | null, chosen?: Attends): Move =>
  model => {
    settle(model)
    const attends = attendsOf(model, chosen)
    const known = model.registrations.find(one => one.person === person && live(one))
    // the room as a stranger meets it; what a hold of their own takes is not counted
    const hasRoom = hasRoomFor(model, { organisation, attends }, known?.place === 'unconfirmed' ? known : undefined)
    const place = model.approval ? 'pending' : hasRoom ? 'unconfirmed' : 'waitlisted'
    if (known === undefined)
      model.registrations.push(newcomer(model, { person, organisation, attends, place, byOffice: false }))
    else if (!known.addressConfirmed) {
      known.organisation = organisation
      const isOther = known.attends !== attends
      known.attends = attends
      // nobody loses a seat by asking again for one like it; who waits or asks stands where a stranger would
      if (known.place !== 'unconfirmed' || isOther) known.place = place
      if (known.place === 'unconfirmed') known.turn = null
      else if (isOther) known.turn = ++model.turns
      if (isOther) settle(model)
    }
  }

export const enterByOffice =
  (person: number, organisation: string | null, chosen?: Attends): Move =>
  model => {
    settle(model)
    if (model.registrations.some(one => one.person === person && live(one))) throw new Refused('registration_live')
    const attends = attendsOf(model, chosen)
    const place = hasRoomFor(model, { organisation, attends }) ? 'confirmed' : 'waitlisted'
    model.registrations.push(newcomer(model, { person, organisation, attends, place, byOffice: true }))
  }

export const confirm =
  (index: number): Move =>
  model => {
    settle(model)
    const one = at(model, index)
    if (['confirmed', 'offered', 'withdrawn', 'substituted', 'refused'].includes(one.place)) return
    if (one.place === 'unconfirmed') takeSeat(one)
    else if (one.place === 'pending') ask(model, one)
    else if (one.place === 'waitlisted') {
      if (!one.addressConfirmed) admit(model, one)
    } else decideAnew(model, one)
  }

export const confirmByOffice =
  (index: number): Move =>
  model => {
    settle(model)
    const one = at(model, index)
    if (one.place === 'confirmed') return
    if (['withdrawn', 'substituted', 'refused'].includes(one.place)) throw new Refused('registration_over')
    if (one.place === 'unconfirmed' || one.place === 'offered') takeSeat(one)
    else {
      requireOnly(model, one)
      admit(model, one)
    }
  }

export const withdraw =
  (index: number): Move =>
  model => {
    const one = at(model, index)
    if (['withdrawn', 'substituted', 'refused'].includes(one.place)) return
    one.place = 'withdrawn'
    one.turn = null
    one.due = false
    settle(model)
  }

/** Brings back who withdrew; who is there already stays as they are. */
export const restore =
  (index: number, byOffice: boolean): Move =>
  model => {
    settle(model)
    const one = at(model, index)
    if (live(one)) return
    if (one.place === 'substituted' || one.place === 'refused') throw new Refused('registration_over')
    if (one.place === 'withdrawn' && !one.addressConfirmed && !byOffice) throw new Refused('registration_over')
    decideAnew(model, one)
  }

/** Hands the place over to somebody else: the seat for good, or the turn in the queue. Nobody is served for it. */
export const substitute =
  (index: number, person: number, byOffice: boolean): Move =>
  model => {
    settle(model)
    const one = at(model, index)
    if (!live(one) || (!one.addressConfirmed && !byOffice)) throw new Refused('registration_over')
    const known = model.registrations.find(other => other.person === person && live(other))
    // a link does not tell who is registered: who has a place keeps it, who waits gets this one
    if (known !== undefined && (byOffice || known === one || known.substitutes === true))
      throw new Refused('registration_live')
    const asks = one.place === 'pending'
    const waits = one.place === 'waitlisted'
    const hasSeat = one.place !== 'waitlisted' && one.place !== 'pending'
    if (known === undefined)
      model.registrations.push({
        person,
        organisation: one.organisation,
        attends: one.attends,
        byOffice,
        admitted: !asks,
        place: asks ? 'pending' : waits ? 'waitlisted' : 'confirmed',
        addressConfirmed: true,
        since: ++model.turns,
        turn: hasSeat ? null : one.turn,
        due: false,
        substitutes: true,
      })
    else {
      known.substitutes = true
      if ((known.place === 'waitlisted' || known.place === 'pending') && hasSeat) {
        known.attends = one.attends
        takeSeat(known)
      }
    }
    one.place = 'substituted'
    one.turn = null
    one.due = false
    settle(model)
  }

export const accept =
  (index: number): Move =>
  model => {
    settle(model)
    const one = at(model, index)
    if (one.place === 'confirmed') return
    if (one.place !== 'offered') throw new Refused('no_offer')
    takeSeat(one)
  }

export const decline =
  (index: number): Move =>
  model => {
    const { place } = at(model, index)
    if (place !== 'offered' && place !== 'withdrawn') throw new Refused('no_offer')
    withdraw(index)(model)
  }

/** Time passes: a hold, an offer, or the wait for a confirmation ends. */
export const runOut =
  (index: number): Move =>
  model => {
    const one = at(model, index)
    if (
      one.place === 'unconfirmed' ||
      one.place === 'offered' ||
      ((one.place === 'waitlisted' || one.place === 'pending') && !one.addressConfirmed)
    )
      one.due = true
  }

export const resize =
  (capacity: number | null): Move =>
  model => {
    if (capacity === model.capacity) return
    const kept = model.contingents.reduce((sum, one) => sum + (one.released ? 0 : one.seats), 0)
    if (kept > (capacity ?? 0)) throw new Refused('invalid_input')
    model.capacity = capacity
    settle(model)
  }

export const resizeOnline =
  (capacity: number | null): Move =>
  model => {
    if (model.mode !== 'mixed' && capacity !== null) throw new Refused('invalid_input')
    if (capacity === model.onlineCapacity) return
    model.onlineCapacity = capacity
    settle(model)
  }

/** Everybody takes part the way there was, or there is, alone; nobody is thrown out. */
export const moveTo =
  (mode: SeatModel['mode']): Move =>
  model => {
    const before = model.mode
    if (mode === before) return
    model.mode = mode
    if (mode !== 'mixed') model.onlineCapacity = null
    for (const one of model.registrations) one.attends = mode === 'mixed' && before !== 'mixed' ? before : null
    settle(model)
  }

/** On site or online, while the other kind has a place; whoever waits has it for good then. */
export const switchTo =
  (index: number, attends: Attends): Move =>
  model => {
    attendsOf(model, attends)
    settle(model)
    const one = at(model, index)
    if (model.mode !== 'mixed' || one.attends === attends) return
    const needsPlace = holds(one) || one.place === 'waitlisted'
    if (needsPlace && !hasRoomFor(model, { ...one, attends })) throw new Refused('other_kind_full')
    one.attends = attends
    if (one.place === 'waitlisted' && one.addressConfirmed) takeSeat(one)
    settle(model)
  }

export const keep =
  (contingents: readonly Omit<ModelContingent, 'released'>[]): Move =>
  model => {
    if (contingents.reduce((sum, one) => sum + one.seats, 0) > (model.capacity ?? 0)) throw new Refused('invalid_input')
    if (contingents.length === 0 && model.contingents.length === 0) return
    model.contingents = contingents.map(one => ({ ...one, released: false }))
    settle(model)
  }

/** Time passes: the n-th contingent is released. Nobody has noticed yet. */
export const release =
  (index: number): Move =>
  model => {
    const one = model.contingents[index % Math.max(1, model.contingents.length)]
    if (one !== undefined) one.released = true
    model.unsettled = true
  }

/** The organisation somebody comes from was corrected, which moves nobody and may leave room for who waits. */
export const correct =
  (index: number, organisation: string | null): Move =>
  model => {
    at(model, index).organisation = organisation
    model.unsettled = true
  }

export const decideByOffice =
  (approval: boolean): Move =>
  model => {
    model.approval = approval
  }

export const approve =
  (index: number): Move =>
  model => {
    settle(model)
    const one = at(model, index)
    if (one.place === 'pending' && one.addressConfirmed) admit(model, one)
    else if (!['confirmed', 'waitlisted', 'offered', 'unconfirmed'].includes(one.place))
      throw new Refused('registration_over')
  }

export const refuse =
  (index: number): Move =>
  model => {
    settle(model)
    const one = at(model, index)
    if (one.place === 'pending' && one.addressConfirmed) one.place = 'refused'
    else if (one.place !== 'refused') throw new Refused('registration_over')
  }

/** Takes a decision of the office back; those whom it entered itself never asked. */
export const reconsider =
  (index: number): Move =>
  model => {
    settle(model)
    const one = at(model, index)
    if (one.place === 'refused') {
      requireOnly(model, one)
      ask(model, one)
    } else if (
      model.approval &&
      !one.byOffice &&
      one.admitted &&
      ['confirmed', 'waitlisted', 'offered'].includes(one.place)
    ) {
      ask(model, one)
      settle(model)
    } else if (one.place !== 'pending') throw new Refused('registration_over')
  }

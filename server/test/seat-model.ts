// The seats of one open meeting as domain.md tells them, in memory and without a clock: what the service is compared with.

export type Place =
  | 'unconfirmed'
  | 'confirmed'
  | 'waitlisted'
  | 'offered'
  | 'expired'
  | 'lapsed'
  | 'withdrawn'
  | 'substituted'

export type ModelRegistration = {
  person: number
  place: Place
  addressConfirmed: boolean
  /** Turn in the queue; null unless waiting or offered. */
  turn: number | null
  /** Its hold has run out and nobody has marked it yet. */
  due: boolean
  /** Came in the place of somebody else. */
  substitutes?: true
}

export type SeatModel = { capacity: number | null; turns: number; registrations: ModelRegistration[] }

/** The model's "no": the code of the problem that the service answers with. Nothing has changed then. */
export class Refused extends Error {}

/** What one request does. */
export type Move = (model: SeatModel) => void

const live = ({ place }: ModelRegistration): boolean =>
  place === 'unconfirmed' || place === 'confirmed' || place === 'waitlisted' || place === 'offered'
const holds = ({ place, due }: ModelRegistration): boolean =>
  (place === 'unconfirmed' || place === 'confirmed' || place === 'offered') && !due

/** Seats that are free; without a limit, infinitely many. */
export const free = ({ capacity, registrations }: SeatModel): number =>
  capacity === null ? Infinity : Math.max(0, capacity - registrations.filter(holds).length)

/** Those who wait with a confirmed address, the first one first. */
export const queue = ({ registrations }: SeatModel): ModelRegistration[] =>
  registrations
    .filter(({ place, addressConfirmed }) => place === 'waitlisted' && addressConfirmed)
    .toSorted((one, other) => (one.turn ?? 0) - (other.turn ?? 0))

/** Holds that ran out end, and free seats go to the queue. */
export const settle: Move = model => {
  for (const one of model.registrations) {
    if (!one.due) continue
    one.place = one.place === 'offered' ? 'lapsed' : 'expired'
    one.due = false
  }
  for (const one of queue(model).slice(0, free(model))) one.place = 'offered'
}

const at = (model: SeatModel, index: number): ModelRegistration => {
  const found = model.registrations[index]
  if (found === undefined) throw new Error(`no registration ${index}`)
  return found
}

function enterQueue(model: SeatModel, one: ModelRegistration): void {
  if (one.place !== 'waitlisted') one.turn = ++model.turns
  one.place = 'waitlisted'
  one.addressConfirmed = true
  settle(model)
}

function takeSeat(one: ModelRegistration): void {
  one.place = 'confirmed'
  one.addressConfirmed = true
  one.turn = null
}

/** By the room there is now. A person has one live registration. */
function decideAnew(model: SeatModel, one: ModelRegistration): void {
  if (model.registrations.some(other => other !== one && other.person === one.person && live(other)))
    throw new Refused('registration_live')
  if (free(model) > 0) takeSeat(one)
  else enterQueue(model, one)
}

const newcomer = (model: SeatModel, person: number, seat: Place): ModelRegistration => {
  const room = free(model) > 0
  return {
    person,
    place: room ? seat : 'waitlisted',
    addressConfirmed: seat === 'confirmed',
    turn: room ? null : ++model.turns,
    due: false,
  }
}

export const signUp =
  (person: number): Move =>
  model => {
    settle(model)
    const known = model.registrations.find(one => one.person === person && live(one))
    if (known === undefined) model.registrations.push(newcomer(model, person, 'unconfirmed'))
    // who waits unconfirmed and asks again gets the seat that a stranger would get
    else if (known.place === 'waitlisted' && !known.addressConfirmed && free(model) > 0) {
      known.place = 'unconfirmed'
      known.turn = null
    }
  }

export const enterByOffice =
  (person: number): Move =>
  model => {
    settle(model)
    if (model.registrations.some(one => one.person === person && live(one))) throw new Refused('registration_live')
    model.registrations.push(newcomer(model, person, 'confirmed'))
  }

export const confirm =
  (index: number): Move =>
  model => {
    settle(model)
    const one = at(model, index)
    if (['confirmed', 'offered', 'withdrawn', 'substituted'].includes(one.place)) return
    if (one.place === 'unconfirmed') takeSeat(one)
    else if (one.place === 'waitlisted') {
      if (!one.addressConfirmed) enterQueue(model, one)
    } else decideAnew(model, one)
  }

export const confirmByOffice =
  (index: number): Move =>
  model => {
    settle(model)
    const one = at(model, index)
    if (one.place === 'confirmed') return
    if (one.place === 'withdrawn' || one.place === 'substituted') throw new Refused('registration_over')
    if (one.place === 'unconfirmed' || one.place === 'offered') takeSeat(one)
    else decideAnew(model, one)
  }

export const withdraw =
  (index: number): Move =>
  model => {
    const one = at(model, index)
    if (one.place === 'withdrawn' || one.place === 'substituted') return
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
    if (one.place === 'substituted') throw new Refused('registration_over')
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
    const waits = one.place === 'waitlisted'
    if (known === undefined)
      model.registrations.push({
        person,
        place: waits ? 'waitlisted' : 'confirmed',
        addressConfirmed: true,
        turn: waits ? one.turn : null,
        due: false,
        substitutes: true,
      })
    else {
      known.substitutes = true
      if (known.place === 'waitlisted' && !waits) takeSeat(known)
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
    if (one.place === 'unconfirmed' || one.place === 'offered' || (one.place === 'waitlisted' && !one.addressConfirmed))
      one.due = true
  }

export const resize =
  (capacity: number | null): Move =>
  model => {
    if (capacity === model.capacity) return
    model.capacity = capacity
    settle(model)
  }

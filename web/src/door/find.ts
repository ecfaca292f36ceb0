import type { DoorGuest } from '@treffpunkt/shared/attendance'
import { foldedForm, plainForm, searchText } from '@treffpunkt/shared/names'

const texts = new WeakMap<DoorGuest, { name: string; all: string }>()

function textsOf(guest: DoorGuest): { name: string; all: string } {
  let found = texts.get(guest)
  if (!found) {
    const name = ` ${searchText(guest.name)}`
    texts.set(guest, (found = { name, all: `${name} ${searchText(guest.organisation)}` }))
  }
  return found
}

/** Every word begins a word of the text; from three letters on it may also stand inside one. */
const fits = (text: string, words: readonly string[]) =>
  words.every(word => text.includes(word.length < 3 ? ` ${word}` : word))

const wordsOf = (form: string) => form.split(' ').filter(Boolean)

/** Whether something is searched for: a lone hyphen is nothing yet. */
export const hasWord = (typed: string): boolean => plainForm(typed) !== ''

// As people read a list: Ähre among the A, Öztürk among the O.
const alphabet = new Intl.Collator('de')
/** The order of the list. */
export const bySortName = (one: DoorGuest, other: DoorGuest): number =>
  alphabet.compare(one.sortName, other.sortName) || (one.id < other.id ? -1 : 1)

/**
 * Whom a search may mean, from one letter, without regard to case, accents, umlauts and script; those whose name fits
 * before those whose organisation does, else in the order of `guests`. Without a word: everybody.
 */
export function findGuests(guests: readonly DoorGuest[], typed: string): DoorGuest[] {
  const plain = wordsOf(plainForm(typed))
  const folded = wordsOf(foldedForm(typed))
  if (plain.length === 0) return [...guests]
  const fitsTyped = (text: string) => fits(text, plain) || fits(text, folded)
  const found = guests.filter(guest => fitsTyped(textsOf(guest).all))
  const byName = found.filter(guest => fitsTyped(textsOf(guest).name))
  return [...byName, ...found.filter(guest => !byName.includes(guest))]
}

import { expect, test } from 'vitest'
import { placeOf } from '@treffpunkt/shared/places'
import { addressOf, mapLink } from '@treffpunkt/shared/way-there'

const house = { name: 'Bürgerhaus Hohenmölsen', street: null, postalCode: '06679', municipality: 'Hohenmölsen' }
const query = (venue: typeof house | (Omit<typeof house, 'street'> & { street: string })) =>
  new URL(mapLink(venue)).searchParams.get('query')

test('a house is looked for by its street, else by its name in its municipality', () => {
  const withStreet = { ...house, street: 'Lindenstraße 5' }
  expect([placeOf(withStreet), addressOf(withStreet)]).toEqual([house.name, 'Lindenstraße 5, 06679 Hohenmölsen'])
  expect(query(withStreet)).toBe('Lindenstraße 5, 06679 Hohenmölsen')
  expect([addressOf(house), query(house)]).toEqual(['06679 Hohenmölsen', 'Bürgerhaus Hohenmölsen'])
  const hall = { ...house, name: 'Bürgerhaus' }
  expect([placeOf(hall), query(hall)]).toEqual(['Bürgerhaus, Hohenmölsen', 'Bürgerhaus, Hohenmölsen'])
})

/** "Bürgerhaus Hohenmölsen", or with the municipality where the name does not say it. */
export const placeOf = ({ name, municipality }: { name: string; municipality: string }): string =>
  name.includes(municipality) ? name : `${name}, ${municipality}`

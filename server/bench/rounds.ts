/** One figure of one round, with the CPU time of the server's process per request where there is one. */
export type Sample = { value: number; /** Milliseconds. */ cpu?: number }

/** Somebody who is measured: one go, on the `round`-th state of things. */
export type Contestant = (round: number) => Promise<Sample>

/**
 * Lets contestants take turns, so that a slow moment of the machine hits all of them: round 0 warms up and does not
 * count.
 * @returns the median of the rounds for each.
 */
export async function takeTurns<Name extends string>(
  contestants: Record<Name, Contestant>,
  { rounds, say }: { rounds: number; say: (line: string) => void },
): Promise<Record<Name, Sample>> {
  const entries = Object.entries<Contestant>(contestants)
  const samples = new Map<string, Sample[]>(entries.map(([name]) => [name, []]))
  for (let round = 0; round <= rounds; round++) {
    for (const [name, run] of entries) {
      const sample = await run(round)
      if (round > 0) samples.get(name)?.push(sample)
      say(`${round === 0 ? 'warm-up' : `round ${round}`}  ${name}: ${figure(sample.value)}`)
    }
  }
  return Object.fromEntries(
    [...samples].map(([name, all]) => [
      name,
      {
        value: median(all.map(({ value }) => value)),
        ...(all[0]?.cpu === undefined ? {} : { cpu: median(all.map(({ cpu }) => cpu ?? Number.NaN)) }),
      },
    ]),
  ) as Record<Name, Sample>
}

const median = (values: number[]): number =>
  values.sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN

/** A figure with as many digits as mean something. */
export const figure = (value: number): string =>
  value >= 100 || Number.isInteger(value)
    ? Math.round(value).toLocaleString('en')
    : value >= 10
      ? value.toFixed(1)
      : value.toFixed(value >= 1 ? 2 : 3)

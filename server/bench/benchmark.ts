import type { Postgres } from './database.ts'

/** One line of the table. */
export type Row = {
  /** What was measured, with its unit: "Sign-up on one hot meeting, per second". */
  what: string
  ours: number
  /** What it is compared with; null where there is nothing to compare. */
  baseline: { name: string; value: number } | null
  /** CPU time per request of the server's process and of the baseline's, in milliseconds. */
  cpu?: { ours: number; baseline?: number }
  /** From the design (performance goals): bounds of the ratio, or of our figure where there is no baseline. */
  goal?: { atLeast: number } | { atMost: number }
  /** One sentence: what the line says. */
  means: string
}

/** What a benchmark is given. */
export type Bench = {
  postgres: Postgres
  /** One line on how far it is. */
  say: (line: string) => void
  /** Also measures what takes long. */
  long: boolean
}

/** Measures one side of the service. Throws when an answer is wrong: figures of wrong answers mean nothing. */
export type Benchmark = { name: string; title: string; run: (bench: Bench) => Promise<Row[]> }

import type pg from 'pg'
import type { Statement } from './same-sql.ts'

/** What a bare server is told: by which address it gives which answer. */
export type BareAnswer = {
  path: string
  statements: Statement[]
  /** A page that is sent as it is, whatever the statements give; without it the rows of the only statement are. */
  page?: string
  /** An item of our answer: fields that no column gives are taken from it. */
  like?: object
}

/** How `BareServer` is handed over. */
export const bareVariable = 'BENCH_BARE'
export type BareServer = { databaseUrl: string; answers: BareAnswer[] }

export const readBareServer = (): BareServer => JSON.parse(process.env[bareVariable] ?? '') as BareServer

/** Sends the statements under names, as ours are, and gives the rows of the first as objects. */
export async function rowsOf(pool: pg.Pool, { path, statements, like }: BareAnswer): Promise<object[]> {
  const results = await Promise.all(
    statements.map(({ text, values }, index) =>
      pool.query<unknown[]>({ name: `${path} ${index}`, text, values, rowMode: 'array' }),
    ),
  )
  const [first] = results
  const names = first?.fields.map(({ name }) => camel(name)) ?? []
  return (first?.rows ?? []).map(row => {
    const item: Record<string, unknown> = { ...like }
    for (const [index, name] of names.entries()) item[name] = row[index]
    return item
  })
}

const known = new Map<string, string>()
function camel(column: string): string {
  let name = known.get(column)
  if (name === undefined)
    known.set(column, (name = column.replaceAll(/_(\w)/g, (_all, letter: string) => letter.toUpperCase())))
  return name
}

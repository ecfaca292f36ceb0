import { connectPool, createDb, type Connection, type Db } from '../src/db/connect.ts'

/** One statement with its values. */
export type Statement = { text: string; values: unknown[] }

/** The statements that a query of ours sends, in their order, so that a bare program can send the same. */
export async function statementsOf(connection: Connection, work: (db: Db) => Promise<unknown>): Promise<Statement[]> {
  const statements: Statement[] = []
  const pool = connectPool(connection, { max: 1, onError: () => undefined })
  pool.on('connect', client => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown
    const noting = (statement: string | Statement, ...rest: unknown[]) => {
      statements.push(
        typeof statement === 'string'
          ? { text: statement, values: [] }
          : { text: statement.text, values: statement.values },
      )
      return query(statement, ...rest)
    }
    client.query = noting as typeof client.query
  })
  try {
    await work(createDb(pool))
  } finally {
    await pool.end()
  }
  return statements
}

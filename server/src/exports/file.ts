import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { ExportFormat } from '@treffpunkt/shared/exports'
import type { Table } from './table.ts'

/** The media type of each format. */
export const mediaTypes: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8; header=present',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** Makes a file of a table, in a thread of its own. @throws what went wrong there. */
export async function makeFile(format: ExportFormat, table: Table): Promise<Buffer> {
  const worker = new Worker(new URL('./table-worker.ts', import.meta.url), { workerData: { format, table } })
  try {
    const [file] = (await once(worker, 'message')) as [Uint8Array]
    return Buffer.from(file)
  } finally {
    await worker.terminate()
  }
}

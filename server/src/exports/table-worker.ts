import { parentPort, workerData } from 'node:worker_threads'
import type { ExportFormat } from '@treffpunkt/shared/exports'
import { toCsv, toXlsx, type Table } from './table.ts'

// Runs beside the service: a file of 10,000 people takes most of a second, in which nobody else would be answered.
const { format, table } = workerData as { format: ExportFormat; table: Table }
parentPort?.postMessage(format === 'csv' ? toCsv(table) : await toXlsx(table), [])

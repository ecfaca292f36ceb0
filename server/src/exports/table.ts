import type { Blob } from 'node:buffer'
import type Stream from 'node:stream'
import { stringify } from 'csv-stringify/sync'
import writeExcelFile, { type Feature } from 'write-excel-file/node'
import { getSelfClosingTagMarkup, sanitizeTextContent } from 'write-excel-file/utility'
import type { Cell } from './columns.ts'

/** What a file holds, whatever its format. */
export type Table = {
  /** Of the document, as screen readers name it. */
  title: string
  sheet: string
  header: string[]
  /** Of each column, in characters. */
  widths: number[]
  rows: Cell[][]
}

const germanMoment = new Intl.DateTimeFormat('de-DE', {
  timeZone: 'UTC',
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
})

/** CSV as German spreadsheets open it: UTF-8 with byte order mark, semicolons, CRLF; no cell begins a formula. */
export const toCsv = ({ header, rows }: Table): Buffer =>
  Buffer.from(
    stringify([header, ...rows], {
      bom: true,
      delimiter: ';',
      record_delimiter: 'windows',
      escape_formulas: true,
      cast: { date: date => germanMoment.format(date).replace(',', '') },
    }),
  )

/** A workbook: a title, one named sheet, a header that stays in view, numbers as numbers and dates as dates. */
export const toXlsx = ({ title, sheet, header, widths, rows }: Table): Promise<Buffer> =>
  writeExcelFile(
    [
      header.map(value => ({ value, fontWeight: 'bold' as const, wrap: true, alignVertical: 'top' as const })),
      ...rows.map(row => row.map(cellOf)),
    ],
    { sheet, stickyRowsCount: 1, orientation: 'landscape', columns: widths.map(width => ({ width })) },
    { features: [titled(title)] },
  ).toBuffer()

const cellOf = (value: Cell) => {
  if (value === null) return null
  if (value instanceof Date) return { value, type: Date, format: 'dd.mm.yyyy hh:mm' }
  // as text, whatever it looks like: a code of digits, a name that begins with "="
  return typeof value === 'number' ? { value, type: Number } : { value, type: String, format: '@', wrap: true }
}

const core = 'docProps/core.xml'
const packageTypes = 'http://schemas.openxmlformats.org/package/2006'

/** The title of the document, which the library does not write by itself. */
const titled = (title: string): Feature<Stream | Buffer | Blob> => ({
  files: {
    transform: {
      '[Content_Types].xml': {
        insert: () =>
          getSelfClosingTagMarkup('Override', {
            PartName: `/${core}`,
            ContentType: 'application/vnd.openxmlformats-package.core-properties+xml',
          }),
      },
      '_rels/.rels': {
        insert: () =>
          getSelfClosingTagMarkup('Relationship', {
            Id: 'rId-title-1',
            Type: `${packageTypes}/relationships/metadata/core-properties`,
            Target: core,
          }),
      },
    },
    write: {
      files: () => ({
        [core]: `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp="${packageTypes}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${sanitizeTextContent(title)}</dc:title><dc:language>de</dc:language></cp:coreProperties>`,
      }),
    },
  },
})

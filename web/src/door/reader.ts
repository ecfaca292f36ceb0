// Reads QR codes: docs/decisions/0011-qr-reader-at-the-door.md
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url'

/** The text of a QR code in a picture; undefined when there is none that can be read. */
export type Reader = (picture: ImageData) => Promise<string | undefined>

let loading: Promise<Reader> | undefined

/**
 * Loads the reader, once; half a megabyte over the line, so nobody waits for it who does not scan.
 * @throws Error without a connection; the next call tries again.
 */
export function loadReader(): Promise<Reader> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined
    throw error
  })
  return loading
}

async function load(): Promise<Reader> {
  const { prepareZXingModule, purgeZXingModule, readBarcodes } = await import('zxing-wasm/reader')
  try {
    await prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true })
  } catch (error) {
    purgeZXingModule()
    throw error
  }
  return async picture => {
    const [found] = await readBarcodes(picture, { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 1 })
    return found?.text || undefined
  }
}

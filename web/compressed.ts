import fs from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import type { Plugin } from 'vite'

const [brotli, gzipped] = [promisify(brotliCompress), promisify(gzip)]

/** Lays each file that the service sends beside itself, compressed: no request waits for that, and none needs a proxy for it. */
export function compressedFiles(): Plugin {
  return {
    name: 'compressed-files',
    applyToEnvironment: ({ config }) => config.consumer === 'client',
    writeBundle: {
      order: 'post',
      async handler({ dir = '' }, bundle) {
        const names = Object.keys(bundle).filter(name => /^assets\/.*\.(?:js|css|wasm|svg)$/.test(name))
        await Promise.all(
          names.map(async name => {
            const file = path.join(dir, name)
            const content = await fs.readFile(file)
            if (content.length < 512) return
            const [br, gz] = await Promise.all([brotli(content), gzipped(content, { level: 9 })])
            await Promise.all([fs.writeFile(`${file}.br`, br), fs.writeFile(`${file}.gz`, gz)])
          }),
        )
      },
    },
  }
}

import fs from 'node:fs'

// Settings with a secret may stand in files, as Docker and Kubernetes hand secrets over: a whole address, or its password.

/** Addresses that may stand in a file (`<name>_FILE`), with the setting that names the file of the password alone. */
const addresses = [
  ['DATABASE_URL', 'DATABASE_PASSWORD_FILE'],
  ['MIGRATION_DATABASE_URL', 'MIGRATION_DATABASE_PASSWORD_FILE'],
  ['SMTP_URL', 'SMTP_PASSWORD_FILE'],
] as const

/**
 * Puts what stands in files into the settings that it belongs to. No sentence repeats what a file holds.
 * @param given the settings as the environment has them; changed in place.
 * @param sentences gets a sentence for each mistake.
 * @param resolve makes a path absolute.
 */
export function takeFromFiles(
  given: Record<string, string | number>,
  sentences: string[],
  resolve: (file: string) => string,
): void {
  const read = (setting: string): string | undefined => {
    const file = resolve(String(given[setting]))
    try {
      const text = fs.readFileSync(file, 'utf8').trim()
      if (text !== '') return text
      sentences.push(`${setting}: ${file} is empty.`)
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
      sentences.push(`${setting}: ${file} cannot be read (${code}); let the user who runs Treffpunkt read it.`)
    }
    return undefined
  }
  for (const [address, passwordFile] of addresses) {
    const addressFile = `${address}_FILE`
    if (given[addressFile] !== undefined) {
      if (given[address] !== undefined) sentences.push(`${addressFile}: set either this or ${address}, not both.`)
      const text = read(addressFile)
      if (text !== undefined) given[address] = text
    }
    if (given[passwordFile] === undefined) continue
    const url = URL.parse(String(given[address] ?? ''))
    const password = read(passwordFile)
    if (url === null || url.username === '')
      sentences.push(`${passwordFile}: set ${address} too, with the user and without the password.`)
    else if (url.password !== '')
      sentences.push(`${passwordFile}: leave the password out of ${address}, or leave this out.`)
    else if (password !== undefined) {
      url.password = encodeURIComponent(password)
      given[address] = url.href
    }
  }
}

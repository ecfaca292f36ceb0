/** Hands a file to the browser, which saves it or asks where. */
export function saveFile({ name, content }: { name: string; content: Blob }): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  // the browser has taken the address over by the time anything else happens
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

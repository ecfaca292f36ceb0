// The server puts the answers a public page begins with into the page: an object whose keys are addresses of the API
// ("/api/v1/public/network") and whose values are what a GET of them answers.

let answers: Record<string, unknown> | undefined

function parse(): Record<string, unknown> {
  const block = document.getElementById('page-data')
  if (!block?.textContent) return {}
  try {
    return JSON.parse(block.textContent) as Record<string, unknown>
  } catch {
    // A damaged block costs a request, not the page.
    return {}
  }
}

/** Takes an answer out of the page. Each can be taken once: a later visit asks the service, so nothing grows old. */
export function takeFromPage<Data>(address: string): Data | undefined {
  answers ??= parse()
  const data = answers[address] as Data | undefined
  delete answers[address]
  return data
}

/** Whether the server has put something under this address into the page; it stays there. */
export function standsInPage(address: string): boolean {
  answers ??= parse()
  return address in answers
}

/** Where there is no page yet, because the server makes it: the answers of the page that is rendered next. */
export function giveAnswers(given: Record<string, unknown>): void {
  answers = { ...given }
}

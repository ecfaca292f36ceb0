// The title of the page: "Seite – Netzwerk", with "Fehler: " before it while a form shows mistakes.
import { text } from './i18n.ts'

let page = ''
let network = ''
let mistakes = false

function write(): void {
  // the server puts the title into the page that it makes
  if (!import.meta.env.SSR) document.title = wholeTitle()
}

/** The title as it stands: "Seite – Netzwerk". */
export function wholeTitle(): string {
  const whole = [page, network].filter(Boolean).join(' – ')
  return mistakes ? `${text('mistakes.prefix')} ${whole}` : whole
}

/** Names the page that is shown. */
export function setPageTitle(title: string): void {
  page = title
  write()
}

/** Names the network; it stands behind every title. */
export function setNetworkTitle(name: string): void {
  network = name
  write()
}

/** Whether a form on the page shows mistakes. */
export function markMistakes(present: boolean): void {
  mistakes = present
  write()
}

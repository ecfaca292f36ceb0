import { accentStyles } from '@treffpunkt/shared/colours'

let sheet: CSSStyleSheet | undefined

/** Shows the colour on the page that is open; the next page comes with it. Null: that of the design. */
export function showAccent(accent: string | null): void {
  document.getElementById('accent')?.remove()
  sheet ??= new CSSStyleSheet()
  sheet.replaceSync(accent === null ? '' : accentStyles(accent))
  if (!document.adoptedStyleSheets.includes(sheet)) document.adoptedStyleSheets.push(sheet)
}

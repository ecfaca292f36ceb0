// After a change of page the focus belongs on the new heading. It may come later than the page, with its data.

let wanted = false

/** Called after a change of page: focuses the heading if it is there, else the heading does so when it appears. */
export function arrive(): void {
  // whoever comes for a certain field has it already
  if (document.activeElement?.matches('main form :is(input, select, textarea)')) return
  const heading = document.querySelector<HTMLElement>('main h1')
  wanted = !heading
  heading?.focus({ preventScroll: true })
}

/** Whether the heading that asks should take the focus; says so once, and not when the person has moved on. */
export function headingWanted(): boolean {
  const free = !document.activeElement || document.activeElement === document.body
  const now = wanted && free
  wanted = false
  return now
}

import { onScopeDispose } from 'vue'
import { useRouter } from 'vue-router'
import { useSession } from '../session/store.ts'
import { newPages, pages } from './pages.ts'

/** How long the letter after "g" is waited for, in milliseconds. */
const patience = 1500

/** In a form every letter may belong to it, or take away what was typed there; menus choose by letters themselves. */
const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.matches('input:not([type=checkbox], [type=radio]), textarea, select') ||
    target.closest('form, [role=menu], [role=listbox]') !== null)

/**
 * The keys of the administration. Single ones act only outside of fields and while the account wants them (WCAG 2.1.4);
 * those with Ctrl always do.
 */
export function useShortcuts(show: { search: () => void; help: () => void }): void {
  const router = useRouter()
  const session = useSession()
  let wentAt = 0

  /** The links of the rows; while one is peeked at, those that peek. */
  const rows = () => {
    const kind = router.currentRoute.value.query['peek'] ? '.tp-table__peek' : '.tp-table__link'
    return [...document.querySelectorAll<HTMLAnchorElement>(`main ${kind}`)]
  }

  /** Moves on in a list: the focus from row to row, or the drawer that is open to the next row. */
  function move(by: 1 | -1): void {
    const all = rows()
    if (all.length === 0) return
    const drawer = document.querySelector('dialog[open].tp-dialog--drawer')
    const { fullPath } = router.currentRoute.value
    const at = drawer
      ? all.findIndex(link => link.getAttribute('href') === fullPath)
      : all.findIndex(link => link.closest('tr')?.contains(document.activeElement))
    const next = all[at < 0 ? 0 : at + by]
    if (!next) return
    if (drawer) void router.replace(next.getAttribute('href') ?? '')
    else {
      next.focus()
      next.scrollIntoView({ block: 'nearest' })
    }
  }

  function select(): void {
    document.activeElement?.closest('tr')?.querySelector<HTMLInputElement>('.tp-table__check input')?.click()
  }

  const goTo = (letter: string): boolean => {
    const page = pages.find(one => one.letter === letter && session.may(one.right ?? 'account'))
    if (page) void router.push({ name: page.name })
    return page !== undefined
  }

  const single: Record<string, () => void> = {
    '?': show.help,
    '/': show.search,
    j: () => move(1),
    k: () => move(-1),
    x: select,
    // in a list it opens the row, whose page can be edited
    e: () =>
      (
        document.querySelector<HTMLElement>('main [data-edit]') ??
        document.activeElement?.closest('tr')?.querySelector<HTMLElement>('.tp-table__link')
      )?.click(),
    n: () => {
      if (!session.mayChange) return
      const name = newPages[String(router.currentRoute.value.name)] ?? 'new-meeting'
      void router.push({ name })
    },
  }
  /** What acts while a drawer is open in which nothing was typed: moving on in the list behind it. */
  const inDrawer = new Set(['j', 'k'])

  /** Forms in which something was typed; one that has gone since was sent or given up. */
  const typed = new Set<HTMLFormElement>()
  function note({ target }: Event): void {
    const form = target instanceof Element ? target.closest('form') : null
    if (form) typed.add(form)
  }
  function holdsTyped(dialog: Element): boolean {
    for (const form of typed) if (!form.isConnected) typed.delete(form)
    return [...typed].some(form => dialog.contains(form))
  }

  function onKey(event: KeyboardEvent): void {
    const key = event.key.toLowerCase()
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && key === 'k') {
      event.preventDefault()
      return show.search()
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.isComposing) return
    if (!session.account?.shortcuts || isWriting(event.target)) return
    const dialog = document.querySelector('dialog[open]')
    const mayMove = dialog?.matches('.tp-dialog--drawer') && inDrawer.has(key) && !holdsTyped(dialog)
    if (dialog && !mayMove) return
    const goes = Date.now() - wentAt < patience
    wentAt = 0
    if (goes && goTo(key)) return event.preventDefault()
    if (key === 'g') wentAt = Date.now()
    else if (single[key]) {
      event.preventDefault()
      single[key]()
    }
  }
  document.addEventListener('keydown', onKey)
  document.addEventListener('input', note)
  onScopeDispose(() => {
    document.removeEventListener('keydown', onKey)
    document.removeEventListener('input', note)
  })
}

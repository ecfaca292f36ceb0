import { onMounted, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'

type Asked = { values: object; open: (at?: never) => void }

/** Whoever comes for a certain field ("?edit=summary") finds its section open, once: what follows is up to them. */
export function useAskedField(sections: readonly Asked[], isLocked: () => boolean): void {
  const route = useRoute()
  const router = useRouter()
  function openAsked(): void {
    const field = route.query.edit
    if (typeof field !== 'string' || isLocked()) return
    const section = sections.find(({ values }) => field in values)
    // of another section of the page
    if (!section) return
    section.open(field as never)
    void router.replace({ query: {} })
  }
  onMounted(openAsked)
  watch(() => route.query.edit, openAsked)
}

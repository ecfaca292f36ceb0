import { shallowRef } from 'vue'
import { useRouter, type RouteLocationRaw } from 'vue-router'
import { ServiceProblem } from '../api/client.ts'
import { useChange } from '../api/queries.ts'
import { useT } from '../i18n.ts'
import { whyNotRestored } from './restoring.ts'
import { toast } from '../ui/toasts.ts'

type DeletionOptions<Stored> = {
  remove: (record: Stored) => Promise<unknown>
  restore: (record: Stored) => Promise<unknown>
  /** Where to go afterwards, as the record's page is gone. */
  list: RouteLocationRaw
  nameOf: (record: Stored) => string
}

/** Deletes without asking and offers the way back at once; the service keeps it for 30 days. */
export function useDeletion<Stored>(options: DeletionOptions<Stored>) {
  const t = useT()
  const router = useRouter()
  const change = useChange()
  const problem = shallowRef<ServiceProblem>()

  async function remove(record: Stored): Promise<void> {
    problem.value = undefined
    try {
      await options.remove(record)
    } catch (error) {
      if (!(error instanceof ServiceProblem)) throw error
      problem.value = error
      return
    }
    await router.push(options.list)
    await change(async () => undefined)
    toast(t('record.deleted', { name: options.nameOf(record) }), {
      label: t('record.undo'),
      run: async () => {
        try {
          await change(() => options.restore(record))
        } catch (error) {
          if (!(error instanceof ServiceProblem)) throw error
          return void toast(whyNotRestored(error))
        }
        toast(t('record.restored', { name: options.nameOf(record) }))
      },
    })
  }
  return { remove, problem }
}

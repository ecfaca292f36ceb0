import type { getNetwork, Network } from '@treffpunkt/shared/settings'
import { shallowRef } from 'vue'
import { read } from '../api/client.ts'
import { setNetworkTitle } from '../title.ts'
import { setTimeZone } from '../ui/dates.ts'

const network = shallowRef<Network>()
let asked: Promise<void> | undefined

function show(answer: Network): void {
  network.value = answer
  setTimeZone(answer.timeZone)
  setNetworkTitle(answer.name)
}

async function load(): Promise<void> {
  try {
    const answer = read<typeof getNetwork>('/api/v1/public/network', {})
    show(answer instanceof Promise ? await answer : answer)
  } catch {
    // The frame works without the name; the next page asks again.
    asked = undefined
  }
}

/** Name and contact of the network; loaded once for all pages, from the page itself where the server put it there. */
export function useNetwork() {
  asked ??= load()
  return { network, reload: () => (asked = load()) }
}

/** The server makes one page after the other, each with what it was given. */
export function forgetNetwork(): void {
  asked = undefined
  network.value = undefined
}

import { effectScope } from 'vue'
import { expect, test } from 'vitest'
import { useRunInTurn } from './useRunInTurn.ts'

/** A place with buttons, each of which writes down that it began and that it is done. */
function openPlace() {
  const scope = effectScope()
  const { run, busy } = scope.run(useRunInTurn) as ReturnType<typeof useRunInTurn>
  const did: string[] = []
  const press = (name: string) =>
    run(name, async () => {
      did.push(`${name} begins`)
      await new Promise(resolve => setTimeout(resolve, 5))
      did.push(`${name} is done`)
    })
  return { press, did, busy, close: () => scope.stop() }
}

test('what is pressed while another goes on begins when that is done; the same button does its work once', async () => {
  const { press, did, busy } = openPlace()
  await Promise.all(['confirm', 'resend', 'resend', 'withdraw', 'confirm'].map(press))
  expect(did).toEqual(['confirm', 'resend', 'withdraw'].flatMap(name => [`${name} begins`, `${name} is done`]))
  expect(busy.value).toBe(false)
  await press('resend')
  expect(did.slice(-2)).toEqual(['resend begins', 'resend is done'])
})

test('what still waits when the place closes is not begun', async () => {
  const { press, did, close } = openPlace()
  const all = Promise.all(['confirm', 'withdraw'].map(press))
  await Promise.resolve()
  close()
  await all
  expect(did).toEqual(['confirm begins', 'confirm is done'])
})

import { expect, test } from 'vitest'
import { installFaults, type Faults } from '../../test/faults.ts'
import { startService } from '../../test/service.ts'

// Two admins who take each other's right away at the same time: one of them remains.

type Taking = { role: 'reader' } | { disabled: true }

/** Each of two admins takes the other's right away. @returns how many admins are left, and what was answered. */
async function takeAway(how: Taking, faults: Faults): Promise<{ left: number; statuses: number[] }> {
  // after the look for another admin and before the change, so that the other one looks meanwhile
  const restore = installFaults({ ...faults, waitAfter: { statement: '"id" <> $3', ms: 300 } })
  const service = await startService()
  try {
    const [one, other] = [await service.signIn('admin'), await service.signIn('admin')]
    const answers = await Promise.all([
      one.patch(`/api/v1/accounts/${other.account.id}`, how, { 'if-match': '*' }),
      other.patch(`/api/v1/accounts/${one.account.id}`, how, { 'if-match': '*' }),
    ])
    const admins = service.db
      .selectFrom('accounts')
      .select('id')
      .where('role', '=', 'admin')
      .where('disabled', '=', false)
    const came = await admins.where('lastSignInAt', 'is not', null).execute()
    return { left: came.length, statuses: answers.map(({ status }) => status).sort() }
  } finally {
    await service.close()
    restore()
  }
}

test.each([{ role: 'reader' }, { disabled: true }] as const)('with %o one remains', async how => {
  expect(await takeAway(how, {})).toEqual({ left: 1, statuses: [200, 409] })
})

test('control: without the lock nobody remains', async () => {
  expect(await takeAway({ role: 'reader' }, { withoutAdminLock: true })).toEqual({ left: 0, statuses: [200, 200] })
})

test('the last one cannot be demoted or disabled, though somebody who never signed in is an admin too', async () => {
  const service = await startService()
  const last = await service.signIn('admin')
  await last.post('/api/v1/accounts', { name: 'Eva Ost', email: 'eva@example.org', role: 'admin' })
  for (const how of [{ role: 'coordinator' }, { disabled: true }])
    expect((await last.patch(`/api/v1/accounts/${last.account.id}`, how, { 'if-match': '*' })).body).toMatchObject({
      status: 409,
      type: '/problems/last_admin',
    })
  await service.close()
})

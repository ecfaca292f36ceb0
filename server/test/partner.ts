import { randomUUID } from 'node:crypto'
import type { ApiKey, ApiKeyMade } from '@treffpunkt/shared/api-keys'
import { scopes as allScopes, type Scope } from '@treffpunkt/shared/route'
import { clientOf, type Client } from './service.ts'

// An organisation with a program, by the API alone.

export type PartnerClient = Client & { secret: string; key: ApiKey }

/** A new organisation of the directory. */
export async function makeOrganisation(office: Client, name = `Träger ${randomUUID()}`): Promise<string> {
  const answer = await office.post('/api/v1/organisations', { name, sector: 'welfare_and_advice' })
  if (answer.status !== 201) throw new Error(answer.text)
  return (answer.body as { id: string }).id
}

/** A key for programs of an organisation, with the secret that is shown once. */
export async function makeKey(
  office: Client,
  organisationId: string,
  scopes: readonly Scope[] = allScopes,
  name = 'Intranet',
): Promise<ApiKeyMade> {
  const answer = await office.post(`/api/v1/organisations/${organisationId}/api-keys`, { name, scopes })
  if (answer.status !== 201) throw new Error(answer.text)
  return answer.body as ApiKeyMade
}

/** A program that comes with a secret. Its POSTs bring a new Idempotency-Key unless they name one. */
export function programWith(url: string, secret: string): Client {
  const client = clientOf(url, { authorization: `Bearer ${secret}` })
  return {
    ...client,
    post: (path, body, headers) => client.post(path, body, { 'idempotency-key': randomUUID(), ...headers }),
  }
}

/** A program of an organisation with a new key. */
export async function makePartner(
  office: Client,
  url: string,
  organisationId: string,
  scopes?: readonly Scope[],
): Promise<PartnerClient> {
  const { key, secret } = await makeKey(office, organisationId, scopes)
  return { ...programWith(url, secret), secret, key }
}

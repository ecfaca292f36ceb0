// The commands of the pages, written once: a test reads them off the pages and runs them.

export type Example = {
  method: 'GET' | 'POST' | 'PATCH'
  /** Below `/api/v1/partner`; `$MEETING` and the like are filled in by the shell. */
  path: string
  /** Shows the headers of the answer, too. */
  withHeaders?: true
  /** Headers beside the key. */
  headers?: string[]
  body?: object
}

const pretty = (body: object): string => JSON.stringify(body, null, 2)

/** A command to paste into a shell, where the address of the service and the key stand in variables. */
export function curl({ method, path, headers = [], body, withHeaders }: Example): string {
  const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'
  const lines = [
    `curl${withHeaders === true ? ' -i' : ''}${method === 'GET' ? '' : ` -X ${method}`} "$TREFFPUNKT/api/v1/partner/${path}"`,
    '-H "Authorization: Bearer $KEY"',
    ...(body === undefined ? [] : [`-H "Content-Type: ${type}"`]),
    ...headers.map(header => `-H "${header}"`),
    ...(body === undefined ? [] : [`-d '${pretty(body)}'`]),
  ]
  return lines.join(' \\\n  ')
}

/** Somebody who is registered in the examples; `n` makes each of them another person. */
const colleague = (firstName: string, email: string) => ({
  firstName,
  lastName: 'Muster',
  email,
  engagement: 'professional',
  language: 'de',
})

/** Random by a program that is there wherever curl is; `uuidgen` is not. */
const once = 'Idempotency-Key: $(openssl rand -hex 16)'
const change = { lastName: 'Mustermann', engagement: 'volunteer' }

/** An example for every operation of the reference, by its operationId; in an order in which each has what it needs. */
export const examples: Record<string, Example> = {
  getPartnerAccess: { method: 'GET', path: 'access' },
  listPartnerMeetings: { method: 'GET', path: 'meetings?when=upcoming&limit=10' },
  getPartnerMeeting: { method: 'GET', path: 'meetings/$MEETING' },
  listPartnerQuestions: { method: 'GET', path: 'meetings/$MEETING/questions' },
  listPartnerWorkingGroups: { method: 'GET', path: 'working-groups' },
  getPartnerWorkingGroup: { method: 'GET', path: 'working-groups/$GROUP' },
  listPartnerOrganisations: { method: 'GET', path: 'organisations?q=caritas' },
  getPartnerOrganisation: { method: 'GET', path: 'organisations/$ORGANISATION' },
  getOwnOrganisation: { method: 'GET', path: 'organisation' },
  createPartnerRegistration: {
    method: 'POST',
    path: 'meetings/$MEETING/registrations',
    headers: [once],
    body: colleague('Ada', 'ada.muster@example.org'),
  },
  listPartnerRegistrations: { method: 'GET', path: 'registrations?meetingId=$MEETING' },
  getPartnerRegistration: { method: 'GET', path: 'registrations/$REGISTRATION', withHeaders: true },
  listPartnerChanges: { method: 'GET', path: 'changes' },
  changePartnerRegistration: {
    method: 'PATCH',
    path: 'registrations/$REGISTRATION',
    headers: ['If-Match: $ETAG'],
    body: change,
  },
  withdrawPartnerRegistration: { method: 'POST', path: 'registrations/$REGISTRATION/withdraw', headers: [once] },
}

/** The first registration, step by step. */
export const steps = {
  access: examples['getPartnerAccess'] as Example,
  meetings: { method: 'GET', path: 'meetings?cancelled=false' },
  rehearse: {
    method: 'POST',
    path: 'meetings/$MEETING/registrations?dryRun=true',
    headers: [once],
    body: { ...colleague('Erika', 'erika.muster@example.org'), reference: 'Fall 4711' },
  },
  register: {
    method: 'POST',
    path: 'meetings/$MEETING/registrations',
    headers: [once],
    body: { ...colleague('Erika', 'erika.muster@example.org'), reference: 'Fall 4711' },
  },
  look: { method: 'GET', path: 'registrations/$REGISTRATION', withHeaders: true },
  change: { method: 'PATCH', path: 'registrations/$REGISTRATION', headers: ['If-Match: $ETAG'], body: change },
  withdraw: { method: 'POST', path: 'registrations/$REGISTRATION/withdraw', headers: [once] },
  position: { method: 'GET', path: 'changes' },
  changes: { method: 'GET', path: 'changes?after=$POSITION' },
} as const satisfies Record<string, Example>

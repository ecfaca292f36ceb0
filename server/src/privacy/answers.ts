import type { Erased, ErasurePreview, PersonalData, PersonalDataInWords } from '@treffpunkt/shared/privacy'
import type { Language } from '@treffpunkt/shared/languages'
import type { Trx } from '../db/connect.ts'
import type { Limit } from '../http/limits.ts'
import type { Reply, Request, Service } from '../http/service.ts'
import { forgetAnswers, write } from '../http/unit-of-work.ts'
import { notFound } from '../problems.ts'
import { getSettings } from '../settings/queries.ts'
import { erase } from './erase.ts'
import { inWords } from './in-words.ts'
import { previewOf, readPersonalData } from './queries.ts'
import { subjectOfPerson, subjectOfRegistration, type Subject } from './subject.ts'

// What the API and the pages without JavaScript share.

/** Everything of somebody is a dozen statements: nobody needs it more often than this. */
const readings: Limit = { name: 'own-data', points: 60, seconds: 3600 }

const known = (subject: Subject | undefined): Subject => {
  if (subject === undefined) throw notFound()
  return subject
}

/** Everything about the person of a personal link, within the limit. */
export async function readOwnData(service: Service, reply: Reply, { id }: { id: string }): Promise<PersonalData> {
  await service.limits.take(reply, readings, id)
  return readPersonalData(service.db, known(await subjectOfRegistration(service.db, id)))
}

/** The same in words. */
export async function readOwnDataInWords(
  service: Service,
  reply: Reply,
  own: { id: string },
  language: Language,
): Promise<PersonalDataInWords> {
  const [data, { timeZone }] = [await readOwnData(service, reply, own), await getSettings(service.db)]
  return inWords(data, language, timeZone)
}

/** What an erasure by the personal link would take. */
export const previewOwn = async ({ db }: Service, { id }: { id: string }): Promise<ErasurePreview> =>
  previewOf(db, known(await subjectOfRegistration(db, id)))

/** What erasing a person of the directory would take. */
export const previewPerson = async ({ db }: Service, id: string): Promise<ErasurePreview> =>
  previewOf(db, known(await subjectOfPerson(db, id)))

/** Everything about a person of the directory. */
export const readDataOfPerson = async ({ db }: Service, id: string): Promise<PersonalData> =>
  readPersonalData(db, known(await subjectOfPerson(db, id)))

/** Erases the person of a personal link, or one of the directory; what was answered about them is emptied as well. */
export const eraseWithin = (
  service: Service,
  request: Request,
  reply: Reply,
  about: { registration: string } | { person: string },
): Promise<Erased> =>
  write(service, request, reply, 200, async (trx: Trx, actor) => {
    const { subject, notified } = await erase(trx, service, actor, () =>
      'person' in about ? subjectOfPerson(trx, about.person) : subjectOfRegistration(trx, about.registration),
    )
    await forgetAnswers(service, trx, [
      ...subject.registrations,
      ...subject.people,
      ...subject.borrowers.map(({ id }) => id),
    ])
    return { erased: true as const, notified }
  })

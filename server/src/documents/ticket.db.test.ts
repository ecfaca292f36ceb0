import { inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { languageKeys, prefixOf } from '@treffpunkt/shared/languages'
import { useSignUps } from '../../test/sign-ups.ts'

const world = useSignUps()
const { meeting, comes, move, own, mailTo } = world

const fetchPdf = async (token: string, prefix = '') =>
  fetch(`${world.service.url}${prefix}/tickets/${token}/ticket.pdf`, { redirect: 'manual' })

test('the ticket is a tagged PDF in every language, whatever the name holds, and none without a seat', async () => {
  const id = await meeting(30)
  const names = ['Ada', 'Ada "#*_$\\ @weg', 'Müller-Çelik', 'Олена', 'عمر']
  for (const [n, language] of languageKeys.entries()) {
    const { token, registration, email } = await comes(id, { firstName: names[n], language })
    const answer = await fetchPdf(registration.ticketToken ?? '', prefixOf(language))
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('application/pdf')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const pdf = Buffer.from(await answer.arrayBuffer()).toString('latin1')
    expect(pdf.startsWith('%PDF-')).toBe(true)
    for (const mark of ['/StructTreeRoot', '/MarkInfo', 'pdfuaid', `/Lang (${language.slice(0, 2)})`])
      expect(pdf, `${language} ${mark}`).toContain(mark)
    if (language !== 'ar') continue
    // in the mail as well: what is German keeps its order in a line from right to left
    expect((await mailTo(email, 'confirmed')).text).toContain(`\u2068${registration.meeting.name}\u2069`)
    await move(token, 'withdraw')
    const none = await fetchPdf(registration.ticketToken ?? '', '/ar')
    expect([none.status, none.headers.get('location')]).toEqual([303, `/ar/tickets/${registration.ticketToken}`])
    await world.service.anonymous.post('/api/v1/own-registration/erase', undefined, own(token))
    expect((await fetchPdf(registration.ticketToken ?? '')).status).toBe(404)
  }
})

test('the ticket has the colour of the network', async () => {
  const { registration } = await comes(await meeting(30))
  await world.service.db.updateTable('settings').set({ accent: '#1d4ed8' }).execute()
  const pdf = Buffer.from(await (await fetchPdf(registration.ticketToken ?? '')).arrayBuffer())
  // red, green and blue between 0 and 1, as the colour of a line
  expect(inflated(pdf)).toContain('0.11372549 0.30588236 0.84705883 SCN')
  await world.service.db.updateTable('settings').set({ accent: null }).execute()
})

/** What is written on the pages of a PDF. */
const inflated = (pdf: Buffer): string =>
  [...pdf.toString('latin1').matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)]
    .map(([, stream = '']) => {
      try {
        return inflateSync(Buffer.from(stream, 'latin1')).toString('latin1')
      } catch {
        return ''
      }
    })
    .join('\n')

test('who asks for it all the time is asked to wait', async () => {
  const { registration } = await comes(await meeting(30))
  const statuses: number[] = []
  for (let n = 0; n < 22; n++) statuses.push((await fetchPdf(registration.ticketToken ?? '')).status)
  expect(statuses.slice(0, 20).every(status => status === 200)).toBe(true)
  expect(statuses.slice(20)).toEqual([429, 429])
})

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { enterAtTheDoor, meetingWithGuests, newDoorLink, walkIn } from './attendance-meeting.ts'
import { openBrowser, openPage, signIn } from './browser.ts'
import { lookAt, worlds } from './look.ts'
import { moveMeeting, officeOf, openMeeting } from './office.ts'
import { startService, type RunningService } from './service.ts'

let service: RunningService
let browser: Browser
let page: Page
const meetings = { ahead: '', today: '', over: '', empty: '' }
beforeAll(async () => {
  ;[service, browser] = await Promise.all([startService({ example: false }), openBrowser()])
  ;({ page } = await openPage(browser, service.url))
  await signIn(page, service.signInLink)
  const office = officeOf(page)
  const [ahead, today, over] = [
    await meetingWithGuests(office),
    await meetingWithGuests(office),
    await meetingWithGuests(office),
  ]
  Object.assign(meetings, { ahead: ahead.meeting, today: today.meeting, over: over.meeting })
  meetings.empty = await openMeeting(office, 30)
  for (const { meeting, idOf } of [today, over]) {
    const link = await newDoorLink(office, meeting, 'Eingang links')
    await enterAtTheDoor(link, idOf('Olena Kovalenko'))
    await enterAtTheDoor(link, idOf('Jörg Öztürk'))
    await enterAtTheDoor(link, idOf('Anna Weber'))
    await enterAtTheDoor(link, idOf('Anna Weber'), 'left')
    await enterAtTheDoor(link, idOf('Bernd Weber'), 'excused')
    await enterAtTheDoor(link, walkIn('Thi Lan Nguyen', 'Nachbarschaftstreff Süd'))
  }
  await newDoorLink(office, ahead.meeting, 'Eingang rechts')
  await newDoorLink(office, ahead.meeting, 'Anna Weber')
  await moveMeeting(office, today.meeting, -30, 180)
  await moveMeeting(office, over.meeting, -240, -60)
})
afterAll(async () => {
  await browser.close()
  await service.stop()
})

describe.each(worlds)('$width px', world => {
  const look = (name: string, address: string, ready: (page: Page) => Promise<void>) =>
    lookAt(browser, service.url, { name, address, ...world, signedIn: page }, ready)
  const at = (meeting: string, query = '') => `/admin/meetings/${meeting}/attendance${query}`

  test('before the meeting', () =>
    look('attendance-ahead', at(meetings.ahead), async window => {
      await window.getByRole('img', { name: /Anna Weber/ }).waitFor()
      await window.getByRole('rowheader').first().waitFor()
    }))
  test('on the day', () =>
    look('attendance-today', at(meetings.today), window =>
      window.getByText('Ticket gelesen, Eingang links').first().waitFor(),
    ))
  test('on the day, with the menu of answers', () =>
    look('attendance-menu', at(meetings.today), async window => {
      await window.getByRole('button', { name: 'Weitere Antworten für Mehmet Aydın' }).click()
      await window.getByRole('menuitem', { name: 'Entschuldigt' }).waitFor()
    }))
  test('on the day, with the links for helpers', () =>
    look('attendance-links', at(meetings.today), async window => {
      await window.getByText('Zugänge für Helfende: 1 Link').click()
      await window.getByRole('img', { name: /Eingang links/ }).waitFor()
    }))
  test('the overview on the day', () =>
    look('meeting-today', `/admin/meetings/${meetings.today}`, window =>
      window.getByRole('link', { name: 'Einlass öffnen' }).waitFor(),
    ))
  test('somebody without a registration', () =>
    look('attendance-walk-in', at(meetings.today), async window => {
      await window.getByRole('button', { name: 'Ohne Anmeldung eintragen' }).click()
      await window.getByRole('dialog').getByLabel('Organisation').waitFor()
    }))
  test('nothing found', () =>
    look('attendance-nothing', at(meetings.today, '?q=gibtesnicht'), window =>
      window.getByRole('heading', { name: 'Nichts gefunden' }).waitFor(),
    ))
  test('after the meeting', () =>
    look('attendance-over', at(meetings.over), window =>
      window.getByText('Ticket gelesen, Eingang links').first().waitFor(),
    ))
  test('concluding', () =>
    look('attendance-conclude', at(meetings.over), async window => {
      await window.getByRole('button', { name: 'Abschließen' }).click()
      await window.getByText('als anwesend eingetragen').waitFor()
    }))
  test('nobody on the list', () =>
    look('attendance-empty', at(meetings.empty), window =>
      window.getByRole('heading', { name: 'Noch steht niemand auf der Liste' }).waitFor(),
    ))
})

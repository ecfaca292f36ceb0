import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { DoorLink, DoorList } from '@treffpunkt/shared/attendance'
import { openBrowser, openPage, signIn } from './browser.ts'
import { filmCodes } from './door-camera.ts'
import { openDoor, people } from './door-phone.ts'
import { officeOf, openMeeting } from './office.ts'
import { startService } from './service.ts'

export type Door = Awaited<ReturnType<typeof startDoor>>

/** A service with an office that is signed in, and a browser whose camera shows `film`: a grey wall at first. */
export async function startDoor() {
  const film = path.join(os.tmpdir(), `door-${process.pid}.y4m`)
  filmCodes(film, [])
  const [service, browser] = await Promise.all([startService({ example: false }), openBrowser({ film })])
  const { page: desk } = await openPage(browser, service.url)
  await signIn(desk, service.signInLink)
  const office = officeOf(desk)

  const newLink = (meeting: string, name = 'Eingang links') =>
    office<DoorLink>('POST', `/api/v1/meetings/${meeting}/door-links`, { name })

  /** A meeting with everybody registered, a link to its door, and the registrations by name. */
  async function meetingWithLink(seats = 80) {
    const meeting = await openMeeting(office, seats)
    const ids = new Map<string, string>()
    for (const [firstName, lastName, organisationTyped] of people) {
      const body = { firstName, lastName, ...(organisationTyped ? { organisationTyped } : {}) }
      const { id } = await office<{ id: string }>('POST', `/api/v1/meetings/${meeting}/registrations`, body)
      ids.set(`${firstName} ${lastName}`, id)
    }
    return { meeting, link: await newLink(meeting), idOf: (name: string) => ids.get(name) ?? '' }
  }

  return {
    film,
    service,
    browser,
    /** The page of the office. */
    desk,
    office,
    newLink,
    meetingWithLink,
    /** A phone with a door link open. */
    open: (link: DoorLink, options?: Parameters<typeof openDoor>[3]) => openDoor(browser, service.url, link, options),
    /** Everything that was entered for a meeting, as a device at the door reads it. */
    list: (meeting: string) => office<DoorList>('GET', `/api/v1/meetings/${meeting}/door`),
    async stop() {
      await browser.close()
      await service.stop()
      fs.rmSync(film, { force: true })
    },
  }
}

import { once } from 'node:events'
import net from 'node:net'

/** Where a cut cable loses what a browser sends: the request on its way, or the answer after the service has done it. */
export type Cut = 'request' | 'answer'

export type Cable = {
  port: number
  /** From now on nothing that changes something gets through whole; pages can still be read. */
  cut: (where: Cut) => void
  mend: () => void
  /** How many requests were lost that way. */
  lost: () => number
  close: () => void
}

/** A real connection between browser and service that can be cut in the middle of a request. */
export async function layCable(servicePort: () => number): Promise<Cable> {
  let where: Cut | undefined
  let lost = 0
  const open = new Set<net.Socket>()
  const server = net.createServer(browser => {
    const service = net.connect({ port: servicePort(), host: 'localhost' })
    const end = () => {
      browser.destroy()
      service.destroy()
    }
    for (const socket of [browser, service]) {
      open.add(socket)
      // a reset is what a cut cable is for
      socket.on('error', end).on('close', () => {
        open.delete(socket)
        end()
      })
    }
    let isChange = false
    const loses = (lostWhere: Cut): boolean => {
      if (!isChange || where !== lostWhere) return false
      lost++
      end()
      return true
    }
    browser.on('data', (data: Buffer) => {
      // a browser asks one after the other on a connection, and the method stands first
      if (/^[A-Z]+ \//.test(data.toString('latin1', 0, 10)))
        isChange = !/^(GET|HEAD) /.test(data.toString('latin1', 0, 5))
      if (!loses('request')) service.write(data)
    })
    service.on('data', (data: Buffer) => {
      if (!loses('answer')) browser.write(data)
    })
  })
  server.listen(0, 'localhost')
  await once(server, 'listening')
  return {
    port: (server.address() as net.AddressInfo).port,
    cut: next => (where = next),
    mend: () => (where = undefined),
    lost: () => lost,
    close() {
      server.close()
      for (const socket of open) socket.destroy()
    },
  }
}

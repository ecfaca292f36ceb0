import { once } from 'node:events'
import net from 'node:net'
import { isCode } from '../db/cluster.ts'

/**
 * Makes sure, before anything is made or changed, that this process will be able to listen.
 * @throws a sentence that names the setting, when it will not.
 */
export async function expectFreePort(portSetting: string, port: number, hostSetting: string, host: string) {
  const server = net.createServer()
  try {
    server.listen({ port, host })
    await once(server, 'listening')
    server.close()
    await once(server, 'close')
  } catch (error) {
    const sentence = complaint(error, portSetting, port, hostSetting, host)
    throw sentence === undefined ? error : new Error(sentence, { cause: error })
  }
}

function complaint(error: unknown, portSetting: string, port: number, hostSetting: string, host: string) {
  if (isCode(error, 'EADDRINUSE'))
    return `${portSetting}: another program listens on ${host}:${port} already (perhaps another Treffpunkt); end it, or give another number.`
  if (isCode(error, 'EACCES'))
    return `${portSetting}: only root may listen on port ${port}; give a number above 1023, for example ${portSetting}=3000, and let the reverse proxy have 80 and 443.`
  if (isCode(error, 'EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN', 'EINVAL'))
    return `${hostSetting}: ${host} is no address of this machine; give 127.0.0.1, or 0.0.0.0 for all its networks.`
  return undefined
}

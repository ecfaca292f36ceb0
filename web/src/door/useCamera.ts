import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'
import { loadReader, type Reader } from './reader.ts'

/** Why nothing is seen: the person or the device does not allow it, there is none, another app has it, no reader yet. */
export type CameraFault = 'refused' | 'absent' | 'busy' | 'noReader'

/** How long a code that was read must be out of sight before it counts again, in milliseconds. */
const forget = 3_000
/** Milliseconds between two looks: quick enough for the eye, slow enough for an old phone. */
const pause = 120

const faults: Record<string, CameraFault> = {
  NotAllowedError: 'refused',
  SecurityError: 'refused',
  NotFoundError: 'absent',
  OverconstrainedError: 'absent',
}

/**
 * Shows the back camera in `video` and tells what codes come before it, each once, while the component lives.
 * @param isHeld whether a new code has to wait; if it is still there afterwards, it is told then.
 */
export function useCamera(video: Ref<HTMLVideoElement | null>, isHeld: () => boolean, onCode: (text: string) => void) {
  const state = ref<'starting' | 'running' | CameraFault>('starting')
  const hasTorch = ref(false)
  const torch = ref(false)
  const cameras = ref<string[]>([])
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { willReadFrequently: true })
  let stream: MediaStream | undefined
  let chosen: string | undefined
  /** Raised with every start and stop: whoever waited for an older one gives up. */
  let attempt = 0
  const seen = new Map<string, number>()

  async function start(): Promise<void> {
    const mine = ++attempt
    stop()
    state.value = 'starting'
    try {
      // both at once: each takes its time
      const [reader] = await Promise.all([loadReader().catch(() => undefined), open(mine)])
      if (mine !== attempt) return
      if (!reader) {
        stop()
        state.value = 'noReader'
        return
      }
      state.value = 'running'
      void look(reader, mine)
    } catch (error) {
      if (mine !== attempt) return
      stop()
      state.value = faults[error instanceof DOMException ? error.name : ''] ?? 'busy'
    }
  }

  async function open(mine: number): Promise<void> {
    // plain HTTP has no camera at all
    if (!('mediaDevices' in navigator)) throw new DOMException('', 'NotFoundError')
    const opened = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: {
        ...(chosen ? { deviceId: { exact: chosen } } : { facingMode: { ideal: 'environment' } }),
        width: { ideal: 1280 },
        height: { ideal: 720 },
      },
    })
    if (mine !== attempt || !video.value) return opened.getTracks().forEach(track => track.stop())
    stream = opened
    const [track] = opened.getVideoTracks()
    // unplugged, or taken by another app
    track?.addEventListener('ended', () => stream === opened && void start())
    hasTorch.value = track !== undefined && 'getCapabilities' in track && 'torch' in track.getCapabilities()
    torch.value = false
    video.value.srcObject = opened
    await video.value.play()
    const devices = await navigator.mediaDevices.enumerateDevices()
    cameras.value = devices.filter(({ kind }) => kind === 'videoinput').map(({ deviceId }) => deviceId)
    chosen = track?.getSettings().deviceId
  }

  function stop(): void {
    stream?.getTracks().forEach(track => track.stop())
    stream = undefined
    if (video.value) video.value.srcObject = null
  }

  async function look(reader: Reader, mine: number): Promise<void> {
    const isCurrent = () => mine === attempt
    while (isCurrent()) {
      // whatever one picture does, the next one is looked at
      const text = await read(reader).catch(() => undefined)
      const now = Date.now()
      if (text && isCurrent()) {
        const last = seen.get(text)
        const isNew = last === undefined || now - last > forget
        if (!isNew || !isHeld()) {
          seen.set(text, now)
          if (isNew) onCode(text)
        }
      }
      await new Promise(resolve => setTimeout(resolve, pause))
    }
  }

  async function read(reader: Reader): Promise<string | undefined> {
    const from = video.value
    if (!from || !context || from.videoWidth === 0) return undefined
    canvas.width = from.videoWidth
    canvas.height = from.videoHeight
    context.drawImage(from, 0, 0)
    return reader(context.getImageData(0, 0, canvas.width, canvas.height))
  }

  async function switchTorch(): Promise<void> {
    const wanted = !torch.value
    // not among the constraints that TypeScript knows
    const constraint = { torch: wanted } as MediaTrackConstraintSet
    try {
      await stream?.getVideoTracks()[0]?.applyConstraints({ advanced: [constraint] })
      torch.value = wanted
    } catch {
      hasTorch.value = false
    }
  }

  async function switchCamera(): Promise<void> {
    const at = cameras.value.indexOf(chosen ?? '')
    chosen = cameras.value[(at + 1) % cameras.value.length]
    await start()
  }

  // A phone takes the camera away from a page that nobody looks at.
  const changeSight = () => {
    if (document.visibilityState === 'visible') void start()
    else {
      attempt++
      stop()
    }
  }
  const reach = () => state.value === 'noReader' && void start()
  onMounted(() => {
    void start()
    document.addEventListener('visibilitychange', changeSight)
    addEventListener('online', reach)
  })
  onBeforeUnmount(() => {
    attempt++
    stop()
    document.removeEventListener('visibilitychange', changeSight)
    removeEventListener('online', reach)
  })

  return { state, hasTorch, torch, cameras, start, switchTorch, switchCamera }
}

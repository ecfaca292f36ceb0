// Sound and vibration of an answer: whoever looks at the guest hears what the phone says.

export type Signal = 'welcome' | 'already' | 'attention'

/** Notes by their frequency in hertz and their length in seconds, one after the other. */
const melodies: Record<Signal, readonly (readonly [number, number])[]> = {
  welcome: [
    [880, 0.09],
    [1320, 0.14],
  ],
  already: [[660, 0.16]],
  attention: [
    [330, 0.16],
    [247, 0.26],
  ],
}
/** Milliseconds on, off, on. */
const vibrations: Record<Signal, number[]> = { welcome: [60], already: [40, 60, 40], attention: [180, 80, 180] }

let audio: AudioContext | undefined

/** Allows sound; browsers want it to be asked for by a press. */
export function allowSound(): void {
  try {
    audio ??= new AudioContext()
    // suspended, or interrupted by a call
    if (audio.state !== 'running') void audio.resume().catch(() => undefined)
  } catch {
    // a phone without sound still shows its answers
  }
}

/** Lets an answer be heard and felt, where the device can. */
export function give(signal: Signal): void {
  if ('vibrate' in navigator) navigator.vibrate(vibrations[signal])
  if (audio?.state !== 'running') return
  let at = audio.currentTime
  for (const [frequency, length] of melodies[signal]) {
    const tone = audio.createOscillator()
    const volume = audio.createGain()
    tone.frequency.value = frequency
    volume.gain.setValueAtTime(0.25, at)
    volume.gain.exponentialRampToValueAtTime(0.001, at + length)
    tone.connect(volume).connect(audio.destination)
    tone.start(at)
    tone.stop(at + length)
    at += length
  }
}

import fs from 'node:fs'
import { generate } from 'lean-qr'

const [width, height] = [640, 480]

/**
 * A film for Chromium's fake camera (YUV4MPEG2): a hand that holds a QR code before it, turned, swaying, with noise.
 * Several texts are shown one after the other, each for a while, with a moment of nothing between them; without any the
 * camera sees a grey wall.
 */
export function filmCodes(file: string, texts: readonly string[], { frames = 30, gap = 8, perSecond = 10 } = {}): void {
  const film = fs.openSync(file, 'w')
  fs.writeSync(film, `YUV4MPEG2 W${width} H${height} F${perSecond}:1 Ip A1:1 C420jpeg\n`)
  const colourless = Buffer.alloc((width * height) / 2, 128)
  const put = (grey: Buffer) => {
    fs.writeSync(film, 'FRAME\n')
    fs.writeSync(film, grey)
    fs.writeSync(film, colourless)
  }
  if (texts.length === 0) for (let at = 0; at < gap; at++) put(Buffer.alloc(width * height, 140))
  for (const text of texts) {
    const pictures = Array.from({ length: 5 }, (_, at) => frame(text, at))
    for (let at = 0; at < frames; at++) put(pictures[at % pictures.length] ?? Buffer.alloc(0))
    for (let at = 0; at < gap; at++) put(Buffer.alloc(width * height, 140))
  }
  fs.closeSync(film)
}

function frame(text: string, at: number): Buffer {
  const code = generate(text)
  const square = Math.floor(300 / code.size)
  const side = code.size * square
  const quiet = 4 * square
  const turn = ((6 + at) * Math.PI) / 180
  const [x, y] = [width / 2 + 8 * at, height / 2 - 4 * at]
  const grey = Buffer.alloc(width * height)
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [dx, dy] = [column - x, row - y]
      // a little perspective, as a phone is never held straight
      const depth = 1 + dx * 0.0004
      const across = (dx * Math.cos(turn) + dy * Math.sin(turn)) * depth + side / 2
      const down = (dy * Math.cos(turn) - dx * Math.sin(turn)) * depth + side / 2
      const inside = (place: number, edge: number) => place > -edge && place < side + edge
      let shade = 150 + (column / width) * 40
      if (inside(across, quiet) && inside(down, quiet)) shade = 225
      if (inside(across, 0) && inside(down, 0) && code.get(Math.floor(across / square), Math.floor(down / square)))
        shade = 45
      // noise that is the same in every run
      grey[row * width + column] = shade + ((row * 7919 + column * 104_729 + at * 31) % 41) - 20
    }
  }
  return grey
}

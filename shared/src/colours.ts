// The colour of the network has to be readable in both themes (WCAG 2.2, 1.4.3 and 1.4.11): where it is typed, where it
// is stored and where pages are made, by the same arithmetic.

/** The colour of what is printed and mailed while the office has chosen none. */
export const ownAccent = '#171a2b'

/** Red, green and blue between 0 and 255. */
type Rgb = readonly [number, number, number]

const white: Rgb = [255, 255, 255]
const black: Rgb = [0, 0, 0]
/** The darkest that lies behind text in the light theme, and the lightest in the dark one (web/src/styles/_tokens.scss). */
const lightGround: Rgb = [0xec, 0xec, 0xf2]
const darkGround: Rgb = [0x22, 0x25, 0x3a]
/** Of text and of what stands on the colour. */
const least = 4.5

const parse = (colour: string): Rgb => {
  const value = Number.parseInt(colour.slice(1), 16)
  return [value >> 16, (value >> 8) & 255, value & 255]
}
const print = (rgb: Rgb): string => `#${rgb.map(part => Math.round(part).toString(16).padStart(2, '0')).join('')}`

/** Of one, and the rest of the other. */
const mix = (one: Rgb, other: Rgb, share: number): Rgb =>
  [0, 1, 2].map(n => (one[n] as number) * share + (other[n] as number) * (1 - share)) as unknown as Rgb

function luminance(rgb: Rgb): number {
  const [red, green, blue] = rgb.map(part => {
    const value = part / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }) as unknown as Rgb
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: Rgb, other: Rgb): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

/** A theme: what the colour stands on, what stands on it, and how much of it is left while a button is pressed. */
const themes = {
  light: { ground: lightGround, on: white, pressed: 0.84, further: black },
  dark: { ground: darkGround, on: black, pressed: 0.76, further: white },
} as const
export type ColourTheme = keyof typeof themes

/** The least contrast in a theme: as text on its ground, under the text of a button, and while that is pressed. */
export function contrastIn(colour: string, theme: ColourTheme): number {
  const { ground, on, pressed } = themes[theme]
  const rgb = parse(colour)
  return Math.min(contrast(rgb, ground), contrast(rgb, on), contrast(mix(rgb, on, pressed), on))
}

/** Whether a colour ("#1d4ed8") is readable in a theme. */
export const isReadable = (colour: string, theme: ColourTheme): boolean => contrastIn(colour, theme) >= least

/** The nearest colour of the same hue that is readable in a theme: darker in the light one, lighter in the dark one. */
export function nearestReadable(colour: string, theme: ColourTheme): string {
  const { further } = themes[theme]
  for (let share = 100; share >= 0; share--) {
    const near = print(mix(parse(colour), further, share / 100))
    if (isReadable(near, theme)) return near
  }
  return print(further)
}

/** The colour of each theme when the office has chosen one. */
export const accentsOf = (accent: string): Record<ColourTheme, string> => ({
  light: accent,
  dark: nearestReadable(accent, 'dark'),
})

/** The colour as custom properties of the page, stronger than the tokens of the design wherever those are linked. */
export function accentStyles(accent: string): string {
  const { light, dark } = accentsOf(accent)
  const root = ':root:root:root'
  const set = (colour: string) => `{--kern-color-action-default:${colour}}`
  return `${root}${set(light)}@media (prefers-color-scheme:dark){${root}:not([data-kern-theme=light])${set(dark)}}${root}[data-kern-theme=dark]${set(dark)}`
}

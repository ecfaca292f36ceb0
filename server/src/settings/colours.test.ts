import { expect, test } from 'vitest'
import { accentsOf, contrastIn, isReadable, nearestReadable } from '@treffpunkt/shared/colours'

test('a colour is refused when it cannot be read, and the nearest that can be is told', () => {
  expect(isReadable('#1d4e89', 'light')).toBe(true)
  expect(isReadable('#ffcc00', 'light')).toBe(false)
  for (const colour of ['#ffcc00', '#ff0000', '#00aa55', '#8a8a8a', '#ffffff', '#000000', '#0057b8'])
    for (const theme of ['light', 'dark'] as const) {
      const near = nearestReadable(colour, theme)
      expect(isReadable(near, theme), `${colour} ${theme}`).toBe(true)
      if (isReadable(colour, theme)) expect(near).toBe(colour)
    }
})

test('contrast as WCAG computes it', () => {
  // on the ground of the light theme, which is a little darker than white
  expect(contrastIn('#000000', 'light')).toBeGreaterThan(14)
  expect(contrastIn('#767676', 'light')).toBeLessThan(4.5)
  expect(accentsOf('#003366')).toEqual({ light: '#003366', dark: expect.stringMatching(/^#[0-9a-f]{6}$/) as string })
})

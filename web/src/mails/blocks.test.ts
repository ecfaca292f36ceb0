import { expect, test } from 'vitest'
import { blocksOf } from './blocks.ts'

test('a mail is shown with its code large and its links as buttons, everything else as it was written', () => {
  const links = [
    { label: 'Anmeldung bestätigen', url: 'https://example.org/confirm/a' },
    { label: 'Zum Treffen', url: 'https://example.org/meetings/b' },
  ]
  const text = [
    'Guten Tag Olena Kovalenko,',
    'Code: gilt für: alle',
    'Wann: morgen\nWo: Saal',
    'Code: 123456',
    ...links.map(({ label, url }) => `${label}:\n${url}`),
    'Mit freundlichen Grüßen\nDie Koordination',
  ].join('\n\n')

  expect(blocksOf(text, links)).toEqual([
    { kind: 'text', text: 'Guten Tag Olena Kovalenko,' },
    { kind: 'text', text: 'Code: gilt für: alle' },
    { kind: 'text', text: 'Wann: morgen\nWo: Saal' },
    { kind: 'code', code: '123456' },
    { kind: 'link', ...links[0], first: true },
    { kind: 'link', ...links[1], first: false },
    { kind: 'text', text: 'Mit freundlichen Grüßen\nDie Koordination' },
  ])
})

import { problemCodes, type ProblemCode } from '@treffpunkt/shared/problem-codes'
import { html, type Html } from '../http/html.ts'
import { code, table } from './layout.ts'
import { remedies } from './problem-words.ts'

export const errors = (): Html => html`
  <p class="docs-lead">Jeder Fehler sagt, was zu tun ist: als Problem Details (RFC 9457).</p>
  ${code(
    'Ein Fehler',
    JSON.stringify(
      {
        type: '/problems/invalid_input',
        title: 'Input with mistakes',
        status: 422,
        detail: 'Mend the fields named in `errors`, then send it again.',
        instance: '5f0c9d0e-…',
        errors: [{ pointer: '/email', code: 'format', detail: 'must match format "email"' }],
      },
      null,
      2,
    ),
  )}
  <ul>
    <li>
      <code>type</code>: bleibt gleich, danach richtet sich Ihr Programm. Die Adresse öffnet eine kurze Erklärung auf
      Deutsch und Englisch; was Sie tun können, steht auch in der Tabelle unten.
    </li>
    <li><code>detail</code>: ein Satz für Menschen, auf Englisch. Er kann sich ändern.</li>
    <li><code>instance</code>: die Nummer der Anfrage; sie steht auch in <code>X-Request-Id</code>.</li>
    <li>
      <code>errors</code>: bei 422 jedes Feld, als JSON Pointer in den Inhalt oder als <code>?name</code>, wenn es in
      der Adresse, der Anfrage oder einer Kopfzeile steht.
    </li>
    <li>
      Manche Fehler sagen mehr, in Feldern mit eigenem Namen: <code>meeting_not_open</code> nennt
      <code>registrationOpensAt</code> und <code>registrationClosesAt</code>.
    </li>
  </ul>
  ${table(
    'Fehler, mit denen Ihr Programm rechnet',
    ['type', 'Status', 'Was tun'],
    Object.entries(remedies).map(([problem, remedy]) => [
      html`<a href="/problems/${problem}"><code>${problem}</code></a>`,
      String(problemCodes[problem as ProblemCode].status),
      remedy,
    ]),
  )}
`

import { problemCodes, type ProblemCode } from '@treffpunkt/shared/problem-codes'
import { html, type Html } from '../http/html.ts'
import { code, table } from './layout.ts'

/** What to do about the problems that a program of an organisation may meet. */
const remedies: Partial<Record<ProblemCode, string>> = {
  bad_request: 'Den Inhalt prüfen: wohlgeformtes JSON in UTF-8.',
  idempotency_key_missing:
    'Einen neuen Zufallswert in Idempotency-Key mitschicken. Ist die Kopfzeile leer, lässt curl sie weg.',
  key_not_valid:
    'Schlüssel prüfen. Bei einem, der galt, sagt detail, ob er abgelaufen, widerrufen oder erneuert ist; ein falscher und gar keiner bekommen dieselbe Antwort.',
  scope_missing: 'Die Koordinierungsstelle um das genannte Recht bitten.',
  not_found: 'Die Kennung prüfen. Was anderen gehört, ist von dem, was es nicht gibt, nicht zu unterscheiden.',
  not_acceptable: 'In Accept application/json zulassen.',
  conflict: 'Was mit diesem Idempotency-Key angelegt wurde, ist gelöscht. Nicht wiederholen.',
  request_in_progress: 'Kurz warten (Retry-After), dann dieselbe Anfrage noch einmal.',
  registration_live:
    'Die Person hat für dieses Treffen schon eine Anmeldung: eine von Ihnen (dann steht sie in Ihrer Liste) oder eine eigene, die vielleicht noch nicht bestätigt ist. Bei einer eigenen hat sie eine E-Mail bekommen, die sagt, was noch zu tun ist. Fragen Sie sie.',
  other_kind_full:
    'Auf der anderen Seite (vor Ort oder online) ist kein Platz frei. Die Anmeldung ist geblieben, wie sie war.',
  meeting_not_open:
    'Beim Treffen nachsehen: Steht registrationOpensAt in der Zukunft, bis dahin warten. Ist es null, steht noch kein Termin fest. Ist state closed, ist die Anmeldung vorbei.',
  meeting_cancelled: 'Das Treffen fällt aus; der Grund steht am Treffen.',
  meeting_over: 'Das Treffen hat begonnen.',
  meeting_held: 'Das Treffen ist abgeschlossen: Abmelden geht nicht mehr. Angaben lassen sich noch berichtigen.',
  position_unknown: 'Einmal alles neu lesen: siehe „Abgleichen“.',
  changed_meanwhile:
    'Neu lesen, dann entscheiden. Kommt es immer wieder, schickt ein Proxy dazwischen den ETag als W/"…" weiter: Das ist für If-Match zu schwach (RFC 9110). Nehmen Sie den Teil ab dem Anführungszeichen.',
  too_large: 'Höchstens 256 kB schicken.',
  media_type_not_understood: 'POST als application/json, PATCH als application/merge-patch+json schicken.',
  invalid_input: 'Die in errors genannten Felder verbessern.',
  idempotency_key_reused: 'Für eine andere Anfrage einen neuen Wert nehmen.',
  if_match_missing: 'Den gelesenen ETag in If-Match mitschicken.',
  too_many_requests: 'So lange warten, wie Retry-After sagt.',
  internal: 'Die Nummer aus instance der Koordinierungsstelle nennen.',
  overloaded: 'Nach Retry-After noch einmal.',
  not_ready: 'Nach Retry-After noch einmal.',
}

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
      Englisch; was Sie tun können, steht in der Tabelle unten.
    </li>
    <li><code>detail</code>: ein Satz für Menschen, auf Englisch. Er kann sich ändern.</li>
    <li><code>instance</code>: die Nummer der Anfrage; sie steht auch in <code>X-Request-Id</code>.</li>
    <li>
      <code>errors</code>: bei 422 jedes Feld, als JSON Pointer in den Inhalt oder als <code>?name</code>, wenn es in
      der Adresse, der Anfrage oder einer Kopfzeile steht.
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

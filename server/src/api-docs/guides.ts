import { secretPrefix } from '@treffpunkt/shared/api-keys'
import { problemCodes, type ProblemCode } from '@treffpunkt/shared/problem-codes'
import { scopes } from '@treffpunkt/shared/route'
import { html, type Html } from '../http/html.ts'
import { curl, steps } from './curl.ts'
import { code, table } from './layout.ts'
import { scopeWords } from './words.ts'

export const overview = (): Html => html`
  <p class="docs-lead">
    Ihre Organisation liest Treffen und Handlungsfelder und meldet eigene Leute an, ohne dass jemand ein Formular
    ausfüllt: aus dem Intranet, der Personalverwaltung oder einer App.
  </p>
  <p>
    Sie brauchen dafür einen Schlüssel. Ihn stellt die Koordinierungsstelle aus. Danach dauert die
    <a href="/api/docs/first-registration">erste Anmeldung mit curl</a> fünf Minuten.
  </p>
  <h2 id="what">Was Sie sehen, und was nicht</h2>
  <ul>
    <li>Treffen, Handlungsfelder und Organisationen: was öffentlich ist.</li>
    <li>Ihre eigene Organisation: alles, was das Netzwerk über sie führt.</li>
    <li>
      Menschen: nur die, die Ihre Organisation mit einem Schlüssel angemeldet hat, mit Platz und Teilnahme. Nicht, was
      sie an Unterstützung brauchen, worin sie eingewilligt haben und welche Adresse sie heute haben.
    </li>
    <li>
      Wer sich selbst anmeldet, ist für Sie nicht zu sehen, auch wenn die Person Ihre Organisation nennt. Nennt jemand,
      den Sie angemeldet haben, später eine andere Organisation, sehen Sie die Anmeldung nicht mehr.
    </li>
  </ul>
  <h2 id="conventions">Was überall gilt</h2>
  <ul>
    <li>
      Adressen beginnen mit <code>/api/v1/partner</code>. Inhalte sind JSON, Zeiten haben einen Versatz (RFC 3339).
    </li>
    <li>
      Fehler sind <a href="/api/docs/errors">Problem Details</a>. Schreiben geht
      <a href="/api/docs/writing">einmal, mit Probe und ohne fremde Änderungen zu überschreiben</a>.
    </li>
    <li>
      Neue Felder können hinzukommen; lesen Sie darüber hinweg. Was sich anders ändert, kommt unter
      <code>/api/v2</code>, und das Alte bleibt danach mindestens zwölf Monate.
    </li>
  </ul>
`

export const firstRegistration = (publicUrl: string): Html => html`
  <p class="docs-lead">Fünf Minuten, ein Fenster mit einer Eingabezeile und ein Schlüssel.</p>
  <h2 id="key">1. Schlüssel bereitlegen</h2>
  <p>
    Bitten Sie die Koordinierungsstelle um einen Schlüssel mit den Rechten „Veröffentlichte Treffen lesen“, „Sehen, ob
    die eigenen Leute einen Platz haben“ und „Eigene Leute anmelden“. Legen Sie ihn und die Adresse in Variablen:
  </p>
  ${code('Adresse und Schlüssel', `export TREFFPUNKT=${publicUrl}\nexport KEY=${secretPrefix}…`)}
  <p>Fragen Sie, wem der Schlüssel gehört. Steht in der Antwort Ihre Organisation, ist alles richtig.</p>
  ${code('Wem gehört der Schlüssel?', curl(steps.access), 'step-access')}
  <h2 id="meeting">2. Treffen aussuchen</h2>
  ${code('Die kommenden Treffen', curl(steps.meetings), 'step-meetings')}
  <p>
    Nehmen Sie die <code>id</code> eines Treffens, dessen <code>state</code> <code>open</code> ist. Steht in
    <code>seats</code> <code>waiting_list</code>, kommt die Person auf die Warteliste.
  </p>
  ${code('Das Treffen merken', 'export MEETING=0199…')}
  <h2 id="rehearse">3. Proben</h2>
  <p>
    Mit <code>dryRun=true</code> wird alles geprüft und nichts behalten: keine Anmeldung, keine E-Mail. Die Antwort
    sagt, was wäre.
  </p>
  ${code('Probe', curl(steps.rehearse), 'step-rehearse')}
  <h2 id="register">4. Anmelden</h2>
  <p>
    Dieselbe Anfrage ohne <code>dryRun</code>. Die Person bekommt sofort eine E-Mail: Darin steht, dass Ihre
    Organisation sie angemeldet hat, und ein Link, mit dem sie alles selbst sieht, ändert und löscht. Sagen Sie ihr
    vorher Bescheid.
  </p>
  ${code('Anmelden', curl(steps.register), 'step-register')}
  ${code(
    'So sieht die Antwort aus',
    JSON.stringify(
      {
        id: '0199…',
        version: 1,
        meetingId: '0199…',
        firstName: 'Erika',
        lastName: 'Muster',
        engagement: 'professional',
        language: 'de',
        status: 'confirmed',
        queuePosition: null,
        expiresAt: null,
        attendance: null,
        createdAt: '2026-11-27T10:00:00.000Z',
        updatedAt: '2026-11-27T10:00:00.000Z',
      },
      null,
      2,
    ),
  )}
  <h2 id="look">5. Nachsehen und abmelden</h2>
  <p>
    Merken Sie sich die <code>id</code> der Antwort. Nach dem Treffen steht in <code>attendance</code>, ob die Person da
    war.
  </p>
  ${code('Die Anmeldung merken', 'export REGISTRATION=0199…')} ${code('Nachsehen', curl(steps.look), 'step-look')}
  ${code('Abmelden', curl(steps.withdraw), 'step-withdraw')}
  <p>
    Als Nächstes: warum jede Anfrage einen <a href="/api/docs/writing">Idempotency-Key</a> hat, und was
    <a href="/api/docs/errors">Fehler</a> sagen.
  </p>
`

export const keys = (): Html => html`
  <p class="docs-lead">
    Der Schlüssel ist das Passwort Ihres Programms. Er gehört in eine Verwaltung für Geheimnisse, nicht in den Quelltext
    und nicht in eine Adresse.
  </p>
  <h2 id="sending">Mitschicken</h2>
  <p>
    In der Kopfzeile <code>Authorization: Bearer ${secretPrefix}…</code>, nur über HTTPS. In der Adresse oder im Inhalt
    wird er nicht angenommen. Aus einem Browser heraus geht es nicht: Der Schlüssel wäre dort für alle zu lesen.
  </p>
  <h2 id="form">Aufbau</h2>
  <p>
    <code>${secretPrefix}</code>, dann 43 zufällige Zeichen (256 Bit) und 6 Zeichen Prüfsumme (CRC-32 in Base62).
    Programme, die nach verlorenen Geheimnissen suchen, finden ihn mit <code>${secretPrefix}[0-9A-Za-z]{49}</code>. Der
    Dienst speichert nur den SHA-256-Wert; niemand kann Ihnen einen Schlüssel noch einmal zeigen.
  </p>
  <h2 id="scopes">Rechte</h2>
  ${table(
    'Rechte eines Schlüssels',
    ['Recht', 'Erlaubt'],
    scopes.map(scope => [html`<code>${scope}</code>`, scopeWords[scope]]),
  )}
  <p>Fehlt ein Recht, antwortet der Dienst mit 403 und nennt es. Bitten Sie nur um das, was Ihr Programm braucht.</p>
  <h2 id="end">Ende und Erneuern</h2>
  <ul>
    <li>
      Ein Schlüssel gilt zwölf Monate, wenn nichts anderes vereinbart ist. Das Ende steht in der Antwort auf
      <code>access</code>.
    </li>
    <li>
      Beim Erneuern gelten zwei Schlüssel nebeneinander, so lange wie vereinbart. Stellen Sie um, dann beendet die
      Koordinierungsstelle den bisherigen.
    </li>
    <li>Ist ein Schlüssel in falsche Hände geraten, melden Sie es sofort. Widerrufen gilt ab der nächsten Anfrage.</li>
    <li>
      Mit 401 und <code>WWW-Authenticate: Bearer error="invalid_token"</code> sagt der Dienst, dass ein Schlüssel nicht
      (mehr) gilt.
    </li>
  </ul>
`

export const writing = (): Html => html`
  <p class="docs-lead">Netze brechen ab. Damit niemand zweimal angemeldet wird, ist jede Anfrage wiederholbar.</p>
  <h2 id="idempotency">Idempotency-Key: einmal, auch wenn Sie wiederholen</h2>
  <p>
    Jeder POST braucht die Kopfzeile <code>Idempotency-Key</code> mit einem neuen Zufallswert, etwa einer UUID. Kommt
    keine Antwort an, schicken Sie dieselbe Anfrage mit demselben Wert noch einmal.
  </p>
  <ul>
    <li>Gleicher Wert, gleicher Inhalt: dieselbe Antwort, mit <code>Idempotent-Replayed: true</code>. Eine Wirkung.</li>
    <li>Gleicher Wert, anderer Inhalt: 422.</li>
    <li>Die erste Anfrage läuft noch: 409 mit <code>Retry-After</code>.</li>
    <li>Kein Wert: 400.</li>
    <li>Eine Absage (4xx) verbraucht den Wert nicht. Behalten wird er 48 Stunden.</li>
  </ul>
  <h2 id="dry-run">dryRun: proben</h2>
  <p>
    Mit <code>?dryRun=true</code> an jeder schreibenden Anfrage wird alles geprüft, als wäre es ernst, und nichts
    behalten. Die Antwort hat den Status 200 und die Kopfzeile <code>Dry-Run: true</code>; die <code>id</code> einer
    geprobten Anmeldung besteht aus Nullen. Die Probe verbraucht den Idempotency-Key nicht.
  </p>
  <p>
    Eine Probe sagt nicht, ob jemand sich selbst schon angemeldet hat: Das geht nur die Person etwas an. Melden Sie sie
    wirklich an, erfahren Sie es mit 409, und die Person bekommt eine E-Mail darüber.
  </p>
  <h2 id="if-match">If-Match: nichts überschreiben</h2>
  <p>
    Wer ändert, schickt mit <code>If-Match</code> den <code>ETag</code>, den er gelesen hat. Hat die Person inzwischen
    selbst etwas geändert, kommt 412: neu lesen, dann entscheiden. Fehlt die Kopfzeile, kommt 428. Mit
    <code>If-Match: *</code> gilt Ihre Änderung in jedem Fall. Geändert wird mit
    <code>application/merge-patch+json</code> (RFC 7396): Was fehlt, bleibt.
  </p>
`

/** What to do about the problems that a program of an organisation may meet. */
const remedies: Partial<Record<ProblemCode, string>> = {
  idempotency_key_missing: 'Einen neuen Zufallswert in Idempotency-Key mitschicken.',
  key_not_valid: 'Schlüssel prüfen: falsch, abgelaufen, widerrufen oder erneuert. detail sagt, was davon.',
  scope_missing: 'Die Koordinierungsstelle um das genannte Recht bitten.',
  not_found: 'Die Kennung prüfen. Was anderen gehört, ist von dem, was es nicht gibt, nicht zu unterscheiden.',
  request_in_progress: 'Kurz warten (Retry-After), dann dieselbe Anfrage noch einmal.',
  registration_live: 'Nichts tun: Die Person ist für dieses Treffen schon angemeldet.',
  meeting_not_open: 'Warten, bis die Anmeldung offen ist (registrationOpensAt).',
  meeting_cancelled: 'Das Treffen fällt aus; der Grund steht am Treffen.',
  meeting_over: 'Das Treffen hat begonnen.',
  meeting_held: 'Das Treffen ist abgeschlossen, es ändert sich nichts mehr.',
  changed_meanwhile: 'Neu lesen, dann entscheiden.',
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
    <li><code>type</code>: bleibt gleich, danach richtet sich Ihr Programm. Die Adresse öffnet eine Erklärung.</li>
    <li><code>detail</code>: ein Satz für Menschen, auf Englisch. Er kann sich ändern.</li>
    <li><code>instance</code>: die Nummer der Anfrage; sie steht auch in <code>X-Request-Id</code>.</li>
    <li><code>errors</code>: bei 422 jedes Feld, als JSON Pointer in den Inhalt oder als <code>?name</code>.</li>
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

export const listsAndLimits = (): Html => html`
  <h2 id="lists">Listen, Seite für Seite</h2>
  <p>
    Eine Liste antwortet mit <code>items</code> und <code>next</code>. Ist <code>next</code> nicht <code>null</code>,
    schicken Sie den Wert als <code>cursor</code> mit, bis er es ist. Mit <code>limit</code> bestimmen Sie die Länge, 1
    bis 200, ohne Angabe 50. Ein Eintrag, den es die ganze Zeit gibt, kommt genau einmal, auch wenn andere dazukommen.
  </p>
  ${code('Die nächste Seite', 'GET /api/v1/partner/registrations?limit=50&cursor=eyJzIjoi…')}
  <h2 id="caching">Nicht zweimal lesen</h2>
  <p>
    Antworten haben einen <code>ETag</code>. Schicken Sie ihn in <code>If-None-Match</code> mit, kommt 304 ohne Inhalt,
    wenn sich nichts geändert hat.
  </p>
  <h2 id="limits">Grenzen</h2>
  <ul>
    <li>600 Anfragen in der Minute mit einem Schlüssel.</li>
    <li>10 Anmeldungen in der Stunde für dieselbe E-Mail-Adresse, weil jede eine E-Mail ist.</li>
    <li>256 kB je Anfrage.</li>
  </ul>
  <p>
    Wie viel übrig ist, sagen <code>RateLimit-Policy</code> und <code>RateLimit</code>. Darüber kommt 429 mit
    <code>Retry-After</code> in Sekunden.
  </p>
`

import { secretPrefix } from '@treffpunkt/shared/api-keys'
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
      Adressen beginnen mit <code>/api/v1/partner</code>. Inhalte sind JSON in UTF-8. Zeiten kommen in UTC
      (<code>2026-11-27T13:00:00.000Z</code>); zeigen Sie sie in der Zeit des Netzwerks, Europe/Berlin.
    </li>
    <li>
      Wie Sie auf dem Stand bleiben, steht unter <a href="/api/docs/changes">Abgleichen</a>; was aus einer Anmeldung
      wird, unter <a href="/api/docs/life-cycle">Von der Anmeldung bis zum Treffen</a>.
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
  <p>
    Die Beispiele sind für bash oder zsh, mit <code>curl</code> und <code>openssl</code>: auf Linux und macOS, unter
    Windows in Git Bash oder WSL. <code>openssl rand -hex 16</code> macht den Zufallswert, den jede schreibende Anfrage
    braucht.
  </p>
  <h2 id="key">1. Schlüssel bereitlegen</h2>
  <p>
    Bitten Sie die Koordinierungsstelle um einen Schlüssel mit den Rechten „Veröffentlichte Treffen lesen“, „Sehen, ob
    die eigenen Leute einen Platz haben“ und „Eigene Leute anmelden“. (Für Handlungsfelder und Organisationen gibt es
    eigene <a href="/api/docs/keys#scopes">Rechte</a>.) Legen Sie ihn und die Adresse in Variablen:
  </p>
  ${code('Adresse und Schlüssel', `export TREFFPUNKT=${publicUrl}\nexport KEY=${secretPrefix}…`)}
  <p>Fragen Sie, wem der Schlüssel gehört. Steht in der Antwort Ihre Organisation, ist alles richtig.</p>
  ${code('Wem gehört der Schlüssel?', curl(steps.access), 'step-access')}
  <h2 id="meeting">2. Treffen aussuchen</h2>
  ${code('Die kommenden Treffen', curl(steps.meetings), 'step-meetings')}
  <p>
    <code>cancelled=false</code> lässt abgesagte Treffen weg; ein abgesagtes behält seinen <code>state</code>. Nehmen
    Sie die <code>id</code> eines Treffens, dessen <code>state</code> <code>open</code> ist. Steht in <code>seats</code>
    <code>waiting_list</code>, kommt die Person auf die Warteliste.
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
        meetingStartsAt: '2026-12-11T13:00:00.000Z',
        meetingCancelledAt: null,
        firstName: 'Erika',
        lastName: 'Muster',
        reference: 'Fall 4711',
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
  <h2 id="look">5. Nachsehen, ändern, abmelden</h2>
  <p>
    Merken Sie sich die <code>id</code> der Antwort. Nach dem Treffen steht in <code>attendance</code>, ob die Person da
    war. <code>-i</code> zeigt auch die Kopfzeilen; zum Ändern brauchen Sie den <code>ETag</code> daraus, mit seinen
    Anführungszeichen.
  </p>
  ${code('Die Anmeldung merken', 'export REGISTRATION=0199…')} ${code('Nachsehen', curl(steps.look), 'step-look')}
  ${code('Den ETag merken', `export ETAG='"1.Nn2…"'`)} ${code('Ändern', curl(steps.change), 'step-change')}
  ${code('Abmelden', curl(steps.withdraw), 'step-withdraw')}
  <p>
    Als Nächstes: warum jede Anfrage einen <a href="/api/docs/writing">Idempotency-Key</a> hat, was
    <a href="/api/docs/errors">Fehler</a> sagen, und wie Sie auf dem Stand bleiben:
    <a href="/api/docs/changes">Abgleichen</a>.
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
      Beim Erneuern gelten zwei Geheimnisse nebeneinander, so lange wie vereinbart. Stellen Sie um, dann beendet die
      Koordinierungsstelle das bisherige. Fragen Sie <code>access</code> mit dem bisherigen, steht in
      <code>key.secretEndsAt</code>, wann es spätestens endet; mit dem neuen steht dort <code>null</code>.
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
    <li>
      Gleicher Wert, gleicher Inhalt: dieselbe Antwort, mit <code>Idempotent-Replayed: true</code>. Eine Wirkung. Gleich
      heißt Byte für Byte: Auch eine andere Reihenfolge der Felder ist ein anderer Inhalt.
    </li>
    <li>Ein Wert gilt für einen Schlüssel und eine Adresse; an einer anderen Adresse ist er neu.</li>
    <li>Wurde inzwischen gelöscht, was dabei entstand: 409 (<code>conflict</code>).</li>
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
    wirklich an, erfahren Sie es mit 409, und die Person bekommt eine E-Mail darüber, höchstens einmal in der Stunde je
    Anmeldung. Hat sie ihre eigene Anmeldung noch nicht bestätigt, erinnert die E-Mail sie daran.
  </p>
  <h2 id="if-match">If-Match: nichts überschreiben</h2>
  <p>
    Wer ändert, schickt mit <code>If-Match</code> den <code>ETag</code>, den er gelesen hat. Hat die Person inzwischen
    selbst etwas geändert, kommt 412: neu lesen, dann entscheiden. Fehlt die Kopfzeile, kommt 428. Ein schwacher ETag
    (<code>W/"…"</code>, wie ihn Proxys beim Komprimieren machen) passt nie: Nehmen Sie den Teil ab dem
    Anführungszeichen. Mit <code>If-Match: *</code> gilt Ihre Änderung in jedem Fall. Geändert wird mit
    <code>application/merge-patch+json</code> (RFC 7396): Was fehlt, bleibt. Die Person bekommt über geänderte Angaben
    keine E-Mail; sie sieht sie über ihren Link.
  </p>
`

export const listsAndLimits = (): Html => html`
  <h2 id="lists">Listen, Seite für Seite</h2>
  <p>
    Eine Liste antwortet mit <code>items</code> und <code>next</code>. Ist <code>next</code> nicht <code>null</code>,
    schicken Sie den Wert als <code>cursor</code> mit, bis er es ist. Mit <code>limit</code> bestimmen Sie die Länge, 1
    bis 200, ohne Angabe 50. Ein Eintrag, den es die ganze Zeit gibt, kommt genau einmal, auch wenn andere dazukommen.
  </p>
  ${code('Die nächste Seite', 'GET /api/v1/partner/registrations?limit=50&cursor=eyJzIjoi…')}
  <p>
    Programme, die Links folgen, finden die nächste Seite auch in der Kopfzeile <code>Link</code> mit
    <code>rel="next"</code> (RFC 8288). Sie fehlt auf der letzten Seite.
  </p>
  ${code('Dieselbe Adresse als Link', 'Link: </api/v1/partner/registrations?limit=50&cursor=eyJzIjoi…>; rel="next"')}
  <h2 id="caching">Nicht zweimal lesen</h2>
  <p>
    Antworten haben einen <code>ETag</code>. Schicken Sie ihn in <code>If-None-Match</code> mit, kommt 304 ohne Inhalt,
    wenn sich nichts geändert hat. Was sich bei Ihren Leuten ändert, sagt <a href="/api/docs/changes">Abgleichen</a>.
  </p>
  <h2 id="limits">Grenzen</h2>
  <ul>
    <li><code>api-key</code>: 600 Anfragen in der Minute mit einem Schlüssel.</li>
    <li>
      <code>partner-mails</code>: 10 Anmeldungen und Änderungen des Namens in der Stunde für dieselbe E-Mail-Adresse,
      und 10 Abmeldungen in der Stunde für dieselbe Anmeldung. Es zählt jeder Versuch, auch eine Wiederholung und eine
      Absage (404, 409); eine Probe nicht.
    </li>
    <li>256 kB je Anfrage.</li>
  </ul>
  <p>
    Wie viel übrig ist, sagen <code>RateLimit-Policy</code> und <code>RateLimit</code>, für jede Grenze mit ihrem Namen.
    Darüber kommt 429 mit <code>Retry-After</code> in Sekunden.
  </p>
`

import { html, type Html } from '../http/html.ts'
import { curl, steps } from './curl.ts'
import { code, table } from './layout.ts'

/** How a program keeps up with its people. */
export const changesGuide = (): Html => html`
  <p class="docs-lead">
    So weiß Ihr Programm, wer einen Platz hat, wer da war und welche Treffen verlegt sind, ohne immer alles zu lesen.
  </p>
  <h2 id="begin">Einmal alles lesen</h2>
  <ol>
    <li>Fragen Sie nach der Position. Heben Sie <code>position</code> aus der Antwort auf.</li>
    <li>Lesen Sie danach alle Anmeldungen, <a href="/api/docs/lists">Seite für Seite</a>.</li>
  </ol>
  ${code('Die Position', curl(steps.position), 'step-position')} ${code('Die Position merken', 'export POSITION=MTg0…')}
  <h2 id="keep-up">Danach nur, was sich geändert hat</h2>
  ${code('Was ist seitdem geschehen?', curl(steps.changes), 'step-changes')}
  <ul>
    <li>
      <code>items</code> nennt jede Anmeldung, bei der sich etwas geändert hat, einmal und so, wie sie jetzt ist.
      Zwischenschritte stehen nicht darin.
    </li>
    <li>
      Ist <code>registration</code> <code>null</code>, gehört die Anmeldung nicht mehr zu Ihnen: Die Person hat ihre
      Daten gelöscht oder nennt eine andere Organisation, oder das Treffen ist gelöscht. Löschen Sie, was Sie dazu
      gespeichert haben.
    </li>
    <li>
      Speichern Sie erst die Einträge, dann die neue <code>position</code>. Bricht etwas dazwischen ab, fragen Sie mit
      der bisherigen noch einmal. Ist <code>hasMore</code> <code>true</code>, fragen Sie gleich weiter.
    </li>
    <li>
      Es fehlt nichts, auch wenn mehrere zugleich schreiben. Ein Eintrag kann aber noch einmal kommen, ohne dass er für
      Sie anders ist; übernehmen Sie ihn einfach.
    </li>
    <li>
      410 mit <code>position_unknown</code>: Die Position ist zu alt (älter als zwölf Monate), oder der Dienst wurde aus
      einer Sicherung wiederhergestellt. Lesen Sie einmal alles neu, und löschen Sie, was dabei nicht mehr vorkommt.
    </li>
  </ul>
  ${table(
    'Was gemeldet wird',
    ['Was', 'Wo es steht'],
    [
      ['Platz: angemeldet, wartet, angeboten, abgemeldet …', html`<code>status</code>, <code>expiresAt</code>`],
      ['Die Stelle auf der Warteliste, auch wenn andere gehen', html`<code>queuePosition</code>`],
      ['Teilnahme: am Einlass, entschuldigt, beim Abschluss', html`<code>attendance</code>`],
      ['Vor Ort oder online, auch von der Person selbst geändert', html`<code>attends</code>`],
      ['Angaben, auch von der Person selbst geändert', html`<code>firstName</code>, <code>engagement</code> …`],
      [
        'Das Treffen: verlegt, abgesagt, anderer Ort',
        html`<code>meetingStartsAt</code>, <code>meetingCancelledAt</code>; den Ort lesen Sie am Treffen`,
      ],
      ['Gelöscht, nicht mehr Ihre Organisation', html`<code>registration</code> ist <code>null</code>`],
    ],
  )}
  <h2 id="how-often">Wie oft</h2>
  <p>
    Alle 15 Minuten genügt; am Tag eines Treffens darf es jede Minute sein. Fragen Sie mindestens einmal in 30 Tagen,
    damit Gelöschtes auch bei Ihnen gelöscht wird.
  </p>
  <h2 id="version">Was version, updatedAt und ETag sagen</h2>
  <ul>
    <li>
      <code>version</code> und <code>updatedAt</code> gehören zur Anmeldung selbst: ihren Angaben und ihrem Platz.
      Teilnahme, Stelle auf der Warteliste und das Treffen ändern sie nicht. Vergleichen Sie sie also nicht, um Neues zu
      finden.
    </li>
    <li>
      Der <code>ETag</code> einer einzelnen Antwort ändert sich mit allem, was in ihr steht. Mit
      <code>If-None-Match</code> ist eine Anmeldung oder ein Treffen schnell geprüft: 304, wenn nichts neu ist.
    </li>
    <li>
      Bei Listen taugt das nur für die erste Seite und für Listen, die kaum wachsen: Ein neuer Eintrag verschiebt alle
      Seiten danach.
    </li>
  </ul>
  <h2 id="meetings">Treffen</h2>
  <p>Die Liste der kommenden Treffen ist kurz. Lesen Sie sie mit <code>If-None-Match</code>, einmal in der Stunde.</p>
`

import { html, type Html } from '../http/html.ts'
import { table } from './layout.ts'

const status = (name: string, means: string, then: string): (Html | string)[] => [
  html`<code>${name}</code>`,
  means,
  then,
]

/** What becomes of a registration, and who can do something about it. */
export const lifeCycle = (): Html => html`
  <p class="docs-lead">Welche Stände es gibt, was auf sie folgt, und was Ihr Programm dann tun kann.</p>
  <h2 id="who">Wer dieselbe Person ist</h2>
  <p>
    E-Mail-Adresse und Name zusammen. Groß- und Kleinschreibung, Akzente und die Schreibweise von Umlauten zählen nicht:
    Müller ist Mueller. Ein anderer Name mit derselben Adresse ist eine andere Person und bekommt einen eigenen Platz;
    so können mehrere ein Postfach teilen. Für ein Treffen kann eine Person nur einmal angemeldet sein, sonst kommt 409
    (<code>registration_live</code>).
  </p>
  <p>
    Geben Sie in <code>reference</code> Ihr eigenes Aktenzeichen mit. Damit finden Sie eine Anmeldung wieder, auch wenn
    die Antwort mit der <code>id</code> verloren ging: <code>registrations?reference=…</code>. Es muss nicht eindeutig
    sein. Schreiben Sie nichts hinein, was über die Person etwas sagt; sie kann es sehen.
  </p>
  <h2 id="status">Stände</h2>
  ${table(
    'Stände einer Anmeldung',
    ['Stand', 'Bedeutet', 'Wie es weitergeht'],
    [
      status('confirmed', 'hat einen Platz', 'Die Person, Sie und die Koordinierungsstelle können abmelden.'),
      status('waitlisted', 'auf der Warteliste', 'Wird ein Platz frei, wird er angeboten: offered.'),
      status(
        'offered',
        'ein Platz ist angeboten, bis expiresAt',
        'Nur die Person nimmt an oder lehnt ab, mit dem Link aus ihrer E-Mail. Sie können nur abmelden.',
      ),
      status('lapsed', 'angebotenen Platz nicht angenommen', 'Sie können neu anmelden; das gibt eine neue id.'),
      status('pending', 'die Koordinierungsstelle entscheidet', 'confirmed, waitlisted oder refused.'),
      status(
        'refused',
        'abgelehnt',
        'Abmelden gibt 200 und ändert nichts. Eine neue Anmeldung ist eine neue Anfrage. Die Koordinierungsstelle kann ihre Entscheidung ändern.',
      ),
      status(
        'withdrawn',
        'abgemeldet, von wem auch immer',
        'Noch einmal abmelden gibt 200. Die Person kann sich mit ihrem Link wieder anmelden; Sie melden neu an.',
      ),
      status('substituted', 'jemand anderes kommt dafür', 'Wer das ist, sehen Sie nicht.'),
    ],
  )}
  <h2 id="cancelled">Abgesagte Treffen</h2>
  <p>
    Sagt die Koordinierungsstelle ein Treffen ab, bleiben sein <code>state</code> und der Stand der Anmeldungen, wie sie
    waren, damit eine Absage nichts über die Menschen ändert. Ob ein Treffen stattfindet, sagt allein
    <code>cancelledAt</code>, in der Anmeldung <code>meetingCancelledAt</code>. Prüfen Sie das zuerst, oder lesen Sie
    mit <code>meetings?cancelled=false</code> nur, was stattfindet. Wer angemeldet war, erfährt die Absage per E-Mail.
  </p>
  <h2 id="questions">Fragen zum Treffen</h2>
  <p>
    Was ein Treffen bei der Anmeldung fragt, steht unter <code>meetings/…/questions</code>, auch ob es beantwortet sein
    muss (<code>required</code>). Sie melden ohne Antworten an: Wer antwortet, willigt ein, dass die Antwort verwendet
    wird, und das kann nur die Person selbst. Ihre E-Mail weist sie auf die Fragen hin; sie antwortet über ihren Link,
    bis das Treffen beginnt. Bedarf und Einwilligungen ebenso. Die Antworten sehen Sie nicht.
  </p>
  <h2 id="mixed">Vor Ort und online</h2>
  <p>
    Ist <code>attendanceMode</code> eines Treffens <code>mixed</code>, sagt <code>attends</code>, wie die Person
    teilnimmt; ohne Angabe vor Ort. Beides hat eigene Plätze und eine eigene Warteliste. Wechseln geht, solange auf der
    anderen Seite ein Platz frei ist. Sonst kommt 409 (<code>other_kind_full</code>), und alles bleibt, wie es war.
  </p>
  <h2 id="after">Ab dem Beginn</h2>
  <ul>
    <li>Hat das Treffen begonnen, melden Sie niemanden mehr an: 409 (<code>meeting_over</code>).</li>
    <li>
      Abmelden geht, bis die Koordinierungsstelle das Treffen abschließt, auch bei Menschen, die am Einlass schon da
      waren. Was der Einlass festgehalten hat, bleibt in <code>attendance</code>. Danach kommt 409
      (<code>meeting_held</code>).
    </li>
    <li>Name, Engagement, Sprache und <code>reference</code> lassen sich auch danach berichtigen.</li>
  </ul>
  <h2 id="gone">404 bei einer id, die es gab</h2>
  <p>
    Die Person hat ihre Daten gelöscht, nennt eine andere Organisation, oder das Treffen wurde gelöscht. Spätestens
    zwölf Monate nach einem Treffen vergisst das Netzwerk die Namen, außer von Menschen, die zu weiteren Treffen
    eingeladen werden möchten. Löschen Sie dann auch Ihre Kopie; <a href="/api/docs/changes">Abgleichen</a> sagt es
    Ihnen.
  </p>
  <h2 id="mails">Welche E-Mails die Person bekommt</h2>
  ${table(
    'E-Mails nach Aufrufen Ihres Programms',
    ['Aufruf', 'E-Mail'],
    [
      ['Anmelden', 'Sofort, mit dem Namen Ihrer Organisation und dem eigenen Link der Person.'],
      ['Abmelden', 'Dass Ihre Organisation sie abgemeldet hat. Beim zweiten Mal keine.'],
      ['Angaben ändern', 'Keine. Die Person sieht die Änderung über ihren Link.'],
      [
        'attends ändern',
        'Wer einen Platz hat oder durch den Wechsel einen bekommt: die Bestätigung, jetzt mit dem Ticket oder dem Link zum Online-Raum. Andere keine.',
      ],
      [
        'Anmelden oder umbenennen, und 409 (registration_live)',
        'Dass Ihre Organisation sie eintragen wollte und jetzt weiß, dass sie angemeldet ist; höchstens einmal in der Stunde je Anmeldung. Hat die Person ihre eigene Anmeldung noch nicht bestätigt, steht der Link zum Bestätigen darin. Haben Sie die Person selbst angemeldet: keine.',
      ],
      ['Proben (dryRun)', 'Keine.'],
    ],
  )}
  <p>
    Eine E-Mail, die beim Versand nicht mehr stimmt, weil sich inzwischen etwas geändert hat, wird nicht verschickt.
  </p>
`

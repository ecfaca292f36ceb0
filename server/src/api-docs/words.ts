import type { Scope } from '@treffpunkt/shared/route'

// The reference in German. What it is about comes from openapi.json; a test shows that nothing of that lacks a word here.

/** What a key with this scope may do. */
export const scopeWords: Record<Scope, string> = {
  'meetings:read': 'veröffentlichte Treffen lesen',
  'working-groups:read': 'Handlungsfelder lesen',
  'organisations:read': 'die eigene Organisation und die öffentlichen Angaben der anderen lesen',
  'registrations:read': 'die Anmeldungen der eigenen Leute lesen, mit Platz und Teilnahme',
  'registrations:write': 'eigene Leute anmelden, ihre Angaben ändern und sie abmelden',
}

/** What an operation does: a heading, and a sentence or two. */
export const operationWords: Record<string, { title: string; text: string }> = {
  getPartnerAccess: {
    title: 'Wem der Schlüssel gehört',
    text: 'Nennt die Organisation, die Rechte und das Ende des Schlüssels. Gut für die erste Anfrage und für eine Überwachung.',
  },
  listPartnerMeetings: {
    title: 'Treffen auflisten',
    text: 'Die kommenden Treffen, das nächste zuerst; mit when=past die vergangenen. Abgesagte stehen mit cancelledAt darin, mit cancelled=false nicht. Ob noch Plätze frei sind, steht als Stufe darin, nicht als Zahl.',
  },
  listPartnerQuestions: {
    title: 'Fragen eines Treffens lesen',
    text: 'Was das Treffen bei der Anmeldung fragt, in seiner Reihenfolge. Beantworten kann es nur die Person selbst, über ihren Link: Sie melden ohne Antworten an, und die E-Mail an die Person weist auf die Fragen hin.',
  },
  getPartnerMeeting: { title: 'Ein Treffen lesen', text: 'Dieselben Angaben, die auf der Seite des Treffens stehen.' },
  listPartnerWorkingGroups: {
    title: 'Handlungsfelder auflisten',
    text: 'Alle, die begonnen haben, nach Namen. Solche, die erst vorgeschlagen sind, fehlen.',
  },
  getPartnerWorkingGroup: { title: 'Ein Handlungsfeld lesen', text: 'Name, Beschreibung und Stand.' },
  listPartnerOrganisations: {
    title: 'Organisationen auflisten',
    text: 'Die öffentlichen Angaben zu den Organisationen des Netzwerks, nach Namen.',
  },
  getPartnerOrganisation: { title: 'Eine Organisation lesen', text: 'Die öffentlichen Angaben.' },
  getOwnOrganisation: {
    title: 'Die eigene Organisation lesen',
    text: 'Alles, was das Netzwerk über die Organisation des Schlüssels führt, auch die anderen Namen.',
  },
  listPartnerRegistrations: {
    title: 'Eigene Anmeldungen auflisten',
    text: 'Die Menschen, die Ihre Organisation mit einem Schlüssel angemeldet hat, die neuesten zuerst. Wer sich selbst angemeldet hat, steht nicht darin, auch nicht mit dem Namen Ihrer Organisation.',
  },
  getPartnerRegistration: {
    title: 'Eine Anmeldung lesen',
    text: 'Platz, Stelle auf der Warteliste und ob die Person da war.',
  },
  listPartnerChanges: {
    title: 'Abgleichen: was sich geändert hat',
    text: 'Nennt die eigenen Anmeldungen, bei denen sich seit einer Position etwas geändert hat: Platz, Stelle auf der Warteliste, Teilnahme, Angaben, Termin und Absage des Treffens, und was gelöscht ist. Ohne after kommt nur die Position von jetzt. Die Seite „Abgleichen“ erklärt, wie Sie es verwenden.',
  },
  createPartnerRegistration: {
    title: 'Jemanden anmelden',
    text: 'Ist ein Platz frei, ist die Person sofort angemeldet, sonst steht sie auf der Warteliste. Sie bekommt in jedem Fall eine E-Mail in ihrer Sprache mit einem eigenen Link: Damit sieht, ändert und löscht sie selbst, was gespeichert ist.',
  },
  changePartnerRegistration: {
    title: 'Angaben ändern',
    text: 'Ändert Name, Engagement, Sprache oder Aktenzeichen. Der Platz bleibt, die Person bekommt darüber keine E-Mail. Die E-Mail-Adresse lässt sich nicht ändern: Der Link der Person führt zu Angaben, die nur sie sehen darf. Melden Sie sie ab und mit der richtigen Adresse neu an.',
  },
  withdrawPartnerRegistration: {
    title: 'Jemanden abmelden',
    text: 'Gibt den Platz zurück; er geht an die nächste Person auf der Warteliste. Die Person erfährt per E-Mail, dass Ihre Organisation sie abgemeldet hat. Zweimal ist wie einmal.',
  },
}

/** Names of fields and parameters, explained; `Schema.field` goes before `field`. */
export const fieldWords: Record<string, string> = {
  id: 'Kennung (UUID)',
  version:
    'Fassung der Anmeldung selbst, der ETag beginnt damit; steigt nicht mit Teilnahme, Stelle auf der Warteliste und Treffen',
  'Organisation.version': 'Fassung; steigt mit jeder Änderung, der ETag beginnt damit',
  createdAt: 'angelegt am',
  updatedAt: 'zuletzt geändert am, im selben Sinn wie version',
  'Organisation.updatedAt': 'zuletzt geändert am',
  meetingId: 'Kennung des Treffens',
  meetingStartsAt: 'Beginn des Treffens, wie er jetzt geplant ist',
  meetingCancelledAt: 'Treffen abgesagt am; null: findet statt. Der Stand der Anmeldung bleibt dabei, wie er war',
  reference:
    'Ihr eigenes Aktenzeichen, höchstens 80 Zeichen, nichts Persönliches; muss nicht eindeutig sein. Kommt in jeder Antwort zurück und wird mit der Anmeldung gelöscht',
  'listPartnerRegistrations.reference': 'nur Anmeldungen mit diesem Aktenzeichen',
  registration: 'die Anmeldung, wie sie jetzt ist; null: gehört nicht mehr zu Ihnen, löschen Sie Ihre Kopie',
  position: 'die Position dieser Antwort; mit ihr fragen Sie beim nächsten Mal (after)',
  hasMore: 'true: Es gibt gleich noch mehr; fragen Sie mit der neuen Position weiter',
  after: 'position der Antwort davor; fehlt sie, kommt nur die Position von jetzt',
  firstName: 'Vorname',
  lastName: 'Nachname',
  email: 'E-Mail-Adresse der Person; dorthin geht ihr Link',
  engagement: 'hauptamtlich (professional) oder ehrenamtlich (volunteer); null: unbekannt',
  language: 'Sprache der E-Mails an die Person: de, de-einfach (Einfache Sprache), en, uk oder ar; ohne Angabe de',
  'PartnerRegistration.status':
    'confirmed: hat einen Platz; waitlisted: auf der Warteliste; offered: Platz angeboten, nur die Person kann annehmen; pending: die Koordinierungsstelle entscheidet noch; refused: abgelehnt; withdrawn: abgemeldet; lapsed: angebotenen Platz nicht angenommen; substituted: jemand anderes kommt dafür; unconfirmed und expired kommen bei Anmeldungen durch Sie nicht vor',
  status: 'nur Anmeldungen in diesem Stand',
  queuePosition: 'Stelle auf der Warteliste; null: wartet nicht',
  expiresAt: 'bis wann ein angebotener Platz gilt; null: keiner angeboten',
  attendance:
    'present: da; left: da gewesen; excused: entschuldigt; no_show: nicht gekommen; null: noch nichts bekannt',
  name: 'Name',
  kind: 'network: Netzwerktreffen; working_group: Arbeitstreffen; specialist: Fachveranstaltung',
  visibility:
    'public: steht in den öffentlichen Listen; unlisted: nur mit der Adresse zu finden, zeigen Sie es nicht weiter; members: steht in der Liste, anmelden können sich nur Eingeladene, und Sie melden an',
  focusTopic: 'Schwerpunkt',
  summary: 'Beschreibung',
  costs: 'was die Teilnahme kostet; null: nichts',
  translations: 'Übersetzungen von Schwerpunkt, Beschreibung und Kosten, nach Sprache',
  'de-einfach': 'in Einfacher Sprache',
  en: 'auf Englisch',
  uk: 'auf Ukrainisch',
  ar: 'auf Arabisch',
  startsAt: 'Beginn',
  endsAt: 'Ende',
  approval: 'ob die Koordinierungsstelle über jede Anmeldung entscheidet; bis dahin ist ihr Stand pending',
  hosts: 'Organisationen, die das Treffen ausrichten und zugesagt haben',
  'PublicMeeting.state':
    'prüfen Sie zuerst cancelledAt, ein abgesagtes Treffen behält seinen Stand; announced: angekündigt; open: Anmeldung offen; closed: Anmeldung geschlossen; held: abgeschlossen; reported: mit Bericht',
  'PartnerWorkingGroup.state': 'active: arbeitet; dormant: ruht; concluded: abgeschlossen',
  seats: 'free: Plätze frei; few: wenige Plätze; waiting_list: Warteliste; null: Anmeldung nicht offen',
  onlineSeats: 'dasselbe für die Plätze online, bei mixed; seats zählt dann die Plätze vor Ort',
  attends:
    'wie die Person an einem Treffen mit attendanceMode mixed teilnimmt: on_site vor Ort, online im Netz; ohne Angabe vor Ort. Bei jedem anderen Treffen null. Wechseln geht, solange auf der anderen Seite ein Platz frei ist, sonst 409 other_kind_full',
  registrationOpensAt: 'ab wann man sich anmelden kann',
  registrationClosesAt: 'bis wann man sich anmelden kann',
  cancelledAt: 'abgesagt am; null: findet statt',
  cancelReason: 'Grund der Absage',
  cancelled: 'false: ohne abgesagte Treffen; true: nur abgesagte; ohne Angabe alle',
  label: 'Wortlaut',
  help: 'Hinweis zur Frage; null: keiner',
  purpose: 'wozu gefragt wird, wie es die Person liest',
  choices: 'was zur Wahl steht; leer bei anderen Fragen',
  'Choice.key': 'Kennung der Antwort; bleibt, wenn sich der Wortlaut ändert',
  'PublicQuestion.kind':
    'short_text: eine Zeile; long_text: mehrere; number: ganze Zahl; yes_no: ja oder nein; one_of: eine Antwort; several_of: mehrere',
  'PublicQuestion.translations': 'Übersetzungen, nach Sprache',
  required: 'ob sie beantwortet werden muss, wenn jemand sich selbst anmeldet',
  sensitive: 'ob die Antwort Gesundheit oder Religion berühren kann; nie Pflicht',
  retentionDays: 'so viele Tage nach dem Treffen werden die Antworten gelöscht',
  shownWhen: 'wird nur gestellt, wenn eine frühere Frage so beantwortet ist; null: immer',
  questionId: 'Kennung der früheren Frage',
  answer: 'yes, no oder die Kennung einer Antwort',
  rescheduledFrom: 'früherer Termin und Ort, wenn verlegt',
  attended: 'wie viele da waren, wenn es bekannt und nicht zu klein ist',
  organisations: 'aus wie vielen Organisationen',
  attendanceMode:
    'on_site: vor Ort; online: im Netz; mixed: beides. Den Link zum Online-Raum bekommt, wer online teilnimmt',
  venue: 'Veranstaltungsort mit Anschrift und Angaben zur Barrierefreiheit',
  place: 'Ort in einer Zeile',
  street: 'Straße und Hausnummer',
  postalCode: 'Postleitzahl',
  stepFree: 'stufenfrei; null: unbekannt',
  accessibleToilet: 'barrierefreie Toilette; null: unbekannt',
  inductionLoop: 'Induktionsschleife; null: unbekannt',
  directions: 'Wegbeschreibung',
  type: 'welcher Fehler, als Adresse; bleibt gleich',
  title: 'Überschrift, auf Englisch',
  'Problem.status': 'Status der Antwort',
  'Problem.registrationOpensAt':
    'nur bei meeting_not_open: ab wann man sich anmelden kann; null: steht noch nicht fest',
  'Problem.registrationClosesAt': 'nur bei meeting_not_open: bis wann man sich anmelden kann',
  detail: 'was zu tun ist, ein Satz auf Englisch; kann sich ändern',
  instance: 'Nummer der Anfrage',
  errors: 'die Felder mit Fehlern, bei 422',
  pointer: 'JSON Pointer in den Inhalt, oder ?name',
  code: 'welche Regel verletzt ist',
  sector:
    'administration: Verwaltung; civil_society: Zivilgesellschaft; welfare_and_advice: Träger und Beratung; business: Wirtschaft; education_and_research: Bildung und Wissenschaft; other: Sonstige',
  municipality: 'Gemeinde',
  website: 'Internetadresse',
  aliases: 'andere Namen',
  organisation: 'die Organisation des Schlüssels',
  key: 'der Schlüssel',
  scopes: 'Rechte',
  'PartnerAccess.expiresAt': 'wann der Schlüssel endet',
  secretEndsAt:
    'gesetzt: es gibt ein neueres Geheimnis zu diesem Schlüssel, dieses endet dann; null: endet mit dem Schlüssel',
  items: 'die Einträge dieser Seite',
  next: 'Zeiger (cursor) auf die nächste Seite; null: letzte Seite',
  cursor: 'der Wert von next der Seite davor',
  limit: 'wie viele Einträge, 1 bis 200; ohne Angabe 50',
  q: 'Suche, ohne Rücksicht auf Groß- und Kleinschreibung und Umlaute',
  when: 'upcoming: kommende; past: vergangene',
  dryRun: 'true: prüft alles, behält nichts und sagt, was wäre',
  'idempotency-key': 'neuer Zufallswert für jede neue Anfrage; derselbe, wenn Sie dieselbe wiederholen',
  'if-match': 'der ETag, den Sie gelesen haben; * nimmt jede Fassung',
}

/** What an answer means, by its status. */
export const statusWords: Record<string, string> = {
  200: 'Erledigt.',
  201: 'Angelegt.',
  304: 'Unverändert seit If-None-Match.',
  400: 'Die Anfrage ist nicht zu lesen, oder Idempotency-Key fehlt.',
  401: 'Kein gültiger Schlüssel.',
  403: 'Der Schlüssel darf das nicht; die Antwort nennt das Recht, das fehlt.',
  404: 'Das gibt es nicht, oder es gehört nicht Ihnen.',
  409: 'In diesem Zustand nicht möglich; type sagt, warum.',
  406: 'Keine Form, die Accept zulässt.',
  410: 'Die Position ist zu alt: alles neu lesen.',
  412: 'Inzwischen geändert: neu lesen.',
  413: 'Zu groß.',
  415: 'Content-Type nicht verstanden.',
  422: 'Angaben mit Fehlern; errors nennt jedes Feld.',
  428: 'If-Match fehlt.',
  429: 'Zu viele Anfragen; Retry-After sagt, wie lange Sie warten.',
  500: 'Ein Fehler im Dienst; nennen Sie der Koordinierungsstelle die Nummer aus instance.',
  503: 'Überlastet oder nicht bereit; nach Retry-After noch einmal.',
}

/** What a header of an answer says. */
export const headerWords: Record<string, string> = {
  'X-Request-Id': 'Nummer der Anfrage',
  Link: 'bei Listen: die Adresse der nächsten Seite, mit rel="next"; fehlt auf der letzten',
  ETag: 'Fassung dieser Antwort, für If-None-Match und If-Match',
  'RateLimit-Policy': 'die Grenzen, die für diese Anfrage zählen',
  RateLimit: 'wie viel davon übrig ist',
  'Idempotent-Replayed': 'true: die Antwort auf die erste Anfrage mit diesem Idempotency-Key',
  'Dry-Run': 'true: nur geprobt',
  'Retry-After': 'nach so vielen Sekunden noch einmal',
  'WWW-Authenticate': 'welcher Schlüssel oder welches Recht fehlt',
}

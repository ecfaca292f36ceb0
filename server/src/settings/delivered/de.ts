import type { TextKind } from '@treffpunkt/shared/settings'

// First versions of the texts the law asks for, in German: true for any installation of the state, with gaps in brackets
// that the office fills.

/** What there is in other languages: not of texts that have languages of their own. */
export type Translated = Record<Exclude<TextKind, 'easy_language' | 'sign_language'>, string>

const texts: Record<TextKind, string> = {
  imprint: `## Anbieter

[Name der Körperschaft], vertreten durch [Amt der vertretungsberechtigten Person]

[Straße und Hausnummer]
[Postleitzahl und Ort]

Telefon: [Telefonnummer]
E-Mail: [E-Mail-Adresse]

## Verantwortlich für den Inhalt nach § 18 Abs. 2 MStV

[Name und Anschrift]`,
  privacy: `Diese Seite sagt, welche Daten wir verarbeiten, wenn Sie sich zu einem Treffen anmelden.

## Verantwortlich

[Name und Anschrift der Körperschaft]

Datenschutzbeauftragte Person: [E-Mail-Adresse]

## Zweck und Rechtsgrundlage

Wir verarbeiten Ihre Angaben, um das Treffen vorzubereiten und durchzuführen (Art. 6 Abs. 1 Buchst. e DSGVO mit § 4 DSAG LSA). Was darüber hinausgeht, geschieht nur mit Ihrer Einwilligung (Art. 6 Abs. 1 Buchst. a DSGVO), die Sie jederzeit widerrufen können.

## Wie lange wir Ihre Daten behalten

- Angaben zur Unterstützung, die Sie brauchen: bis 7 Tage nach dem Treffen
- nicht bestätigte Anmeldungen: 48 Stunden
- Anmeldung und Teilnahme: 12 Monate, danach nur noch als Zahl

## Gemeldete Barrieren

Melden Sie uns eine Barriere auf unserer Website, verarbeiten wir, was Sie schreiben, um sie zu beheben und Ihnen zu antworten (Art. 6 Abs. 1 Buchst. e DSGVO mit § 16b BGG LSA). Zwölf Monate nach der Antwort löschen wir es.

## Ihre Rechte

Über den Link zu Ihrer Anmeldung sehen, ändern, speichern und löschen Sie selbst, was dazu gespeichert ist. Sie können außerdem Auskunft, Berichtigung, Löschung und Einschränkung verlangen und der Verarbeitung widersprechen. Beschweren können Sie sich beim Landesbeauftragten für den Datenschutz Sachsen-Anhalt.

## Keine Verfolgung

Diese Website lädt nichts von anderen Anbietern. Gespeichert wird in Ihrem Browser nur, was Sie einstellen, und solange Sie angemeldet sind, Ihre Sitzung.`,
  accessibility: `[Name der Körperschaft] ist bemüht, diese Website barrierefrei zugänglich zu machen. Rechtsgrundlage ist § 16a Abs. 1 Satz 1 und Abs. 2 BGG LSA in Verbindung mit § 11 BGGVO LSA, die Vorlage der Erklärung der Durchführungsbeschluss (EU) 2018/1523. Diese Erklärung gilt für [Adresse der Website], für die öffentlichen Seiten ebenso wie für die Anmeldung am Einlass und die Verwaltung.

## Stand der Vereinbarkeit

Diese Website ist mit den Anforderungen der EN 301 549 V3.2.1 (WCAG 2.1 Stufe AA) [vollständig / teilweise / nicht] vereinbar. [Bei „teilweise“ oder „nicht“: Grund sind die unten genannten Unvereinbarkeiten und Ausnahmen.]

## Nicht barrierefreie Inhalte

- [Was nicht barrierefrei ist und wen es betrifft. Grund: unvereinbar mit der EN 301 549, unverhältnismäßige Belastung oder nicht im Anwendungsbereich. Was Sie stattdessen nutzen können. Bis wann es behoben ist.]

[Wenn keine Barrieren bekannt sind: Uns sind keine Barrieren bekannt.]

Leichte Sprache und Deutsche Gebärdensprache: [Was in Leichter Sprache und in Gebärdensprache vorliegt, was noch fehlt und bis wann es kommt.]

## Erstellung dieser Erklärung

Diese Erklärung wurde am [Datum] erstellt. Sie beruht auf [einer Selbstbewertung durch die Koordinierungsstelle / einer Prüfung durch Name der Prüfstelle vom Datum]. Wann sie zuletzt überprüft wurde, steht am Ende dieser Seite. Wir überprüfen sie jedes Jahr und nach jeder größeren Änderung.

## Barrieren melden und Kontakt

Steht Ihnen etwas im Weg, oder brauchen Sie einen Inhalt in einer Form, die Sie nutzen können? Melden Sie es mit dem Formular „Barriere melden“; der Link steht am Ende dieser und jeder anderen Seite. Sie erreichen uns auch so:

[Name der zuständigen Stelle]
E-Mail: [E-Mail-Adresse]
Telefon: [Telefonnummer]

Sie erhalten innerhalb eines Monats eine Antwort (§ 16b Abs. 4 BGG LSA).

## Durchsetzungsverfahren

Bekommen Sie innerhalb eines Monats keine Antwort oder hilft sie Ihnen nicht weiter, wenden Sie sich an die Ombudsstelle nach § 16d BGG LSA. Sie vermittelt zwischen Ihnen und uns.

Ombudsstelle bei der Landesfachstelle für Barrierefreiheit Sachsen-Anhalt
www.lf-barrierefreiheit-st.de/ueber-uns/ombudsstelle`,
  form_notice: `Wir brauchen Ihren Namen und Ihre E-Mail-Adresse, um das Treffen durchzuführen (Art. 6 Abs. 1 Buchst. e DSGVO). Alles andere ist freiwillig. Wir löschen oder anonymisieren Ihre Angaben nach 12 Monaten. Welche Rechte Sie haben und wie Sie uns erreichen, steht in der Datenschutzerklärung.`,
  // written by its own rules and checked by those it is for; until then there is no page
  easy_language: '',
  // stands beside the film that the office has made
  sign_language: '',
}

export default texts

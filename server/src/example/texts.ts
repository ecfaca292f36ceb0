import type { TextKind } from '@treffpunkt/shared/settings'

// First versions of the texts the law asks for: true for any installation, with gaps in brackets that the office fills.

/** What stands there until the office writes its own. */
export const firstTexts: Record<TextKind, string> = {
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

/** The notice at the form in the languages of those who read it there. */
export const firstNotices = {
  'de-einfach': `Wir brauchen Ihren Namen und Ihre E-Mail-Adresse. Damit bereiten wir das Treffen vor und führen es durch. Das erlaubt uns die Datenschutz-Grundverordnung: Artikel 6 Absatz 1 Buchstabe e. Alle anderen Angaben sind freiwillig. Nach 12 Monaten löschen wir Ihre Angaben. Oder wir ändern sie so, dass niemand Sie erkennt. Ihre Rechte und unsere Adresse stehen in der Datenschutzerklärung.`,
  en: `We need your name and your email address to run the meeting (Art. 6(1)(e) GDPR). Everything else is voluntary. We delete your details or make them anonymous after 12 months. The privacy notice says which rights you have and how to reach us.`,
  uk: `Ваше ім’я та адреса електронної пошти потрібні нам, щоб провести зустріч (ст. 6, абз. 1, літ. e GDPR, DSGVO). Усе інше добровільно. Через 12 місяців ми видаляємо ваші дані або робимо їх анонімними. Які права ви маєте і як з нами зв’язатися, написано в положенні про захист даних.`,
  ar: `نحتاج إلى اسمكم وعنوان بريدكم الإلكتروني لتنظيم اللقاء (المادة 6 الفقرة 1 البند e من اللائحة العامة لحماية البيانات، GDPR/DSGVO). وكل ما عدا ذلك اختياري. بعد 12 شهرًا نحذف بياناتكم أو نزيل منها ما يدل عليكم. وتجدون في بيان حماية البيانات حقوقكم وطريقة التواصل معنا.`,
}

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

## Ihre Rechte

Sie können Auskunft, Berichtigung, Löschung und Einschränkung verlangen und der Verarbeitung widersprechen. Beschweren können Sie sich beim Landesbeauftragten für den Datenschutz Sachsen-Anhalt.

## Keine Verfolgung

Diese Website lädt nichts von anderen Anbietern. Gespeichert wird in Ihrem Browser nur, was Sie einstellen, und solange Sie angemeldet sind, Ihre Sitzung.`,
  accessibility: `Diese Erklärung gilt für diese Website. Rechtsgrundlage ist § 16a Abs. 1 Satz 1 und Abs. 2 BGG LSA in Verbindung mit § 11 BGGVO LSA.

## Stand der Vereinbarkeit

[Ergebnis der Bewertung nach EN 301 549 und Datum]

## Barrieren melden

Schreiben Sie uns, wenn Ihnen etwas im Weg steht: [E-Mail-Adresse]. Sie erhalten innerhalb eines Monats eine Antwort (§ 16b Abs. 4 BGG LSA).

## Durchsetzung

Wenn unsere Antwort Ihnen nicht weiterhilft, wenden Sie sich an die Ombudsstelle nach § 16d BGG LSA bei der Landesfachstelle für Barrierefreiheit Sachsen-Anhalt.`,
  form_notice: `Wir brauchen Ihren Namen und Ihre E-Mail-Adresse, um das Treffen durchzuführen (Art. 6 Abs. 1 Buchst. e DSGVO). Alles andere ist freiwillig. Wir löschen oder anonymisieren Ihre Angaben nach 12 Monaten. Welche Rechte Sie haben und wie Sie uns erreichen, steht in der Datenschutzerklärung.`,
}

/** The notice at the form in the languages of those who read it there. */
export const firstNotices = {
  'de-einfach': `Wir brauchen Ihren Namen und Ihre E-Mail-Adresse. Damit bereiten wir das Treffen vor und führen es durch. Das erlaubt uns die Datenschutz-Grundverordnung: Artikel 6 Absatz 1 Buchstabe e. Alle anderen Angaben sind freiwillig. Nach 12 Monaten löschen wir Ihre Angaben. Oder wir ändern sie so, dass niemand Sie erkennt. Ihre Rechte und unsere Adresse stehen in der Datenschutzerklärung.`,
  en: `We need your name and your email address to run the meeting (Art. 6(1)(e) GDPR). Everything else is voluntary. We delete your details or make them anonymous after 12 months. The privacy notice says which rights you have and how to reach us.`,
  uk: `Ваше ім’я та адреса електронної пошти потрібні нам, щоб провести зустріч (ст. 6, абз. 1, літ. e GDPR, DSGVO). Усе інше добровільно. Через 12 місяців ми видаляємо ваші дані або робимо їх анонімними. Які права ви маєте і як з нами зв’язатися, написано в положенні про захист даних.`,
  ar: `نحتاج إلى اسمكم وعنوان بريدكم الإلكتروني لتنظيم اللقاء (المادة 6 الفقرة 1 البند e من اللائحة العامة لحماية البيانات، GDPR/DSGVO). وكل ما عدا ذلك اختياري. بعد 12 شهرًا نحذف بياناتكم أو نزيل منها ما يدل عليكم. وتجدون في بيان حماية البيانات حقوقكم وطريقة التواصل معنا.`,
}

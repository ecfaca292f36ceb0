import type { Translated } from './de.ts'

// In plain German (B1). The gaps are those of the German texts, in the words of the office.

const texts: Translated = {
  imprint: `Das ist eine Fassung in einfachem Deutsch. Rechtlich gilt der Text auf Deutsch.

## Wem gehört diese Website?

[Name der Körperschaft]

Diese Person spricht für uns: [Amt der vertretungsberechtigten Person]

[Straße und Hausnummer]
[Postleitzahl und Ort]

Telefon: [Telefonnummer]
E-Mail: [E-Mail-Adresse]

## Wer ist für die Texte verantwortlich?

Das steht im Gesetz: § 18 Abs. 2 MStV.

[Name und Anschrift]`,
  privacy: `Das ist eine Fassung in einfachem Deutsch. Rechtlich gilt der Text auf Deutsch.

Sie melden sich zu einem Treffen an. Hier steht, was wir dann mit Ihren Daten machen. Daten sind Ihre Angaben, zum Beispiel Ihr Name.

## Wer ist verantwortlich?

[Name und Anschrift der Körperschaft]

Diese Person achtet auf den Datenschutz: [E-Mail-Adresse]

## Wozu brauchen wir Ihre Daten, und wer erlaubt es?

Wir brauchen Ihre Angaben, um das Treffen vorzubereiten und durchzuführen. Das erlaubt uns das Gesetz (Artikel 6 Absatz 1 Buchstabe e DSGVO mit § 4 DSAG LSA). Für alles andere fragen wir Sie vorher. Das nennt man Einwilligung (Artikel 6 Absatz 1 Buchstabe a DSGVO). Eine Einwilligung können Sie immer zurücknehmen.

## Wie lange behalten wir Ihre Daten?

- Welche Unterstützung Sie brauchen: bis 7 Tage nach dem Treffen
- Anmeldungen, die Sie nicht bestätigt haben: 48 Stunden
- Ihre Anmeldung, und ob Sie da waren: 12 Monate. Danach bleiben nur Zahlen ohne Namen.

## Wenn Sie eine Barriere melden

Eine Barriere ist etwas, das Sie auf unserer Website nicht benutzen können. Wenn Sie eine Barriere melden, benutzen wir Ihren Text für 2 Dinge: Wir lösen das Problem, und wir antworten Ihnen. Das erlaubt uns das Gesetz (Artikel 6 Absatz 1 Buchstabe e DSGVO mit § 16b BGG LSA). 12 Monate nach der Antwort löschen wir alles.

## Ihre Rechte

In unserer E-Mail steht ein Link zu Ihrer Anmeldung. Dort können Sie Ihre Daten selbst ansehen, ändern, speichern und löschen. Sie können uns auch schreiben und verlangen:

- Wir sagen Ihnen, welche Daten wir von Ihnen haben.
- Wir berichtigen falsche Daten.
- Wir löschen Ihre Daten.
- Wir benutzen Ihre Daten nur noch eingeschränkt.

Sie können auch widersprechen: Dann dürfen wir Ihre Daten nicht mehr benutzen, wenn es keinen wichtigen Grund gibt. Und Sie können sich beschweren: beim Landesbeauftragten für den Datenschutz Sachsen-Anhalt.

## Niemand verfolgt, was Sie im Internet machen

Diese Website lädt nichts von anderen Anbietern. In Ihrem Browser bleibt nur, was Sie selbst einstellen. Und solange Sie eingeloggt sind, merkt er sich das.`,
  accessibility: `Das ist eine Fassung in einfachem Deutsch. Rechtlich gilt der Text auf Deutsch.

[Name der Körperschaft] will, dass alle diese Website benutzen können. Das nennt man barrierefrei. So steht es im Gesetz: § 16a Abs. 1 Satz 1 und Abs. 2 BGG LSA mit § 11 BGGVO LSA. Die Europäische Union sagt, was in diesem Text stehen muss: Durchführungsbeschluss (EU) 2018/1523. Dieser Text gilt für [Adresse der Website]. Er gilt für die öffentlichen Seiten, für den Einlass und für die Seiten unseres Büros.

## Wie barrierefrei ist diese Website?

Es gibt Regeln für barrierefreie Websites: EN 301 549 V3.2.1 (WCAG 2.1 Stufe AA). Diese Website erfüllt die Regeln [vollständig / teilweise / nicht]. [Bei „teilweise“ oder „nicht“: Was noch fehlt und welche Ausnahmen es gibt, steht im nächsten Abschnitt.]

## Was ist noch nicht barrierefrei?

- [Was nicht barrierefrei ist und wen es betrifft. Grund: unvereinbar mit der EN 301 549, unverhältnismäßige Belastung oder nicht im Anwendungsbereich. Was Sie stattdessen nutzen können. Bis wann es behoben ist.]

[Wenn keine Barrieren bekannt sind: Wir kennen keine Barrieren.]

Leichte Sprache und Deutsche Gebärdensprache: [Was in Leichter Sprache und in Gebärdensprache vorliegt, was noch fehlt und bis wann es kommt.]

## Wann und wie haben wir geprüft?

Wir haben diesen Text am [Datum] geschrieben. So wurde geprüft: [Wir haben die Website selbst geprüft. / Diese Stelle hat die Website geprüft: Name der Prüfstelle, Datum.] Wann wir zuletzt geprüft haben, steht am Ende dieser Seite. Wir prüfen jedes Jahr und nach jeder großen Änderung.

## Können Sie etwas nicht benutzen?

Dann schreiben Sie uns. Klicken Sie am Ende der Seite auf „Barriere melden“. Sie können uns auch so erreichen:

[Name der zuständigen Stelle]
E-Mail: [E-Mail-Adresse]
Telefon: [Telefonnummer]

Sie bekommen spätestens nach einem Monat eine Antwort (§ 16b Abs. 4 BGG LSA).

## Wenn keine Antwort kommt

Sie haben nach einem Monat keine Antwort? Oder die Antwort hilft Ihnen nicht? Dann hilft die Ombudsstelle (§ 16d BGG LSA). Sie spricht mit Ihnen und mit uns und sucht eine Lösung.

Ombudsstelle bei der Landesfachstelle für Barrierefreiheit Sachsen-Anhalt
www.lf-barrierefreiheit-st.de/ueber-uns/ombudsstelle`,
  form_notice: `Wir brauchen Ihren Namen und Ihre E-Mail-Adresse. Damit bereiten wir das Treffen vor und führen es durch. Das erlaubt uns die Datenschutz-Grundverordnung: Artikel 6 Absatz 1 Buchstabe e. Alle anderen Angaben sind freiwillig. Nach 12 Monaten löschen wir Ihre Angaben. Oder wir ändern sie so, dass niemand Sie erkennt. Ihre Rechte und unsere Adresse stehen in der Datenschutzerklärung.`,
}

export default texts

import type { Translated } from './de.ts'

// In English. The gaps are those of the German texts, in the words of the office.

const texts: Translated = {
  imprint: `This is a translation. The German version is legally binding.

## Provider

[Name der Körperschaft], represented by [Amt der vertretungsberechtigten Person]

[Straße und Hausnummer]
[Postleitzahl und Ort]

Telephone: [Telefonnummer]
Email: [E-Mail-Adresse]

## Responsible for the content under section 18(2) of the German Interstate Media Treaty (§ 18 Abs. 2 MStV)

[Name und Anschrift]`,
  privacy: `This is a translation. The German version is legally binding.

This page tells you which data we process when you sign up for a meeting.

## Controller

[Name und Anschrift der Körperschaft]

Data protection officer: [E-Mail-Adresse]

## Purpose and legal basis

We process your details in order to prepare and hold the meeting (Art. 6(1)(e) GDPR with section 4 of the Data Protection Act of Saxony-Anhalt, DSAG LSA). Anything beyond that happens only with your consent (Art. 6(1)(a) GDPR), which you can withdraw at any time.

## How long we keep your data

- details of the support you need: until 7 days after the meeting
- registrations that were not confirmed: 48 hours
- registration and attendance: 12 months, after that only as a number

## Reported barriers

If you report a barrier on our website, we process what you write in order to remove the barrier and to reply to you (Art. 6(1)(e) GDPR with section 16b BGG LSA). We delete it twelve months after the reply.

## Your rights

Through the link to your registration you can see, change, save and delete what is stored about it yourself. You can also request access, rectification, erasure and restriction of processing, and object to the processing. You can lodge a complaint with the data protection authority of Saxony-Anhalt (Landesbeauftragter für den Datenschutz Sachsen-Anhalt).

## No tracking

This website loads nothing from other providers. Your browser stores only what you set yourself and, while you are signed in, your session.`,
  accessibility: `This is a translation. The German version is legally binding.

[Name der Körperschaft] strives to make this website accessible. The legal basis is section 16a(1) sentence 1 and (2) of the Disability Equality Act of Saxony-Anhalt (BGG LSA) in conjunction with section 11 BGGVO LSA; the statement follows the model in Implementing Decision (EU) 2018/1523. This statement applies to [Adresse der Website], to the public pages as well as to check-in at the door and the administration.

## Compliance status

This website is [vollständig: fully / teilweise: partially / nicht: not] compliant with the requirements of EN 301 549 V3.2.1 (WCAG 2.1 level AA). [Bei „teilweise“ oder „nicht“: This is due to the non-compliances and exemptions listed below.]

## Non-accessible content

- [Was nicht barrierefrei ist und wen es betrifft. Grund: unvereinbar mit der EN 301 549, unverhältnismäßige Belastung oder nicht im Anwendungsbereich. Was Sie stattdessen nutzen können. Bis wann es behoben ist.]

[Wenn keine Barrieren bekannt sind: We know of no barriers.]

Leichte Sprache (easy-to-read German) and German Sign Language: [Was in Leichter Sprache und in Gebärdensprache vorliegt, was noch fehlt und bis wann es kommt.]

## Preparation of this statement

This statement was prepared on [Datum]. It is based on [Selbstbewertung: a self-assessment by the coordination office / Prüfung: an evaluation by Name der Prüfstelle on Datum]. The end of this page says when it was last reviewed. We review it every year and after every major change.

## Reporting barriers and contact

Is something in your way, or do you need content in a form that you can use? Report it with the form “Report a barrier”; the link is at the end of this and every other page. You can also reach us here:

[Name der zuständigen Stelle]
Email: [E-Mail-Adresse]
Telephone: [Telefonnummer]

You will receive a reply within one month (section 16b(4) BGG LSA).

## Enforcement procedure

If you receive no reply within one month, or if it does not help you, contact the ombuds office under section 16d BGG LSA. It mediates between you and us.

Ombudsstelle bei der Landesfachstelle für Barrierefreiheit Sachsen-Anhalt
www.lf-barrierefreiheit-st.de/ueber-uns/ombudsstelle (in German)`,
  form_notice: `We need your name and your email address to run the meeting (Art. 6(1)(e) GDPR). Everything else is voluntary. We delete your details or make them anonymous after 12 months. The privacy notice says which rights you have and how to reach us.`,
}

export default texts

import type { Translated } from './de.ts'

// In Arabic. The gaps are those of the German texts, in the words of the office; they and what is written in Latin letters
// stand in direction marks (U+2066 … U+2069), within which the office writes on.

const texts: Translated = {
  imprint: `هذه ترجمة. والنص الألماني هو الملزم قانونًا.

## الجهة الناشرة

\u2066[Name der Körperschaft]\u2069، يمثلها: \u2066[Amt der vertretungsberechtigten Person]\u2069

\u2066[Straße und Hausnummer]\u2069
\u2066[Postleitzahl und Ort]\u2069

الهاتف: \u2066[Telefonnummer]\u2069
البريد الإلكتروني: \u2066[E-Mail-Adresse]\u2069

## المسؤول عن المحتوى وفقًا للمادة \u2066§ 18 Abs. 2 MStV\u2069

\u2066[Name und Anschrift]\u2069`,
  privacy: `هذه ترجمة. والنص الألماني هو الملزم قانونًا.

تبين هذه الصفحة أي بيانات نعالجها عندما تسجلون في لقاء.

## الجهة المسؤولة

\u2066[Name und Anschrift der Körperschaft]\u2069

مسؤول حماية البيانات: \u2066[E-Mail-Adresse]\u2069

## الغرض والأساس القانوني

نعالج بياناتكم لتحضير اللقاء وتنظيمه (المادة 6 الفقرة 1 البند e من اللائحة العامة لحماية البيانات، \u2066GDPR/DSGVO\u2069، مع \u2066§ 4 DSAG LSA\u2069). وكل ما يتجاوز ذلك لا يتم إلا بموافقتكم (المادة 6 الفقرة 1 البند a من اللائحة نفسها)، ويمكنكم سحبها في أي وقت.

## مدة الاحتفاظ ببياناتكم

- بيانات الدعم الذي تحتاجون إليه: حتى 7 أيام بعد اللقاء
- التسجيلات غير المؤكدة: 48 ساعة
- التسجيل والحضور: 12 شهرًا، ثم يبقى العدد فقط

## البلاغات عن العوائق

إذا أبلغتمونا عن عائق في موقعنا، نعالج ما تكتبونه لإزالة العائق وللرد عليكم (المادة 6 الفقرة 1 البند e من اللائحة العامة لحماية البيانات، \u2066GDPR/DSGVO\u2069، مع \u2066§ 16b BGG LSA\u2069). ونحذفه بعد اثني عشر شهرًا من الرد.

## حقوقكم

عبر رابط تسجيلكم يمكنكم بأنفسكم الاطلاع على ما حُفظ بشأنه وتغييره وحفظه وحذفه. ويمكنكم أيضًا أن تطلبوا الاطلاع على بياناتكم أو تصحيحها أو حذفها أو تقييد معالجتها، وأن تعترضوا على المعالجة. ويمكنكم تقديم شكوى إلى مفوض حماية البيانات في ولاية ساكسونيا-أنهالت (\u2066Landesbeauftragter für den Datenschutz Sachsen-Anhalt\u2069).

## لا تتبع

لا يحمّل هذا الموقع شيئًا من جهات أخرى. ولا يُحفظ في متصفحكم إلا ما تضبطونه أنتم، وكذلك جلستكم ما دمتم داخل حسابكم.`,
  accessibility: `هذه ترجمة. والنص الألماني هو الملزم قانونًا.

تسعى \u2066[Name der Körperschaft]\u2069 إلى أن يكون هذا الموقع متاحًا للجميع دون عوائق. الأساس القانوني هو \u2066§ 16a Abs. 1 Satz 1\u2069 و\u2066Abs. 2 BGG LSA\u2069 مع \u2066§ 11 BGGVO LSA\u2069، ونموذج هذا البيان هو قرار التنفيذ \u2066(EU) 2018/1523\u2069. يسري هذا البيان على \u2066[Adresse der Website]\u2069، على الصفحات العامة وعلى التسجيل عند المدخل وعلى صفحات الإدارة.

## مستوى التوافق

هذا الموقع \u2066[vollständig: \u2067متوافق كليًا\u2069 / teilweise: \u2067متوافق جزئيًا\u2069 / nicht: \u2067غير متوافق\u2069]\u2069 مع متطلبات \u2066EN 301 549 V3.2.1\u2069 (\u2066WCAG 2.1\u2069 المستوى \u2066AA\u2069). \u2066[Bei „teilweise“ oder „nicht“: \u2067والسبب هو أوجه عدم التوافق والاستثناءات المذكورة أدناه.\u2069]\u2069

## محتويات غير متاحة للجميع

- \u2066[Was nicht barrierefrei ist und wen es betrifft. Grund: unvereinbar mit der EN 301 549, unverhältnismäßige Belastung oder nicht im Anwendungsbereich. Was Sie stattdessen nutzen können. Bis wann es behoben ist.]\u2069

\u2066[Wenn keine Barrieren bekannt sind: \u2067لا نعرف أي عوائق.\u2069]\u2069

الألمانية المبسطة (\u2066Leichte Sprache\u2069) ولغة الإشارة الألمانية: \u2066[Was in Leichter Sprache und in Gebärdensprache vorliegt, was noch fehlt und bis wann es kommt.]\u2069

## إعداد هذا البيان

أُعد هذا البيان بتاريخ \u2066[Datum]\u2069. وهو يستند إلى \u2066[Selbstbewertung: \u2067تقييم ذاتي أجراه مكتب التنسيق\u2069 / Prüfung: \u2067فحص أجرته جهة\u2069 Name der Prüfstelle, Datum]\u2069. ويرد تاريخ آخر مراجعة في نهاية هذه الصفحة. ونراجع البيان كل عام وبعد كل تغيير كبير.

## الإبلاغ عن العوائق والتواصل

هل يعيقكم شيء، أو تحتاجون إلى محتوى بشكل يمكنكم استخدامه؟ أبلغونا عبر نموذج «الإبلاغ عن عائق»، ورابطه في نهاية هذه الصفحة وكل صفحة أخرى. ويمكنكم التواصل معنا أيضًا هكذا:

\u2066[Name der zuständigen Stelle]\u2069
البريد الإلكتروني: \u2066[E-Mail-Adresse]\u2069
الهاتف: \u2066[Telefonnummer]\u2069

يصلكم الرد خلال شهر واحد (\u2066§ 16b Abs. 4 BGG LSA\u2069).

## إجراءات الإنفاذ

إذا لم يصلكم رد خلال شهر أو لم يفدكم الرد، فتوجهوا إلى هيئة الوساطة (\u2066Ombudsstelle, § 16d BGG LSA\u2069). وهي تتوسط بينكم وبيننا.

\u2066Ombudsstelle bei der Landesfachstelle für Barrierefreiheit Sachsen-Anhalt\u2069
\u2066www.lf-barrierefreiheit-st.de/ueber-uns/ombudsstelle\u2069 (بالألمانية)`,
  form_notice: `نحتاج إلى اسمكم وعنوان بريدكم الإلكتروني لتنظيم اللقاء (المادة 6 الفقرة 1 البند e من اللائحة العامة لحماية البيانات، GDPR/DSGVO). وكل ما عدا ذلك اختياري. بعد 12 شهرًا نحذف بياناتكم أو نزيل منها ما يدل عليكم. وتجدون في بيان حماية البيانات حقوقكم وطريقة التواصل معنا.`,
}

export default texts

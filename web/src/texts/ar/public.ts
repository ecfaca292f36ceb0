// Arabic texts of the public pages and of the parts every page has.
import shared from '@treffpunkt/shared/texts/ar'
import type { Catalogue } from '../catalogue.ts'
import type de from '../de/public.ts'
import signUp from './sign-up.ts'

const texts: Catalogue<typeof de> = {
  ...shared,
  ...signUp,
  frame: {
    skip: 'الانتقال إلى المحتوى',
    fallbackName: 'Treffpunkt',
    home: 'الصفحة الرئيسية: {network}',
    footer: 'معلومات قانونية وطرق التواصل',
    language: 'اللغة',
    onlyGerman: 'هذا النص متوفر باللغة الألمانية فقط.',
    imprint: 'بيانات الناشر (Impressum)',
    privacy: 'حماية البيانات',
    accessibility: 'إمكانية الوصول',
    reportBarrier: 'الإبلاغ عن عائق',
    easyLanguage: 'اللغة السهلة (Leichte Sprache)',
    signLanguage: 'لغة الإشارة',
    contact: 'التواصل',
    office: 'لمكتب التنسيق: تسجيل الدخول',
    theme: 'المظهر',
    themeSystem: 'حسب إعداد الجهاز',
    themeLight: 'فاتح',
    themeDark: 'داكن',
    offline: 'لا يوجد اتصال بالإنترنت. يبقى ما أدخلتموه في هذه الصفحة.',
  },
  ui: {
    optional: 'اختياري',
    close: 'إغلاق',
    loading: 'جارٍ التحميل',
    unsaved: 'لم يُحفظ بعد ما أدخلتموه',
    continue: 'متابعة الإدخال',
    discard: 'عدم الحفظ',
    slow: 'يستغرق ذلك وقتًا أطول من المعتاد.',
    retry: 'المحاولة مرة أخرى',
    sending: 'جارٍ الإرسال',
    info: 'ملاحظة',
    success: 'تم',
    warning: 'تنبيه',
    danger: 'خطأ',
    opensExternally: 'يفتح موقعًا آخر',
  },
  problems: {
    title: 'لم تنجح العملية',
    offline: 'لا يوجد اتصال. تحققوا من اتصالكم بالإنترنت وحاولوا مرة أخرى.',
    signedOut: 'انتهت جلستكم. لم يُحفظ أي شيء.',
    tooMany: 'جرت محاولات كثيرة في وقت قصير. انتظروا بضع دقائق.',
    busy: 'يوجد ضغط كبير على الخدمة حاليًا. حاولوا مرة أخرى بعد دقيقة.',
    forbidden: 'لا تملكون الصلاحية لذلك.',
    notFound: 'هذا غير موجود أو لم يعد موجودًا.',
    unexpected: 'حدث خطأ في الخدمة. لم يُحفظ أي شيء.',
    conflict: 'هذا غير ممكن في الوضع الحالي.',
    reference: 'رقم العملية: {id}',
  },
  notFound: {
    title: 'هذه الصفحة غير موجودة',
    text: 'تحققوا من العنوان. ربما يكون الرابط قديمًا أو غير مكتمل.',
    back: 'إلى مواعيد اللقاءات',
  },
  meeting: {
    kindNetwork: 'لقاء الشبكة',
    kindWorkingGroup: 'لقاء عمل',
    kindSpecialist: 'فعالية متخصصة',
    focusTopic: 'الموضوع الرئيسي',
    when: 'الموعد',
    where: 'المكان',
    placeOpen: 'يُعلن عن المكان لاحقًا.',
    online: 'عبر الإنترنت',
    andOnline: 'وعبر الإنترنت',
    copied: 'نُسخ الرابط',
    cancelledText: 'أُلغي هذا اللقاء.',
  },
}

export default texts

// Arabic texts of the public pages about meetings: signing up does without them.
import type { Catalogue } from '../catalogue.ts'
import type de from '../de/public-meetings.ts'
import legal from './legal.ts'

const texts: Catalogue<typeof de> = {
  ...legal,
  upcoming: {
    subscribe: 'الاشتراك في المواعيد',
    subscribeCalendar: 'تقويم (ICS)',
    subscribeFeed: 'موجز (Atom)',
    title: 'مواعيد اللقاءات',
    next: 'اللقاء القادم',
    further: 'لقاءات أخرى',
    past: 'لقاءات سابقة',
    about: 'عن الشبكة',
    emptyTitle: 'لا يوجد لقاء مخطط له حاليًا',
    empty: 'تجدون الموعد القادم هنا حالما يتحدد.',
    details: 'تفاصيل اللقاء',
    detailsOf: 'تفاصيل اللقاء: {name}',
    attended: {
      zero: 'بلا مشاركين',
      one: 'شخص واحد',
      two: 'شخصان',
      few: '{count} أشخاص',
      many: '{count} شخصًا',
      other: '{count} شخص',
    },
  },
  publicMeeting: {
    map: 'عرض على الخريطة',
    directions: 'طريق الوصول',
    access: 'التسهيلات لذوي الإعاقة في المكان',
    stepFree: 'مدخل بلا درجات',
    notStepFree: 'لا يوجد مدخل بلا درجات',
    accessibleToilet: 'دورة مياه ملائمة لذوي الإعاقة',
    noAccessibleToilet: 'لا توجد دورة مياه ملائمة لذوي الإعاقة',
    inductionLoop: 'حلقة سمعية لمستخدمي السماعات الطبية',
    noInductionLoop: 'لا توجد حلقة سمعية لمستخدمي السماعات الطبية',
    accessUnknown: 'قيد الاستفسار. يسر مكتب التنسيق أن يساعدكم.',
    cost: 'التكلفة',
    free: 'المشاركة مجانية.',
    deadline: 'آخر موعد للتسجيل',
    about: 'موضوع اللقاء',
    contact: 'أسئلة عن اللقاء',
    copyLink: 'نسخ الرابط',
    allMeetings: 'جميع المواعيد',
    moved: 'تغيّر موعد هذا اللقاء',
    movedFrom: 'أُعلن في الأصل:',
  },
  status: {
    announced: 'معلن عنه',
    announcedText: 'لم يُفتح التسجيل بعد.',
    opensAt: 'يُفتح التسجيل في الموعد التالي: {when}.',
    open: 'التسجيل مفتوح',
    closed: 'التسجيل مغلق',
    closedText: 'التسجيل مغلق. يساعدكم مكتب التنسيق إذا كانت لديكم أسئلة.',
    held: 'انعقد',
    heldText: 'سبق أن انعقد هذا اللقاء.',
    heldWith: 'انعقد هذا اللقاء. عدد المشاركين: {count}.',
    heldWithFrom: 'انعقد هذا اللقاء. عدد المشاركين: {count}، وعدد المنظمات والجهات: {organisations}.',
    cancelled: 'ملغى',
    seatsFree: 'مقاعد متاحة',
    seatsFew: 'مقاعد قليلة',
    seatsWaiting: 'قائمة الانتظار',
  },
  problemPage: {
    // "https" without "://": what is neither letter nor digit would change sides between two directions
    insecureOrigin: 'افتحوا هذه الصفحة بعنوان يبدأ بـ https. لا نعرض أي بيانات دون تشفير.',
    foreignOrigin: 'أُرسلت الاستمارة من موقع آخر. افتحوا الصفحة من جديد وأرسلوا الاستمارة منها.',
    notReady: 'لا يمكن الوصول إلى الخدمة حاليًا. حاولوا مرة أخرى بعد دقيقة.',
    cancelled: 'أُلغي اللقاء.',
    over: 'بدأ اللقاء بالفعل. اسألوا مكتب التنسيق.',
    notOpen: 'التسجيل لهذا اللقاء غير مفتوح.',
    noOffer: 'لم يعد هناك عرض. تجدون في صفحة تسجيلكم ما إذا كان لديكم مقعد.',
  },
}

export default texts

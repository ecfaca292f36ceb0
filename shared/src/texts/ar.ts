// Arabic texts that both sides show; see the German ones.
import type { SharedTexts } from './de.ts'

const ar: SharedTexts = {
  mistakes: {
    heading: 'توجد مشكلة',
    prefix: 'خطأ:',
    empty: 'املؤوا حقل «{label}»',
    choose: 'اختاروا «{label}»',
    tooLong: 'الحد الأقصى لعدد الأحرف في «{label}» هو {limit}. عدد الأحرف المدخلة: {length}',
    tooShort: 'الحد الأدنى لعدد الأحرف في «{label}» هو {limit}',
    email: 'أدخلوا عنوان البريد الإلكتروني بهذا الشكل: {example}',
    characters: 'يحتوي «{label}» على رموز لا يمكن حفظها',
    other: 'تحققوا من «{label}»',
  },
  fields: {
    firstName: 'الاسم الأول',
    lastName: 'اسم العائلة',
    email: 'عنوان البريد الإلكتروني',
  },
  moments: {
    moment: '{date}، الساعة {time}',
    span: '{date}، من الساعة {from} إلى {to}',
    spanOverDays: '{date}، {from} حتى {toDate}، {to}',
  },
}

export default ar

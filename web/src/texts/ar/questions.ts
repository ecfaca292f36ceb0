// Arabic texts of the questions that a meeting asks.
import type { Catalogue } from '../catalogue.ts'
import type de from '../de/questions.ts'

const texts: Catalogue<typeof de> = {
  questions: {
    title: 'أسئلة حول هذا اللقاء',
    keptAll: {
      one: 'نحذف إجاباتك بعد يوم واحد من اللقاء.',
      two: 'نحذف إجاباتك بعد يومين من اللقاء.',
      few: 'نحذف إجاباتك بعد {count} أيام من اللقاء.',
      many: 'نحذف إجاباتك بعد {count} يومًا من اللقاء.',
      other: 'نحذف إجاباتك بعد {count} يوم من اللقاء.',
    },
    kept: {
      one: 'نحذف إجابتك بعد يوم واحد من اللقاء.',
      two: 'نحذف إجابتك بعد يومين من اللقاء.',
      few: 'نحذف إجابتك بعد {count} أيام من اللقاء.',
      many: 'نحذف إجابتك بعد {count} يومًا من اللقاء.',
      other: 'نحذف إجابتك بعد {count} يوم من اللقاء.',
    },
    sensitive: 'الإجابة اختيارية. بإجابتك توافق على أن يستخدمها مكتب التنسيق لهذا اللقاء. ولا يراها غيره.',
    onlyWhen: 'فقط إذا أجبت عن «{question}» بـ: {answer}',
    yes: 'نعم',
    no: 'لا',
    none: 'لم يُذكر',
    empty: 'أجب عن السؤال «{label}»',
    number: 'أدخل عددًا صحيحًا في «{label}»',
    onlyGerman: 'بعض الأسئلة متوفرة بالألمانية فقط.',
  },
}

export default texts

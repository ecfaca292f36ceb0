// Arabic texts of the questions that a meeting asks.
import type { Catalogue } from '../catalogue.ts'
import type de from '../de/questions.ts'

const texts: Catalogue<typeof de> = {
  questions: {
    title: 'أسئلة حول هذا اللقاء',
    keptAll: {
      one: 'نحذف إجاباتكم بعد يوم واحد من اللقاء.',
      two: 'نحذف إجاباتكم بعد يومين من اللقاء.',
      few: 'نحذف إجاباتكم بعد {count} أيام من اللقاء.',
      many: 'نحذف إجاباتكم بعد {count} يومًا من اللقاء.',
      other: 'نحذف إجاباتكم بعد {count} يوم من اللقاء.',
    },
    kept: {
      one: 'نحذف إجابتكم بعد يوم واحد من اللقاء.',
      two: 'نحذف إجابتكم بعد يومين من اللقاء.',
      few: 'نحذف إجابتكم بعد {count} أيام من اللقاء.',
      many: 'نحذف إجابتكم بعد {count} يومًا من اللقاء.',
      other: 'نحذف إجابتكم بعد {count} يوم من اللقاء.',
    },
    sensitive: 'الإجابة اختيارية. بإجابتكم توافقون على أن يستخدمها مكتب التنسيق لهذا اللقاء. ولا يراها غيره.',
    onlyWhen: 'فقط إذا أجبتم عن «{question}» بـ: {answer}',
    yes: 'نعم',
    no: 'لا',
    none: 'لم يُذكر',
    empty: 'أجيبوا عن السؤال «{label}»',
    number: 'أدخلوا عددًا صحيحًا في «{label}»',
    onlyGerman: 'بعض الأسئلة متوفرة بالألمانية فقط.',
  },
}

export default texts

// Ukrainian texts of an invitation: its page, and what follows a sign-up by a personal link.
import type { Catalogue } from '../catalogue.ts'
import type de from '../de/invited.ts'

const texts: Catalogue<typeof de> = {
  invited: {
    next: 'Наступна зустріч',
    nextText: 'Ваше ім’я та адреса вже є у формі.',
    done: 'Вас зареєстровано',
    doneQueued: 'Ви в списку очікування',
    doneAsked: 'Ваш запит надійшов',
    doneText: 'Більше нічого робити не потрібно. Ми надіслали вам лист із посиланням на вашу реєстрацію.',
    title: 'Ваше запрошення',
    lead: '{name}, вас запрошено на цю зустріч.',
    signUpText: 'Ваше ім’я та адреса вже є у формі.',
    cannotTitle: 'Не можете прийти?',
    cannotText: 'Повідомте нам цією кнопкою. Тоді ми більше не запитуватимемо.',
    cannot: 'Я не можу прийти',
    declined: 'Дякуємо за відповідь: ви не можете прийти.',
    declinedText: 'Якщо передумаєте, зареєструйтеся.',
    endTitle: 'Не бажаєте більше запрошень?',
    endText: 'Ви погодилися на запрошення на наступні зустрічі. Цією кнопкою ви скасовуєте згоду.',
    end: 'Більше не запрошувати',
    ended: 'Ми більше не запрошуватимемо вас',
    endedText: 'Ви більше не отримуватимете від нас запрошень.',
    endedStill: 'На цю зустріч ви все одно можете зареєструватися.',
    over: 'На цю зустріч уже не можна зареєструватися.',
  },
}

export default texts

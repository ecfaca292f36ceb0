// Ukrainian texts of the public pages and of the parts every page has.
import shared from '@treffpunkt/shared/texts/uk'
import type { Catalogue } from '../catalogue.ts'
import type de from '../de/public.ts'
import signUp from './sign-up.ts'

const texts: Catalogue<typeof de> = {
  ...shared,
  ...signUp,
  frame: {
    skip: 'Перейти до змісту',
    fallbackName: 'Treffpunkt',
    home: 'Головна сторінка: {network}',
    footer: 'Правова інформація та контакти',
    language: 'Мова',
    onlyGerman: 'Цей текст доступний лише німецькою мовою.',
    imprint: 'Вихідні дані (Impressum)',
    privacy: 'Захист даних',
    accessibility: 'Доступність',
    reportBarrier: 'Повідомити про бар’єр',
    easyLanguage: 'Легка мова (Leichte Sprache)',
    signLanguage: 'Жестова мова',
    contact: 'Контакти',
    office: 'Для координаційного офісу: увійти',
    theme: 'Вигляд',
    themeSystem: 'Як на пристрої',
    themeLight: 'Світлий',
    themeDark: 'Темний',
    offline: 'Немає з’єднання з інтернетом. Усе, що Ви ввели, залишається на цій сторінці.',
  },
  ui: {
    optional: 'необов’язково',
    close: 'Закрити',
    loading: 'Завантаження',
    unsaved: 'Те, що Ви ввели, ще не збережено',
    continue: 'Продовжити введення',
    discard: 'Не зберігати',
    slow: 'Це триває довше, ніж зазвичай.',
    retry: 'Спробувати ще раз',
    sending: 'Надсилання',
    info: 'Примітка',
    success: 'Готово',
    warning: 'Увага',
    danger: 'Помилка',
    opensExternally: 'відкриває інший сайт',
  },
  problems: {
    title: 'Не вдалося це зробити',
    offline: 'Немає з’єднання. Перевірте з’єднання з інтернетом і спробуйте ще раз.',
    signedOut: 'Сеанс завершено. Нічого не збережено.',
    tooMany: 'Забагато спроб за короткий час. Зачекайте кілька хвилин.',
    busy: 'Сервіс зараз перевантажений. Спробуйте ще раз за хвилину.',
    forbidden: 'У Вас немає на це прав.',
    notFound: 'Такого немає або вже немає.',
    unexpected: 'У сервісі сталася помилка. Нічого не збережено.',
    conflict: 'У теперішньому стані це неможливо.',
    reference: 'Номер запиту: {id}',
  },
  notFound: {
    title: 'Такої сторінки немає',
    text: 'Перевірте адресу. Можливо, посилання застаріло або неповне.',
    back: 'До всіх зустрічей',
  },
  meeting: {
    kindNetwork: 'Зустріч мережі',
    kindWorkingGroup: 'Робоча зустріч',
    kindSpecialist: 'Фаховий захід',
    focusTopic: 'Головна тема',
    when: 'Коли',
    where: 'Де',
    placeOpen: 'Місце проведення повідомимо пізніше.',
    online: 'Онлайн',
    andOnline: 'та онлайн',
    copied: 'Посилання скопійовано',
    cancelledText: 'Цю зустріч скасовано.',
  },
}

export default texts

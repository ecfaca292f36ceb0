// Ukrainian texts that both sides show; see the German ones.
import type { SharedTexts } from './de.ts'

const uk: SharedTexts = {
  mistakes: {
    heading: 'Є помилка',
    prefix: 'Помилка:',
    empty: 'Заповніть «{label}»',
    choose: 'Виберіть «{label}»',
    tooLong: 'Найбільша кількість символів у «{label}» — {limit}. Ви ввели {length}',
    tooShort: 'Найменша кількість символів у «{label}» — {limit}',
    email: 'Введіть адресу електронної пошти в такому вигляді: {example}',
    characters: '«{label}» містить символи, які неможливо зберегти',
    other: 'Перевірте «{label}»',
  },
  fields: {
    firstName: 'Ім’я',
    lastName: 'Прізвище',
    email: 'Адреса електронної пошти',
  },
  moments: {
    moment: '{date}, {time}',
    span: '{date}, з {from} до {to}',
    spanOverDays: '{date}, {from} – {toDate}, {to}',
  },
}

export default uk

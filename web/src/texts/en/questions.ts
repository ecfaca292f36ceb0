// English texts of the questions that a meeting asks.
import type { Catalogue } from '../catalogue.ts'
import type de from '../de/questions.ts'

const texts: Catalogue<typeof de> = {
  questions: {
    title: 'Questions about this meeting',
    keptAll: {
      one: 'We erase your answers one day after the meeting.',
      other: 'We erase your answers {count} days after the meeting.',
    },
    kept: {
      one: 'We erase your answer one day after the meeting.',
      other: 'We erase your answer {count} days after the meeting.',
    },
    sensitive:
      'Voluntary. By answering you agree that the coordination office uses your answer for this meeting. Only the office can see it.',
    onlyWhen: 'Only if you answer “{question}” with: {answer}',
    yes: 'Yes',
    no: 'No',
    none: 'Not stated',
    empty: 'Answer the question “{label}”',
    number: 'Enter a whole number for “{label}”',
    onlyGerman: 'Some questions are in German only.',
  },
}

export default texts

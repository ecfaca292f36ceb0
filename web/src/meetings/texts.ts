import { addTexts } from '../i18n.ts'
import texts from '../texts/de/public-meetings.ts'

// Imported by the public pages about meetings: the form for signing up is lighter without them.
addTexts(texts)

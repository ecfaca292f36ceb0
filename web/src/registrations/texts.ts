import { addTexts } from '../i18n.ts'
import texts from '../texts/de/registrations.ts'

// Imported by the pages that follow a sign-up: those before it are lighter without them.
addTexts(texts)

// Every catalogue of the public pages, each loaded when a page in its language needs it.
import type { Language } from '@treffpunkt/shared/languages'

/** Parts of the public texts: what every page needs, what pages about meetings need, and so on. */
export type PublicPart = 'public' | 'public-meetings' | 'registrations' | 'questions'

type Loaded = Promise<{ default: object }>

export const catalogues: Record<Language, Record<PublicPart, () => Loaded>> = {
  de: {
    public: () => import('./de/public.ts'),
    'public-meetings': () => import('./de/public-meetings.ts'),
    registrations: () => import('./de/registrations.ts'),
    questions: () => import('./de/questions.ts'),
  },
  'de-einfach': {
    public: () => import('./de-einfach/public.ts'),
    'public-meetings': () => import('./de-einfach/public-meetings.ts'),
    registrations: () => import('./de-einfach/registrations.ts'),
    questions: () => import('./de-einfach/questions.ts'),
  },
  en: {
    public: () => import('./en/public.ts'),
    'public-meetings': () => import('./en/public-meetings.ts'),
    registrations: () => import('./en/registrations.ts'),
    questions: () => import('./en/questions.ts'),
  },
  uk: {
    public: () => import('./uk/public.ts'),
    'public-meetings': () => import('./uk/public-meetings.ts'),
    registrations: () => import('./uk/registrations.ts'),
    questions: () => import('./uk/questions.ts'),
  },
  ar: {
    public: () => import('./ar/public.ts'),
    'public-meetings': () => import('./ar/public-meetings.ts'),
    registrations: () => import('./ar/registrations.ts'),
    questions: () => import('./ar/questions.ts'),
  },
}

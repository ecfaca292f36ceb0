// Every catalogue of the public pages, each loaded when a page in its language needs it.
import type { Language } from '@treffpunkt/shared/languages'

/** Parts of the public texts: what every page needs, what pages about meetings need, and so on. */
export type PublicPart = 'public' | 'public-meetings' | 'registrations'

type Loaded = Promise<{ default: object }>

export const catalogues: Record<Language, Record<PublicPart, () => Loaded>> = {
  de: {
    public: () => import('./de/public.ts'),
    'public-meetings': () => import('./de/public-meetings.ts'),
    registrations: () => import('./de/registrations.ts'),
  },
  'de-einfach': {
    public: () => import('./de-einfach/public.ts'),
    'public-meetings': () => import('./de-einfach/public-meetings.ts'),
    registrations: () => import('./de-einfach/registrations.ts'),
  },
  en: {
    public: () => import('./en/public.ts'),
    'public-meetings': () => import('./en/public-meetings.ts'),
    registrations: () => import('./en/registrations.ts'),
  },
  uk: {
    public: () => import('./uk/public.ts'),
    'public-meetings': () => import('./uk/public-meetings.ts'),
    registrations: () => import('./uk/registrations.ts'),
  },
  ar: {
    public: () => import('./ar/public.ts'),
    'public-meetings': () => import('./ar/public-meetings.ts'),
    registrations: () => import('./ar/registrations.ts'),
  },
}

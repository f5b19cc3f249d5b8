import type * as en from '../words/en/portal.ts';
import type { Loaders } from '../shared/i18n.ts';

export const loaders: Loaders = {
  en: { all: () => import('../words/en/portal.ts') },
  es: { all: () => import('../words/es/portal.ts') },
  it: { all: () => import('../words/it/portal.ts') },
  'pt-BR': { all: () => import('../words/pt-BR/portal.ts') },
};

export type PortalWords = typeof en;

import type * as en from '../words/en/portal.ts';
import type { Loaders } from '../shared/i18n.ts';

export const loaders: Loaders = {
  en: () => import('../words/en/portal.ts'),
  es: () => import('../words/es/portal.ts'),
  it: () => import('../words/it/portal.ts'),
  'pt-BR': () => import('../words/pt-BR/portal.ts'),
};

export type PortalWords = typeof en;

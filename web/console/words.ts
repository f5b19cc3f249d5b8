import type * as en from '../words/en/console.ts';
import type { Loaders } from '../shared/i18n.ts';

export const loaders: Loaders = {
  en: () => import('../words/en/console.ts'),
  es: () => import('../words/es/console.ts'),
  it: () => import('../words/it/console.ts'),
  'pt-BR': () => import('../words/pt-BR/console.ts'),
};

export type ConsoleWords = typeof en;

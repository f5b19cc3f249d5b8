import type * as en from '../words/en/console.ts';
import type { Loaders } from '../shared/i18n.ts';

export const loaders: Loaders = {
  en: { first: () => import('../words/en/first.ts'), all: () => import('../words/en/console.ts') },
  es: { first: () => import('../words/es/first.ts'), all: () => import('../words/es/console.ts') },
  it: { first: () => import('../words/it/first.ts'), all: () => import('../words/it/console.ts') },
  'pt-BR': { first: () => import('../words/pt-BR/first.ts'), all: () => import('../words/pt-BR/console.ts') },
};

export type ConsoleWords = typeof en;

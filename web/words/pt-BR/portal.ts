import { common as words } from './common.ts';

/** Everything the portal says in this language. */
export * from './common.ts';
export * from './purchases.ts';
export * from './portal-pages.ts';

/** Customers do not know the system by its name. */
export const common: typeof words = {
  ...words,
  offline: 'Sem conexão',
  offlineHint: 'O que você fez por último pode não ter chegado. Verifique a sua conexão e tente de novo.',
  unexpectedHint: 'Tente de novo. Se continuar, fale conosco.',
};

import { common as words } from './common.ts';

/** Everything the portal says in this language. */
export * from './common.ts';
export * from './purchases.ts';
export * from './portal-pages.ts';

/** Customers do not know the system by its name. */
export const common: typeof words = {
  ...words,
  offline: 'Connessione assente',
  offlineHint: 'L’ultima operazione potrebbe non essere arrivata. Controlli la connessione e riprovi.',
  unexpectedHint: 'Riprovi. Se continua, ci contatti.',
};

import { common as words } from './common.ts';

/** Everything the portal says in this language. */
export * from './common.ts';
export * from './purchases.ts';
export * from './portal-pages.ts';

/** Customers do not know the system by its name. */
export const common: typeof words = {
  ...words,
  offline: 'Sin conexión',
  offlineHint: 'Puede que lo último que hizo no haya llegado. Compruebe su conexión e inténtelo de nuevo.',
  unexpectedHint: 'Inténtelo de nuevo. Si continúa, contacte con nosotros.',
};

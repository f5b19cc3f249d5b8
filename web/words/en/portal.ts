import { common as words } from './common.ts';

/** Everything the portal says in this language. */
export * from './common.ts';
export * from './purchases.ts';
export * from './portal-pages.ts';

/** Customers do not know the system by its name. */
export const common = {
  ...words,
  offline: 'No connection',
  offlineHint: 'What you did last may not have arrived. Check your connection and try again.',
  unexpectedHint: 'Try again. If it stays, contact us.',
};

/** Everything the portal says in this language. */
export * from './common.ts';
export * from './purchases.ts';
export * from './portal-pages.ts';

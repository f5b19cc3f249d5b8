/** What the console says before and on its first page; the rest comes with the other pages. */
export * from './common.ts';
export * from './shell.ts';
export * from './customers.ts';

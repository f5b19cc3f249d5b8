/** Everything the console says in this language. */
export * from './first.ts';
export * from './multipacks.ts';
export * from './renewals.ts';
export * from './settings.ts';
export * from './import.ts';
export * from './mail.ts';
export * from './mail-account.ts';
export * from './reports.ts';
export * from './agenda.ts';
export * from './files.ts';
export * from './counter.ts';
export * from './tickets.ts';
export * from './desk-settings.ts';
export * from './desk.ts';
export * from './analysis.ts';
export * from './notices.ts';
export * from './notes.ts';

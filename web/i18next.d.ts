import 'i18next';
import type { ConsoleWords } from './console/words.ts';
import type { PortalWords } from './portal/words.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: ConsoleWords & PortalWords };
    returnNull: false;
  }
}

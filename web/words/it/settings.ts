import type * as en from '../en/settings.ts';

export const settings: typeof en.settings = {
  pages: {
    account: 'Il mio account',
    company: 'Azienda',
    branches: 'Sedi',
    departments: 'Reparti',
    users: 'Utenti',
    plans: 'Listini',
    tokens: 'Chiavi API',
    'task-types': 'Tipi di azione CRM',
  },
};

import type * as en from '../en/settings.ts';

export const settings: typeof en.settings = {
  pages: {
    account: 'Mi cuenta',
    company: 'Empresa',
    branches: 'Sedes',
    departments: 'Departamentos',
    users: 'Usuarios',
    plans: 'Planes',
    tokens: 'Claves de API',
    'task-types': 'Tareas CRM',
  },
};

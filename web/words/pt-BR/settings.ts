import type * as en from '../en/settings.ts';

export const settings: typeof en.settings = {
  pages: {
    account: 'Minha conta',
    company: 'Empresa',
    branches: 'Filiais',
    departments: 'Departamentos',
    users: 'Usuários',
    plans: 'Produtos',
    tokens: 'Chaves de API',
    'task-types': 'Tipos de tarefa de CRM',
  },
};

import type * as en from '../en/shell.ts';

export const shell: typeof en.shell = {
  customers: 'Clientes',
  multipacks: 'Contratos',
  renewals: 'Renovações',
  reports: 'Relatórios',
  mails: 'E-mails',
  settings: 'Configurações',
  navigation: 'Navegação',
  palette: 'Buscar ou ir para…',
  paletteHint: 'Cliente, contrato, página ou ação',
  pages: 'Páginas e ações',
  nothingFound: 'Nada encontrado',
  newCustomer: 'Novo cliente',
  keyboard: 'Teclado',
  focusSearch: 'Buscar na lista',
  userMenu: '{{name}}: idioma, cores, conta',
  account: 'Minha conta',
  notFound: 'Esta página não existe',
  toCustomers: 'Para os clientes',
  temporal: 'Na interface do Temporal',
  import: 'Importar',
};

import type * as en from '../en/shell.ts';

export const shell: typeof en.shell = {
  customers: 'Clientes',
  multipacks: 'Multipacks',
  renewals: 'Renovaciones',
  reports: 'Informes',
  mails: 'Correos',
  settings: 'Configuración',
  navigation: 'Navegación',
  palette: 'Buscar o ir a…',
  paletteHint: 'Cliente, multipack, página o acción',
  pages: 'Páginas y acciones',
  nothingFound: 'Sin resultados',
  newCustomer: 'Cliente nuevo',
  keyboard: 'Teclado',
  focusSearch: 'Buscar en la lista',
  userMenu: '{{name}}: idioma, colores, cuenta',
  account: 'Mi cuenta',
  notFound: 'Esta página no existe',
  toCustomers: 'A los clientes',
  temporal: 'En la interfaz de Temporal',
  import: 'Importar',
};

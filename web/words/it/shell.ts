import type * as en from '../en/shell.ts';

export const shell: typeof en.shell = {
  customers: 'Clienti',
  multipacks: 'Multipack',
  renewals: 'Rinnovi',
  reports: 'Report',
  mails: 'E-mail',
  settings: 'Impostazioni',
  navigation: 'Navigazione',
  palette: 'Cerca o vai a…',
  paletteHint: 'Cliente, multipack, pagina o azione',
  pages: 'Pagine e azioni',
  nothingFound: 'Nessun risultato',
  newCustomer: 'Nuovo cliente',
  keyboard: 'Tastiera',
  focusSearch: 'Cerca nell’elenco',
  userMenu: '{{name}}: lingua, colori, account',
  account: 'Il mio account',
  notFound: 'Questa pagina non esiste',
  toCustomers: 'Ai clienti',
  temporal: 'Nell’interfaccia di Temporal',
  import: 'Importa',
};

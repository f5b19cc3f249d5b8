import type * as en from '../en/common.ts';

export const common: typeof en.common = {
  loading: 'Caricamento',
  offline: 'Tacit non è raggiungibile',
  offlineHint: 'Nulla è andato perso. Controlli la connessione; può ripetere la stessa operazione.',
  unexpected: 'Qualcosa non ha funzionato',
  unexpectedHint: 'Riprovi. Se continua, avvisi chi gestisce Tacit.',
  tryAgain: 'Riprova',
  reconnecting: 'Connessione persa. Ciò che vede può non essere aggiornato; torna da sola.',
  save: 'Salva',
  cancel: 'Annulla',
  reread: 'Mostra ciò che è salvato ora',
  close: 'Chiudi',
  undo: 'Annulla operazione',
  yes: 'Sì',
  next: 'Avanti',
  back: 'Indietro',
  add: 'Aggiungi',
  edit: 'Modifica',
  remove: 'Rimuovi',
  search: 'Cerca',
  more: 'Mostra altri',
  all: 'Tutti',
  none: 'Nessuno',
  saved: 'Salvato',
  required: 'Questo dato è necessario',
  language: 'Lingua',
  colours: 'Colori',
  light: 'Chiaro',
  dark: 'Scuro',
  likeSystem: 'Come il sistema',
  signIn: 'Accedi',
  sessionEnded: 'La Sua sessione è terminata. Acceda di nuovo in un’altra scheda: ciò che ha scritto qui resta.',
  signOut: 'Esci',
  email: 'Indirizzo e-mail',
  password: 'Password',
  name: 'Nome',
  phone: 'Telefono',
  date: 'Data',
  unit: 'Unità',
  from: 'Dal',
  to: 'Al',
  notBefore: 'Non prima del {{date}}.',
  notAfter: 'Non dopo il {{date}}.',
  skip: 'Vai al contenuto',
  sure: 'Conferma di voler salvare?',
  finish: 'Concludi',
};

export const states: typeof en.states = {
  upcoming: 'futuro',
  active: 'attivo',
  suspended: 'sospeso',
  expired: 'scaduto',
  withdrawn: 'receduto',
  cancelled: 'cancellato',
  removed: 'eliminato',
};

export const renewal: typeof en.renewal = {
  will_renew: 'si rinnova',
  held: 'rinnovo trattenuto',
  cancelled: 'non si rinnova',
  renewed: 'rinnovato',
  none: 'senza rinnovo automatico',
};

export const paymentMethods: typeof en.paymentMethods = {
  cash: 'contanti',
  transfer: 'bonifico',
  card: 'carta',
  sepa: 'addebito SEPA',
  recurring_card: 'carta ricorrente',
  credit: 'saldo a credito',
};

export const spans: typeof en.spans = {
  day_one: '{{count}} giorno',
  day_other: '{{count}} giorni',
  week_one: '{{count}} settimana',
  week_other: '{{count}} settimane',
  month_one: '{{count}} mese',
  month_other: '{{count}} mesi',
  year_one: '{{count}} anno',
  year_other: '{{count}} anni',
};

export const units: typeof en.units = {
  day: 'giorni',
  week: 'settimane',
  month: 'mesi',
  year: 'anni',
};

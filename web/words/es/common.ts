import type * as en from '../en/common.ts';

export const common: typeof en.common = {
  loading: 'Cargando',
  offline: 'No se puede conectar con Tacit',
  offlineHint: 'No se ha perdido nada. Compruebe la conexión; puede repetir la misma acción.',
  unexpected: 'Algo ha fallado',
  unexpectedHint: 'Inténtelo de nuevo. Si continúa, avise a quien administra Tacit.',
  tryAgain: 'Intentar de nuevo',
  reconnecting: 'Conexión perdida. Lo que ve puede no estar al día; se recupera sola.',
  save: 'Guardar',
  cancel: 'Cancelar',
  reread: 'Mostrar lo guardado ahora',
  close: 'Cerrar',
  undo: 'Deshacer',
  yes: 'Sí',
  next: 'Adelante',
  back: 'Atrás',
  add: 'Añadir',
  edit: 'Editar',
  remove: 'Quitar',
  search: 'Buscar',
  more: 'Mostrar más',
  all: 'Todos',
  none: 'Ninguno',
  saved: 'Guardado',
  required: 'Este dato es necesario',
  language: 'Idioma',
  colours: 'Colores',
  light: 'Claro',
  dark: 'Oscuro',
  likeSystem: 'Como el sistema',
  signIn: 'Entrar',
  sessionEnded: 'Su sesión ha terminado. Vuelva a entrar en otra pestaña: lo que ha escrito aquí se conserva.',
  signOut: 'Salir',
  email: 'Correo electrónico',
  password: 'Contraseña',
  name: 'Nombre',
  phone: 'Teléfono',
  date: 'Fecha',
  unit: 'Unidad',
  from: 'Desde',
  to: 'Hasta',
  notBefore: 'No antes del {{date}}.',
  notAfter: 'No después del {{date}}.',
  skip: 'Ir al contenido',
  sure: '¿Seguro que desea guardar este registro?',
  finish: 'Finalizar',
};

export const states: typeof en.states = {
  upcoming: 'próximo',
  active: 'activo',
  suspended: 'suspendido',
  expired: 'vencido',
  withdrawn: 'rescindido',
  cancelled: 'cancelado',
  removed: 'eliminado',
};

export const renewal: typeof en.renewal = {
  will_renew: 'se renueva',
  held: 'renovación retenida',
  cancelled: 'no se renueva',
  renewed: 'renovado',
  none: 'sin renovación automática',
};

export const paymentMethods: typeof en.paymentMethods = {
  cash: 'efectivo',
  transfer: 'transferencia',
  card: 'tarjeta',
  sepa: 'adeudo SEPA',
  recurring_card: 'tarjeta recurrente',
  credit: 'saldo a favor',
};

export const spans: typeof en.spans = {
  day_one: '{{count}} día',
  day_other: '{{count}} días',
  week_one: '{{count}} semana',
  week_other: '{{count}} semanas',
  month_one: '{{count}} mes',
  month_other: '{{count}} meses',
  year_one: '{{count}} año',
  year_other: '{{count}} años',
};

export const units: typeof en.units = {
  day: 'días',
  week: 'semanas',
  month: 'meses',
  year: 'años',
};

import type * as en from '../en/common.ts';

export const common: typeof en.common = {
  loading: 'Carregando',
  offline: 'Não é possível conectar ao Tacit',
  offlineHint: 'Nada se perdeu. Verifique a conexão; a mesma ação pode ser enviada de novo.',
  unexpected: 'Algo deu errado',
  unexpectedHint: 'Tente de novo. Se continuar, avise quem administra o Tacit.',
  tryAgain: 'Tentar de novo',
  reconnecting: 'Conexão perdida. O que você vê pode estar desatualizado; ela volta sozinha.',
  save: 'Salvar',
  cancel: 'Cancelar',
  reread: 'Mostrar o que está gravado agora',
  close: 'Fechar',
  undo: 'Desfazer',
  yes: 'Sim',
  next: 'Avançar',
  back: 'Voltar',
  add: 'Adicionar',
  edit: 'Editar',
  remove: 'Remover',
  search: 'Buscar',
  more: 'Mostrar mais',
  all: 'Todos',
  none: 'Nenhum',
  saved: 'Salvo',
  required: 'Este dado é necessário',
  language: 'Idioma',
  colours: 'Cores',
  light: 'Claro',
  dark: 'Escuro',
  likeSystem: 'Como o sistema',
  signIn: 'Entrar',
  sessionEnded: 'Sua sessão terminou. Entre de novo em outra aba: o que você digitou aqui permanece.',
  signOut: 'Sair',
  email: 'E-mail',
  password: 'Senha',
  name: 'Nome',
  phone: 'Telefone',
  date: 'Data',
  unit: 'Unidade',
  from: 'De',
  to: 'Até',
  notBefore: 'Não antes de {{date}}.',
  notAfter: 'Não depois de {{date}}.',
  skip: 'Ir para o conteúdo',
  sure: 'Tem certeza que deseja gravar este registro?',
  finish: 'Finalizar',
};

export const states: typeof en.states = {
  upcoming: 'futuro',
  active: 'ativo',
  suspended: 'suspenso',
  expired: 'vencido',
  withdrawn: 'rescindido',
  cancelled: 'cancelado',
  removed: 'removido',
};

export const renewal: typeof en.renewal = {
  will_renew: 'será renovado',
  held: 'renovação retida',
  cancelled: 'não será renovado',
  renewed: 'renovado',
  none: 'sem renovação automática',
};

export const paymentMethods: typeof en.paymentMethods = {
  cash: 'dinheiro',
  transfer: 'transferência',
  card: 'cartão',
  sepa: 'débito SEPA',
  recurring_card: 'cartão recorrente',
  credit: 'crédito do cliente',
};

export const spans: typeof en.spans = {
  day_one: '{{count}} dia',
  day_other: '{{count}} dias',
  week_one: '{{count}} semana',
  week_other: '{{count}} semanas',
  month_one: '{{count}} mês',
  month_other: '{{count}} meses',
  year_one: '{{count}} ano',
  year_other: '{{count}} anos',
};

export const units: typeof en.units = {
  day: 'dias',
  week: 'semanas',
  month: 'meses',
  year: 'anos',
};

import type * as en from '../en/multipacks.ts';

export const multipacks: typeof en.multipacks = {
  title: 'Contrato',
  bar: {
    valid: '{{name}}: válido de {{from}} a {{to}}.',
    today: 'Hoje é {{date}}.',
    deadline: 'A renovação pode ser cancelada até {{date}}, inclusive.',
    frozen: 'Congelado de {{from}} a {{to}}.',
    frozenOpen: 'Congelado desde {{from}} até ser reativado.',
    next: 'Próximo período de {{from}} a {{to}}.',
    receivables: 'Contas a receber: {{open}} em aberto, {{paid}} pagas, {{void}} anuladas.',
  },
};

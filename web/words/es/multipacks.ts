import type * as en from '../en/multipacks.ts';

export const multipacks: typeof en.multipacks = {
  title: 'Multipack',
  bar: {
    valid: '{{name}}: válido del {{from}} al {{to}}.',
    today: 'Hoy es {{date}}.',
    deadline: 'La renovación se puede cancelar hasta el {{date}} inclusive.',
    frozen: 'Congelado del {{from}} al {{to}}.',
    frozenOpen: 'Congelado desde el {{from}} hasta que se reactive.',
    next: 'Período siguiente del {{from}} al {{to}}.',
    receivables: 'Cuentas por cobrar: {{open}} abiertas, {{paid}} pagadas, {{void}} anuladas.',
  },
};

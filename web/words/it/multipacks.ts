import type * as en from '../en/multipacks.ts';

export const multipacks: typeof en.multipacks = {
  title: 'Multipack',
  bar: {
    valid: '{{name}}: valido dal {{from}} al {{to}}.',
    today: 'Oggi è il {{date}}.',
    deadline: 'Il rinnovo si può disdire fino al {{date}} compreso.',
    frozen: 'Sospeso dal {{from}} al {{to}}.',
    frozenOpen: 'Sospeso dal {{from}} fino alla riattivazione.',
    next: 'Periodo successivo dal {{from}} al {{to}}.',
    receivables: 'Crediti: {{open}} aperti, {{paid}} pagati, {{void}} annullati.',
  },
};

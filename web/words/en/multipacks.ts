export const multipacks = {
  title: 'Multipack',
  bar: {
    valid: '{{name}}: valid from {{from}} to {{to}}.',
    today: 'Today is {{date}}.',
    deadline: 'The renewal can be cancelled through {{date}}.',
    frozen: 'Frozen from {{from}} to {{to}}.',
    frozenOpen: 'Frozen from {{from}} until it is reactivated.',
    next: 'Next period from {{from}} to {{to}}.',
    receivables: 'Receivables: {{open}} open, {{paid}} paid, {{void}} void.',
  },
};

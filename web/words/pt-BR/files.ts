export const files = {
  letter: 'A carta',
  hint: 'PDF, PNG, JPEG ou WebP, até 5 MB',
  choose: 'Escolher um arquivo',
  sending: 'Enviando {{name}}…',
  stored: '{{name}} foi enviado.',
  named: '{{name}} ({{size}})',
  remove: 'Remover {{name}}',
  download: 'Baixar',
  tooLarge: '{{name}} tem {{size}}, e um arquivo pode ter 5 MB. Digitalize com menos detalhe ou em partes.',
};

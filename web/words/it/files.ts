export const files = {
  letter: 'La lettera',
  hint: 'PDF, PNG, JPEG o WebP, fino a 5 MB',
  choose: 'Scegliere un file',
  sending: 'Caricamento di {{name}} in corso…',
  stored: '{{name}} è stato caricato.',
  named: '{{name}} ({{size}})',
  remove: 'Togliere {{name}}',
  download: 'Scaricare',
  tooLarge:
    '{{name}} occupa {{size}}, mentre un file può occupare 5 MB. Lo scansioni con meno dettaglio o in più parti.',
};

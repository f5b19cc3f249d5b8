export const files = {
  letter: 'La carta',
  hint: 'PDF, PNG, JPEG o WebP, de hasta 5 MB',
  choose: 'Elegir un archivo',
  sending: 'Subiendo {{name}}…',
  stored: 'Se ha subido {{name}}.',
  named: '{{name}} ({{size}})',
  remove: 'Quitar {{name}}',
  download: 'Descargar',
  tooLarge: '{{name}} ocupa {{size}} y un archivo puede ocupar 5 MB. Escanéelo con menos detalle o por partes.',
};

export const files = {
  letter: 'The letter',
  hint: 'PDF, PNG, JPEG or WebP, up to 5 MB',
  choose: 'Choose a file',
  sending: 'Uploading {{name}}…',
  stored: '{{name}} has been uploaded.',
  named: '{{name}} ({{size}})',
  remove: 'Remove {{name}}',
  download: 'Download',
  tooLarge: '{{name}} has {{size}}, and a file may have 5 MB. Scan it with less detail or in parts.',
};

import type * as en from '../en/import.ts';

export const importing: typeof en.importing = {
  title: 'Importar',
};

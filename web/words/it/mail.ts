import type * as en from '../en/mail.ts';

export const mail: typeof en.mail = {
  title: 'E-mail',
};

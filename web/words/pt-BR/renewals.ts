import type * as en from '../en/renewals.ts';

export const renewals: typeof en.renewals = {
  title: 'Renovações',
};

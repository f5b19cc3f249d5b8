import type * as en from '../en/purchases.ts';

export const purchases: typeof en.purchases = {
  title: 'Suas compras',
};

import type * as en from '../en/customers.ts';

export const customers: typeof en.customers = {
  title: 'Clientes',
};

import type * as en from '../en/multipacks.ts';

export const multipacks: typeof en.multipacks = {
  title: 'Multipack',
};

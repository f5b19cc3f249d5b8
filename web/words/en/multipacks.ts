export const multipacks = {
  title: 'Multipack',
};

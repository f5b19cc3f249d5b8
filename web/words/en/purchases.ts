export const purchases = {
  title: 'Your Purchases',
};

export const renewals = {
  title: 'Renewals',
};

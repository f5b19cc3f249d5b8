export const common = {
  loading: 'Loading',
  offline: 'Tacit cannot be reached',
  offlineHint: 'Nothing was lost. Check the connection; the same act may be sent again.',
  unexpected: 'Something went wrong',
  unexpectedHint: 'Try again. If it stays, tell whoever runs Tacit.',
  tryAgain: 'Try again',
  reconnecting: 'Connection lost. What you see may be old; it comes back by itself.',
  save: 'Save',
  cancel: 'Cancel',
  reread: 'Show what is stored now',
  close: 'Close',
  undo: 'Undo',
  yes: 'Yes',
  next: 'Next',
  back: 'Back',
  add: 'Add',
  edit: 'Edit',
  remove: 'Remove',
  search: 'Search',
  more: 'Show more',
  all: 'All',
  none: 'None',
  saved: 'Saved',
  required: 'This is needed',
  language: 'Language',
  colours: 'Colours',
  light: 'Light',
  dark: 'Dark',
  likeSystem: 'As the system',
  signIn: 'Sign in',
  sessionEnded: 'Your session has ended. Sign in again in a new tab: what you have typed here stays.',
  signOut: 'Sign out',
  email: 'E-mail address',
  password: 'Password',
  name: 'Name',
  phone: 'Phone',
  date: 'Date',
  unit: 'Unit',
  from: 'From',
  to: 'To',
  skip: 'Skip to the content',
  sure: 'Are you sure you want to save this record?',
  finish: 'Finish',
};

export const states = {
  upcoming: 'upcoming',
  active: 'active',
  suspended: 'suspended',
  expired: 'expired',
  withdrawn: 'withdrawn',
  cancelled: 'cancelled',
  removed: 'removed',
};

export const renewal = {
  will_renew: 'will renew',
  held: 'renewal held',
  cancelled: 'will not renew',
  renewed: 'renewed',
  none: 'no automatic renewal',
};

export const paymentMethods = {
  cash: 'cash',
  transfer: 'bank transfer',
  card: 'card',
  sepa: 'SEPA direct debit',
  recurring_card: 'recurring card',
};

export const spans = {
  day_one: '{{count}} day',
  day_other: '{{count}} days',
  week_one: '{{count}} week',
  week_other: '{{count}} weeks',
  month_one: '{{count}} month',
  month_other: '{{count}} months',
  year_one: '{{count}} year',
  year_other: '{{count}} years',
};

export const units = {
  day: 'days',
  week: 'weeks',
  month: 'months',
  year: 'years',
};

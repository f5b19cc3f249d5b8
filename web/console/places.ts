/** Parts of pages that have an address of their own. */
export const PROFILE_TABS = [
  'purchased',
  'receivables',
  'crm',
  'notes',
  'notices',
  'tickets',
  'contacts',
  'history',
] as const;
export type ProfileTab = (typeof PROFILE_TABS)[number];

export const SETTINGS_PAGES = [
  'account',
  'company',
  'branches',
  'departments',
  'users',
  'plans',
  'task-types',
  'cancellation-profiles',
  'cancellation-reasons',
  'reversal-classifications',
  'notice-concepts',
  'equipment',
  'bots',
  'tokens',
] as const;
export type SettingsPageName = (typeof SETTINGS_PAGES)[number];

/** What a number of the renewals page opens; `day` is what one day of the calendar holds. */
export const RENEWAL_LISTS = ['renewed', 'cancelled', 'waiting', 'failed', 'day'] as const;
export type RenewalList = (typeof RENEWAL_LISTS)[number];

/** What the list of tickets is filtered by. */
export const TICKET_STATES = ['open', 'closed'] as const;
export type TicketState = (typeof TICKET_STATES)[number];

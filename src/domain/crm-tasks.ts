/** Base types of task types (000, 001). */
export const CLASSIFICATIONS = [
  'generic',
  'automatic_renewal',
  'automatic_renewal_cancellation',
  'withdrawal',
] as const;

/** What was done, of a task that the system wrote; `none` of one that somebody did. */
export const RESULTS = [
  'automatic_renewal',
  'automatic_renewal_cancellation',
  'automatic_renewal_enabled',
  'frozen',
  'blocked',
  'reactivated',
  'terms_changed',
  'withdrawal',
  'returned_debit',
  'cancellation_request_opened',
  'cancellation_request_cancelled',
  'cancellation_request_reverted',
  'none',
] as const;

/** How what is done reaches us. */
export const CHANNELS = ['console', 'portal', 'api', 'temporal', 'import', 'system'] as const;

/** Of the filter of a report. */
export const MAX_REPORT_ROWS = 20;

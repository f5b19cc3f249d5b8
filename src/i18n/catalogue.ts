import type { ProblemCode } from '../schemas/problems.ts';

export interface ProblemText {
  title: string;
  /** May name values in braces; where one is not given, the title is said instead. */
  detail: string;
}

/** Checks of single fields that are ours; those of the type of a value are worded by zod. */
export type IssueCode =
  | 'unknown_field'
  | 'invalid_text'
  | 'invalid_date'
  | 'invalid_time'
  | 'invalid_cursor'
  | 'empty_filter_row'
  | 'one_origin'
  | 'same_agent'
  | 'agent_twice'
  | 'range_reversed'
  | 'range_too_long'
  | 'invalid_name'
  | 'invalid_amount'
  | 'invalid_duration'
  | 'invalid_notice'
  | 'placeholder_unknown'
  | 'needed'
  | 'at_least'
  | 'at_most'
  | 'needed_while_active'
  | 'needed_after_due'
  | 'concept_unknown'
  | 'concept_type'
  | 'concept_retired'
  | 'after_due_days'
  | 'invalid_instalments'
  | 'invalid_night_window'
  | 'invalid_idempotency_key'
  | 'wrong_password'
  | 'password_needed'
  | 'mail_port'
  | 'one_line'
  | 'unknown_currency'
  | 'unknown_time_zone'
  | 'currency_mismatch'
  | 'rolling_is_monthly'
  | 'instalments_exceed_duration'
  | 'price_list_excludes_renewal_terms'
  | 'portal_renewal_excludes_automatic_renewal'
  | 'portal_cancellation_excludes_portal_renewal'
  | 'portal_cancellation_needs_automatic_renewal';

export type BuiltInTask =
  | 'automatic_renewal'
  | 'suspension'
  | 'change_of_terms'
  | 'returned_debit'
  | 'mail_account_failing'
  | 'cancellation_request';

export type ResultCode =
  | 'automatic_renewal'
  | 'automatic_renewal_cancellation'
  | 'automatic_renewal_enabled'
  | 'frozen'
  | 'blocked'
  | 'reactivated'
  | 'terms_changed'
  | 'withdrawal'
  | 'returned_debit'
  | 'cancellation_request_opened'
  | 'cancellation_request_cancelled'
  | 'cancellation_request_reverted'
  | 'none';

/** What the API says in one language. A key that one of them lacks fails the type check. */
export interface Catalogue {
  problems: Record<ProblemCode, ProblemText>;
  issues: Record<IssueCode, string>;
  tasks: Record<BuiltInTask, string>;
  results: Record<ResultCode, string>;
  /** Shown instead of the result when the customer did it in the portal (000). */
  portalCancelled: string;
}

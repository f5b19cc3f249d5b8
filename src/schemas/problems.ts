import { z } from 'zod';

/**
 * Every refusal the API can answer, with its HTTP status: the one place where the two are tied. A code is stable once
 * published; its title and explanation in each language are in `i18n`, where a missing one fails the type check.
 */
export const PROBLEMS = {
  // What any route can answer.
  bad_json: 400,
  sign_in_required: 401,
  invalid_credentials: 401,
  csrf_refused: 403,
  session_required: 403,
  level_required: 403,
  permission_required: 403,
  not_found: 404,
  method_not_allowed: 405,
  idempotency_key_taken: 409,
  conflict: 409,
  version_conflict: 412,
  body_too_large: 413,
  unsupported_media_type: 415,
  invalid_input: 422,
  idempotency_key_reused: 422,
  precondition_required: 428,
  too_many_requests: 429,
  too_many_sign_ins: 429,
  internal_error: 500,
  unavailable: 503,
  pages_missing: 503,
  // Organisation and access.
  name_taken: 409,
  email_taken: 409,
  last_administrator: 409,
  branch_retired: 409,
  branch_unknown: 422,
  department_retired: 409,
  department_unknown: 422,
  user_unknown: 422,
  user_inactive: 409,
  token_revoked: 409,
  // Customers and their clock.
  customer_unknown: 422,
  customer_without_email: 409,
  clock_backwards: 422,
  // Receivables.
  receivable_paid: 409,
  receivable_void: 409,
  over_payment: 409,
  currency_mismatch: 422,
  paid_in_future: 422,
  // CRM tasks.
  task_type_built_in: 409,
  task_type_used: 409,
  task_type_retired: 409,
  task_type_unknown: 422,
  task_type_not_generic: 409,
  task_type_classification: 409,
  task_type_not_in_agenda: 409,
  multipack_unknown: 422,
  // Multipacks and renewals.
  multipack_not_found: 404,
  clock_not_followed: 409,
  already_frozen: 409,
  already_blocked: 409,
  not_suspended: 409,
  not_freezable: 409,
  not_blockable: 409,
  invalid_freeze: 422,
  notice_deadline_passed: 409,
  notice_deadline_ahead: 409,
  renewed_period_over: 409,
  receipt_in_the_future: 422,
  renewal_already_cancelled: 409,
  renewal_not_cancelled: 409,
  renewal_ended: 409,
  not_renewing: 409,
  withdrawal_not_offered: 409,
  already_withdrawn: 409,
  not_withdrawable: 409,
  withdrawal_date: 422,
  not_waiting: 409,
  already_renewed: 409,
  terms_not_changeable: 409,
  deadline_would_pass: 409,
  plan_retired: 409,
  plan_not_found: 404,
  customer_not_found: 404,
  chain_not_found: 404,
  reference_taken: 409,
  import_empty: 422,
  import_too_large: 422,
  import_columns: 422,
  forecast_range: 422,
  operator_unknown: 403,
  operator_not_entitled: 403,
  // The portal.
  sign_in_link_used: 401,
  portal_cancellation_not_allowed: 409,
  portal_renewal_not_allowed: 409,
  next_period_bought: 409,
  not_begun: 409,
  // E-mail.
  mail_not_failed: 409,
  mail_expired: 409,
  // Service orders, connections, conversations and changes of a sold multipack (003).
  service_order_closed: 409,
  schedule_in_past: 422,
  request_unknown: 422,
  username_taken: 409,
  nas_unknown: 422,
  nas_retired: 409,
  no_equipment: 409,
  connection_already_reduced: 409,
  connection_not_reduced: 409,
  connection_blocked: 409,
  connection_not_blocked: 409,
  connection_excepted: 409,
  exception_running: 409,
  exception_ended: 409,
  exception_past: 422,
  bot_intake_off: 409,
  signature_refused: 401,
  signature_expired: 401,
  conversation_taken: 409,
  nothing_unpaid: 409,
  due_day_not_monthly: 409,
  plan_has_price_list: 409,
  plan_unchanged: 409,
  nothing_to_change: 409,
} as const satisfies Record<string, number>;

export type ProblemCode = keyof typeof PROBLEMS;

export const isProblemCode = (code: string): code is ProblemCode => Object.hasOwn(PROBLEMS, code);

/** RFC 9457 problem details, as `application/problem+json`. */
export const Problem = z
  .strictObject({
    type: z.string().meta({ description: 'Address that explains the problem', example: '/problems/version_conflict' }),
    title: z.string().meta({ description: 'Short, in the language of the reader' }),
    status: z.int(),
    detail: z.string().meta({ description: 'What happened and what can be done, in the language of the reader' }),
    instance: z.string().meta({ description: 'The request id, also in the log' }),
    code: z.string().meta({ description: 'Stable: branch on this', example: 'version_conflict' }),
    details: z.record(z.string(), z.unknown()).optional().meta({ description: 'Facts of the refusal, such as a date' }),
    errors: z
      .array(z.strictObject({ path: z.string(), code: z.string(), message: z.string() }))
      .optional()
      .meta({ description: 'Of `invalid_input`: each field that cannot be taken' }),
  })
  .meta({ id: 'Problem' });

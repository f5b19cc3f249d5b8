import type { Catalogue } from './catalogue.ts';

export const en: Catalogue = {
  problems: {
    bad_json: { title: 'Not JSON', detail: 'The body of the request is not valid JSON.' },
    sign_in_required: { title: 'Sign in', detail: 'This needs a session or an API token, and neither was valid.' },
    invalid_credentials: { title: 'Not signed in', detail: 'The e-mail address or the password is wrong.' },
    csrf_refused: {
      title: 'Sent from another site',
      detail:
        'A change made with a session must come from the pages of this server. A program signs in with an API token instead.',
    },
    session_required: {
      title: 'Sign in yourself',
      detail: 'A program cannot do this with a token; sign in to the console.',
    },
    level_required: { title: 'Not for your access level', detail: 'This needs access level {level}.' },
    permission_required: { title: 'Permission needed', detail: 'This needs the permission {permission}.' },
    not_found: { title: 'Not found', detail: 'There is no such record within your reach.' },
    method_not_allowed: { title: 'Method not allowed', detail: 'This address takes {allowed}.' },
    idempotency_key_taken: { title: 'Key taken', detail: 'Somebody else used this Idempotency-Key. Send another one.' },
    conflict: { title: 'Conflict', detail: 'The record is not in a state that allows this.' },
    version_conflict: {
      title: 'Edited meanwhile',
      detail: 'Somebody changed this record after you read it. Read it again, then repeat your change.',
    },
    body_too_large: { title: 'Too large', detail: 'The body of the request is larger than 1 MB.' },
    unsupported_media_type: { title: 'JSON only', detail: 'Send the body as application/json in UTF-8.' },
    invalid_input: { title: 'Some fields cannot be taken', detail: 'Correct the fields that are named.' },
    idempotency_key_reused: {
      title: 'Key used before',
      detail: 'This Idempotency-Key belongs to a different request. Send another one.',
    },
    precondition_required: {
      title: 'If-Match is missing',
      detail: 'Send the ETag you read as If-Match, so that nobody is overwritten.',
    },
    too_many_requests: { title: 'Too many requests', detail: 'Wait {seconds} seconds, then go on more slowly.' },
    too_many_sign_ins: { title: 'Too many attempts', detail: 'Try again in {seconds} seconds.' },
    internal_error: {
      title: 'Something broke here',
      detail: 'It is not your fault. The request id finds it in the log.',
    },
    pages_missing: {
      title: 'The pages are not built',
      detail:
        'This server has no pages to show yet. Start it with `npm start`, which prepares them; the API works meanwhile.',
    },
    unavailable: { title: 'Not available now', detail: 'A part of the system is away. Try again in a moment.' },
    name_taken: { title: 'Name taken', detail: 'Another record has this name.' },
    email_taken: { title: 'E-mail address taken', detail: 'Another user has this e-mail address.' },
    last_administrator: { title: 'The last administrator', detail: 'Somebody active must keep access level 1.' },
    branch_retired: { title: 'Retired branch', detail: 'The branch is retired.' },
    branch_unknown: { title: 'Unknown branch', detail: 'There is no such branch within your reach.' },
    department_retired: { title: 'Retired department', detail: 'The department is retired.' },
    department_unknown: { title: 'Unknown department', detail: 'There is no such department.' },
    user_unknown: { title: 'Unknown user', detail: 'There is no such user within your reach.' },
    user_inactive: { title: 'Inactive user', detail: 'The user is not active.' },
    token_revoked: { title: 'Already revoked', detail: 'The token is revoked already.' },
    customer_unknown: { title: 'Unknown customer', detail: 'There is no such customer within your reach.' },
    clock_backwards: { title: 'Clocks go forward', detail: 'The customer’s clock is at {now} already.' },
    clock_not_followed: {
      title: 'The workflows did not follow',
      detail: 'No worker carried out what fell due on the way. Check that a worker runs, then go on.',
    },
    payer_unknown: { title: 'Unknown payer', detail: 'There is no such customer within your reach.' },
    payer_is_self: { title: 'The same customer', detail: 'Leave the payer empty for those who pay for themselves.' },
    payer_has_payer: {
      title: 'The payer is paid for',
      detail: 'Somebody else pays for {name}. Choose that customer as the payer, or remove the payer of {name} first.',
    },
    pays_for_others: {
      title: 'Pays for others',
      detail: '{name} pays for other customers and so cannot be paid for. Change the payer of those first.',
    },
    guardian_unknown: { title: 'Unknown guardian', detail: 'There is no such customer within your reach.' },
    guardian_is_self: { title: 'The same customer', detail: 'Nobody is their own guardian. Choose somebody else.' },
    guardian_minor: { title: 'The guardian is a minor', detail: '{name} is under 18 and cannot be a guardian.' },
    receivable_paid: { title: 'Already paid', detail: 'This receivable is paid.' },
    receivable_void: { title: 'Void', detail: 'This receivable was removed and is not owed.' },
    over_payment: { title: 'More than is owed', detail: 'Only {outstanding} is owed.' },
    currency_mismatch: { title: 'Another currency', detail: 'This is owed in {currency}.' },
    paid_in_future: { title: 'A day to come', detail: 'A payment cannot be dated after {today}.' },
    already_at_bank: { title: 'Already at the bank', detail: 'This receivable was already handed to the bank.' },
    not_collected: {
      title: 'Not collected automatically',
      detail: 'Only what is collected by SEPA or recurring card is handed to the bank. Record a payment instead.',
    },
    nothing_to_return: {
      title: 'No debit to return',
      detail: 'It is not at the bank, and no payment by SEPA or recurring card stands that could come back.',
    },
    debit_given_back: {
      title: 'Already given back',
      detail:
        '{givenBack} of what was paid was already refunded or credited; without the debit less would have been paid than was given back.',
    },
    nothing_to_give_back: { title: 'Nothing to give back', detail: 'Nothing was paid, or all of it was given back.' },
    over_refund: { title: 'More than was paid', detail: 'At most {refundable} can be given back.' },
    credit_insufficient: { title: 'Not enough credit', detail: 'The customer has {balance} in credit.' },
    task_type_built_in: { title: 'Built in', detail: 'A built-in task type is neither renamed nor removed.' },
    task_type_used: { title: 'In use', detail: 'Tasks of this type exist. Retire it instead.' },
    task_type_retired: { title: 'Retired task type', detail: 'The task type is retired.' },
    task_type_unknown: { title: 'Unknown task type', detail: 'There is no such task type.' },
    task_type_not_generic: {
      title: 'Not a generic task type',
      detail: 'Tasks of this type are written by the act they stand for.',
    },
    task_type_classification: {
      title: 'Another kind of task type',
      detail:
        'The task type “{name}” is of another classification. Choose or create one that fits in Settings → CRM task types.',
    },
    task_type_not_in_agenda: {
      title: 'Not in the agenda',
      detail:
        'Tasks of the type “{name}” do not appear in the agenda, so nobody can be assigned. Choose another type or make this one visible.',
    },
    multipack_unknown: { title: 'Unknown multipack', detail: 'The customer has no such multipack.' },
    saved_filter_of_another: {
      title: 'Another’s filter',
      detail: 'This filter is {name}’s. Save it under a name of your own to change it.',
    },
    multipack_not_found: { title: 'Not found', detail: 'There is no such multipack within your reach.' },
    already_frozen: { title: 'Already frozen', detail: 'A freeze of {name} is running or planned.' },
    already_blocked: { title: 'Already blocked', detail: '{name} is blocked already.' },
    not_suspended: { title: 'Not suspended', detail: '{name} is neither frozen nor blocked.' },
    not_freezable: { title: 'Cannot be frozen', detail: '{name} is over or ends by a decision already taken.' },
    not_blockable: { title: 'Cannot be blocked', detail: '{name} is over or ends by a decision already taken.' },
    invalid_freeze: {
      title: 'These days cannot be frozen',
      detail: 'The day must lie between {earliest} and {latest}, and a freeze ends after it begins.',
    },
    notice_deadline_passed: {
      title: 'The deadline has passed',
      detail: 'The renewal of {name} could be cancelled through {deadline}.',
    },
    notice_deadline_ahead: {
      title: 'Still in time',
      detail: 'The renewal of {name} can be cancelled as usual through {deadline}; nothing needs to be forced.',
    },
    receipt_in_the_future: { title: 'A day to come', detail: 'It cannot have been received after {today}.' },
    renewed_period_over: {
      title: 'The renewed period is over',
      detail:
        'The period renewed from {name} ended on {validTo}. It was used and is not taken away; settle it with a refund.',
    },
    renewal_already_cancelled: {
      title: 'Already cancelled',
      detail: 'The automatic renewal of {name} is cancelled already.',
    },
    renewal_not_cancelled: { title: 'Not cancelled', detail: 'The automatic renewal of {name} is not cancelled.' },
    renewal_ended: { title: 'Ended for good', detail: '{name} never renews again.' },
    not_waiting: {
      title: 'Nothing is waiting',
      detail: 'This renewal is not due, or has been made already. Load the page again to see how it stands.',
    },
    not_renewing: { title: 'Does not renew', detail: '{name} does not renew automatically.' },
    withdrawal_not_offered: {
      title: 'No withdrawal for this payment',
      detail:
        '{name} is neither paid in instalments nor month to month by SEPA or recurring card. Only an extraordinary withdrawal (death, illness, relocation) is open to it.',
    },
    already_withdrawn: {
      title: 'Already withdrawn',
      detail:
        '{name} is withdrawn already; its last day is {withdrawnOn}. A withdrawal cannot be undone: sell it again.',
    },
    not_withdrawable: {
      title: 'Cannot be withdrawn',
      detail: '{name} was removed or ends by a cancellation already recorded.',
    },
    withdrawal_date: {
      title: 'Not a day of its validity',
      detail: 'The last day of {name} must lie between {validFrom} and {validTo}.',
    },
    already_renewed: {
      title: 'Already renewed',
      detail: '{name} is renewed from {validFrom}; change the renewed one.',
    },
    terms_not_changeable: {
      title: 'Terms cannot be changed',
      detail: '{name} is over or ends by a decision already taken.',
    },
    deadline_would_pass: {
      title: 'The deadline would be over',
      detail: 'With these terms the renewal of {name} could be cancelled only through {deadline}, which is past.',
    },
    plan_retired: { title: 'Retired plan', detail: '{plan} is not sold any more.' },
    plan_not_found: { title: 'Not found', detail: 'There is no such plan.' },
    customer_not_found: { title: 'Not found', detail: 'There is no such customer within your reach.' },
    chain_not_found: { title: 'Not found', detail: 'There is no such multipack within your reach.' },
    not_withdrawn: {
      title: 'Not withdrawn',
      detail: '{name} is not withdrawn. Only what was withdrawn is sold again; sell it as a new multipack.',
    },
    reference_taken: { title: 'Reference taken', detail: 'The reference {reference} belongs to a multipack already.' },
    import_empty: {
      title: 'Nothing to import',
      detail: 'The file needs a first line with the names of its columns and one line at least below it.',
    },
    import_too_large: { title: 'Too much at once', detail: 'Split the file and import the parts one after the other.' },
    import_columns: { title: 'Other columns are expected', detail: 'The columns are {columns}.' },
    forecast_range: {
      title: 'Not a range to forecast',
      detail: 'Choose at most {days} days, the last not before the first and within ten years.',
    },
    operator_unknown: { title: 'Unknown operator', detail: 'There is no such active operator.' },
    operator_not_entitled: { title: 'Operator not entitled', detail: 'The operator belongs to another branch.' },
    withdraw_signal_not_allowed: {
      title: 'Not by a signal',
      detail:
        'The company does not allow withdrawals by a signal. Withdraw from the customer’s profile, or allow it in the settings.',
    },
    customer_without_email: {
      title: 'No e-mail address',
      detail: '{name} has no e-mail address. Enter one in the profile first.',
    },
    ticket_unknown: {
      title: 'Unknown ticket',
      detail: 'There is no such ticket within your reach.',
    },
    ticket_closed: {
      title: 'Closed ticket',
      detail: 'The ticket is closed. Open another one.',
    },
    multipack_required: {
      title: 'No multipack in the ticket',
      detail:
        'A cancellation request is opened from a ticket only if the ticket names a multipack. Open it from the customer’s profile instead.',
    },
    multipack_not_active: {
      title: 'Nothing to cancel',
      detail: '{name} is neither active nor suspended, so there is nothing to cancel.',
    },
    end_decided: {
      title: 'The end is decided already',
      detail:
        '{name} ends on {lastDay}, as was recorded with its withdrawal or cancellation. There is nothing left to request.',
    },
    request_in_progress: {
      title: 'A request is in progress',
      detail: 'The cancellation request {code} of {name} is not concluded yet. Go on with that one.',
    },
    profile_missing: {
      title: 'No cancellation profile',
      detail:
        'Neither the plan nor the settings name a cancellation profile. Add one in Settings and make it the default.',
    },
    profile_unknown: {
      title: 'Unknown cancellation profile',
      detail: 'There is no such cancellation profile.',
    },
    profile_retired: {
      title: 'Retired cancellation profile',
      detail: 'The cancellation profile {title} is retired. Choose another one.',
    },
    profile_is_default: {
      title: 'The default profile',
      detail: 'The default profile cannot be retired or left without a successor. Make another one the default first.',
    },
    reason_missing: {
      title: 'No cancellation reason',
      detail: 'There is no cancellation reason to choose. Add one in Settings.',
    },
    reason_unknown: {
      title: 'Unknown cancellation reason',
      detail: 'There is no such cancellation reason.',
    },
    reason_retired: {
      title: 'Retired cancellation reason',
      detail: 'The cancellation reason {title} is retired. Choose another one.',
    },
    in_use: {
      title: 'In use',
      detail: 'Other records refer to it. Retire it instead.',
    },
    request_not_found: {
      title: 'Not found',
      detail: 'There is no such cancellation request within your reach.',
    },
    request_concluded: {
      title: 'Already concluded',
      detail: 'The cancellation request {code} is concluded and can no longer be changed.',
    },
    request_claimed: {
      title: 'Already claimed',
      detail: '{operator} is analysing the cancellation request {code}.',
    },
    request_not_claimed: {
      title: 'Not in analysis',
      detail: 'Claim the cancellation request {code} first.',
    },
    not_claimer: {
      title: 'Claimed by somebody else',
      detail: 'Only the operator who claimed the cancellation request {code}, or level 1 or 2, may do this.',
    },
    classification_unknown: {
      title: 'Unknown reversal classification',
      detail: 'There is no such reversal classification.',
    },
    classification_retired: {
      title: 'Retired reversal classification',
      detail: 'The reversal classification {title} is retired. Choose another one.',
    },
    last_day_past: {
      title: 'A day that is past',
      detail: 'The last day of {name} must lie between {earliest} and {latest}.',
    },
    last_day_after_end: {
      title: 'After its end',
      detail: 'The last day of {name} must lie between {earliest} and {latest}.',
    },
    engine_away: {
      title: 'Not decided',
      detail:
        'The workflow engine did not answer in time, so nothing was changed and nothing will be. Try again in a moment.',
    },
    sign_in_link_used: {
      title: 'The link does not work any more',
      detail: 'A sign-in link works once and for 15 minutes. Ask for a new one.',
    },
    portal_cancellation_not_allowed: {
      title: 'Not in the portal',
      detail: 'The renewal of {name} cannot be cancelled in the portal. Ask your branch.',
    },
    portal_renewal_not_allowed: {
      title: 'Not in the portal',
      detail: '{name} cannot be renewed in the portal. Ask your branch.',
    },
    next_period_bought: {
      title: 'Already renewed',
      detail: 'The period after {name} begins on {validFrom} and is bought already.',
    },
    not_begun: {
      title: 'Not begun yet',
      detail: '{name} begins on {validFrom}; from then on the next period can be bought.',
    },
    file_unknown: { title: 'Unknown file', detail: 'The customer has no such file. Upload it again.' },
    file_empty: { title: 'Empty file', detail: 'The file is empty. Choose another one.' },
    file_type: {
      title: 'Not a PDF or picture',
      detail: 'Only PDF, PNG, JPEG and WebP can be stored, whatever the name says. Save it as one of these.',
    },
    file_too_large: { title: 'File too large', detail: 'A file may have 5 MB. Scan it with less detail or in parts.' },
    file_lost: {
      title: 'The file is gone',
      detail: 'Where files are kept, “{name}” is no longer there as it was stored. Tell the administrator.',
    },
    file_store_away: {
      title: 'Files cannot be reached',
      detail: 'The place where files are kept does not answer. Nothing was stored or lost; try again in a moment.',
    },
    not_administrator: {
      title: 'Not an administrator',
      detail:
        '{name} is not an administrator. Notices without a collection agent go through the account of an active administrator.',
    },
    mail_not_failed: { title: 'Nothing to repeat', detail: 'This e-mail waits to go out or went out already.' },
    mail_expired: {
      title: 'The link has expired',
      detail: 'A sign-in link works for 15 minutes only. Send a new one.',
    },
    service_order_closed: {
      title: 'Concluded',
      detail: 'The service order {code} is concluded and cannot be changed any more. Create a new one.',
    },
    schedule_in_past: {
      title: 'A time gone by',
      detail: 'An appointment ends after the present moment. Choose a later time.',
    },
    request_unknown: {
      title: 'Unknown cancellation request',
      detail: 'This customer has no such cancellation request in progress.',
    },
    username_taken: { title: 'User name taken', detail: 'Another connection of the branch has this user name.' },
    nas_unknown: { title: 'Unknown equipment', detail: 'The branch has no such network equipment.' },
    nas_retired: { title: 'Retired equipment', detail: 'The network equipment {name} is retired.' },
    no_equipment: {
      title: 'No equipment configured',
      detail: 'No network equipment is configured for {username}. Choose it in the connection first.',
    },
    connection_already_reduced: { title: 'Already reduced', detail: 'The speed of {username} is reduced already.' },
    connection_not_reduced: { title: 'Not reduced', detail: 'The speed of {username} is not reduced.' },
    connection_blocked: { title: 'Blocked', detail: '{username} is blocked. Unblock it first.' },
    connection_not_blocked: { title: 'Not blocked', detail: '{username} is not blocked.' },
    connection_excepted: {
      title: 'Excepted from blocking',
      detail: '{username} is excepted from blocking until {until}. End the exception first.',
    },
    exception_running: {
      title: 'An exception is running',
      detail: '{username} is excepted from blocking until {until} already. Change that exception or end it.',
    },
    exception_ended: { title: 'Already ended', detail: 'The exception has ended. Make a new one.' },
    exception_past: { title: 'A time gone by', detail: 'An exception ends in the future. Choose a later end.' },
    bot_intake_off: {
      title: 'Conversations are not taken in',
      detail: 'No secret is set for bots yet. An administrator makes one in the settings.',
    },
    signature_refused: {
      title: 'Signature refused',
      detail:
        'The signature does not fit the body and the time stamp. Sign “timestamp.body” with the secret of the settings.',
    },
    signature_expired: {
      title: 'Signature expired',
      detail:
        'A signature holds for five minutes before and after its time stamp. Sign anew, and check the clock of the sender.',
    },
    conversation_taken: {
      title: 'Belongs to somebody else',
      detail: 'The conversation {externalId} of {source} was taken in for another customer.',
    },
    nothing_unpaid: {
      title: 'Nothing to move',
      detail: '{name} has no unpaid receivable that falls due from today on and is not at the bank.',
    },
    due_day_not_monthly: {
      title: 'Not due month by month',
      detail:
        'The receivables of {name} do not fall due in months, so that a day of the month would put several on one day.',
    },
    plan_has_price_list: {
      title: 'A plan with a price list',
      detail: '{plan} has a price list, so that a change to it or from it is a sale. Sell it instead.',
    },
    plan_unchanged: { title: 'Nothing would change', detail: '{name} has the terms of {plan} already.' },
    nothing_to_change: { title: 'Nothing would change', detail: '{name} is so already.' },
    nothing_to_take_back: {
      title: 'Nothing to take back',
      detail:
        'Something else has happened to {name} since, or to what is owed for it. Please change what you want directly.',
    },
    department_needed: {
      title: 'No department',
      detail:
        'Notes are kept by department, and your user has none. Ask an administrator to give you one in Settings → Users.',
    },
    agent_unknown: {
      title: 'Unknown agent',
      detail: 'There is no such user within your reach. Choose another agent.',
    },
    agent_inactive: {
      title: 'Agent not active',
      detail: '{name} is not active any more. Choose an agent who is.',
    },
    agents_changed: {
      title: 'The numbers have changed',
      detail:
        'Customers were given to or taken from these agents meanwhile, so nothing was changed. Look at the numbers again, then repeat.',
    },
    concept_built_in: {
      title: 'Built in',
      detail: 'This concept comes with the system. Edit it as you like; it can be neither retired nor deleted.',
    },
    selection_changed: {
      title: 'The number has changed',
      detail: 'It would be {customers} customers now, so nothing was changed. Look at the number again, then repeat.',
    },
    reminders_not_declined: {
      title: 'Nothing to take back',
      detail: 'Nobody has declined reminders for this customer.',
    },
    sender_not_ready: {
      title: 'The mail account is not ready',
      detail: 'The mail account of {name} is missing, unchecked or failing. Set it up and test it in My account first.',
    },
  },
  issues: {
    unknown_field: 'There is no such field',
    invalid_text: 'Contains a character that cannot be stored',
    invalid_date: 'Not a day of the calendar, YYYY-MM-DD',
    invalid_time: 'Not a time, HH:MM',
    invalid_cursor: 'Not a cursor of this list',
    empty_filter_row: 'Say at least one thing to filter by, or remove the row',
    one_origin: 'Name a ticket or a multipack, one of them',
    same_agent: 'Choose another agent than the present one',
    agent_twice: 'Each agent can be named once',
    range_reversed: 'The last day must not lie before the first',
    range_too_long: 'At most 62 days at once',
    invalid_name: 'A name is needed',
    invalid_amount: 'A whole number of minor units, 0 or more',
    invalid_duration: 'From 1 day to 100 years',
    invalid_notice: 'In days, weeks or months, from none to 2 years',
    placeholder_unknown: 'Names a placeholder that does not exist; there are customer, multipack, amount and due_date',
    needed: 'This is needed',
    at_least: '{limit} or more',
    at_most: '{limit} or less',
    needed_while_active: 'Needed while notices are active',
    needed_after_due: 'Needed for notices after the due date',
    concept_unknown: 'There is no such concept',
    concept_type: 'Choose a concept of the other type',
    concept_retired: 'The concept is retired; choose another one',
    after_due_days: 'At least one day after the due date',
    invalid_instalments: 'From 2 to 366 instalments, a day apart at least',
    invalid_night_window: 'A night lies between 00:00 and 12:00 and begins before it ends',
    invalid_idempotency_key: '1 to 255 visible ASCII characters',
    wrong_password: 'The present password is wrong',
    password_needed: 'Enter the password: the one before was given for another server or user name',
    mail_port: 'Not a port for sending mail, such as 465 or 587. Whoever runs Tacit can allow others (MAIL_PORTS)',
    one_line: 'One line, without control characters',
    unknown_currency: 'Not an ISO 4217 currency',
    unknown_time_zone: 'Not an IANA time zone',
    currency_mismatch: 'All amounts of a plan are in one currency',
    rolling_is_monthly: 'A rolling plan lasts exactly one month',
    instalments_exceed_duration: 'The last instalment must fall within the term',
    price_list_excludes_renewal_terms: 'A plan with a price list has no renewal terms',
    portal_renewal_excludes_automatic_renewal: 'What renews automatically is not renewed by hand',
    portal_cancellation_excludes_portal_renewal: 'The portal offers the cancellation or the renewal by hand, not both',
    portal_cancellation_needs_automatic_renewal: 'Without automatic renewal there is nothing to cancel',
  },
  tasks: {
    automatic_renewal: 'automatic renewal',
    suspension: 'suspension',
    change_of_terms: 'change of terms',
    returned_debit: 'returned debit',
    mail_account_failing: 'mail account failing',
    cancellation_request: 'cancellation request',
  },
  results: {
    automatic_renewal: 'automatic renewal',
    automatic_renewal_cancellation: 'automatic renewal cancellation',
    automatic_renewal_enabled: 'automatic renewal enabled',
    frozen: 'frozen',
    blocked: 'blocked',
    reactivated: 'reactivated',
    terms_changed: 'terms changed',
    withdrawal: 'withdrawal',
    returned_debit: 'returned debit',
    cancellation_request_opened: 'cancellation request opened',
    cancellation_request_cancelled: 'cancellation request: contract cancelled',
    cancellation_request_reverted: 'cancellation request reverted',
    none: '—',
  },
  portalCancelled: 'automatic renewal cancelled',
};

import { defineSearchAttributeKey } from '@temporalio/common';

/** Ids, states and dates only: what a person in the Temporal UI may search for, and nobody's name. */
export const NOTICE_DEADLINE = defineSearchAttributeKey('NoticeDeadline', 'DATETIME');
export const RENEWAL_STATE = defineSearchAttributeKey('RenewalState', 'KEYWORD');
export const SLA_DUE_AT = defineSearchAttributeKey('SlaDueAt', 'DATETIME');
export const SLA_STATE = defineSearchAttributeKey('SlaState', 'KEYWORD');
export const REQUEST_STATE = defineSearchAttributeKey('RequestState', 'KEYWORD');
export const BRANCH_ID = defineSearchAttributeKey('BranchId', 'KEYWORD');
export const CUSTOMER_ID = defineSearchAttributeKey('CustomerId', 'KEYWORD');
export const MULTIPACK_ID = defineSearchAttributeKey('MultipackId', 'KEYWORD');

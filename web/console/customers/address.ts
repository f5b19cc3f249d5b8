import { dayOf, idOf, textOf } from '../address.ts';
import { PROFILE_TABS, type ProfileTab } from '../places.ts';

export const RECEIVABLE_STATES = ['open', 'paid', 'void'] as const;
export const TASK_STATES = ['open', 'done'] as const;

/** What a profile's address says beside the customer: the tab, and the filters of that tab. */
export interface ProfileAddress {
  tab?: ProfileTab | undefined;
  /** Purchased: terms that are over too. */
  past?: true | undefined;
  /** Receivables. */
  state?: (typeof RECEIVABLE_STATES)[number] | undefined;
  /** CRM. */
  result?: string | undefined;
  taskTypeId?: string | undefined;
  todo?: (typeof TASK_STATES)[number] | undefined;
  from?: string | undefined;
  to?: string | undefined;
  /** Notes. */
  search?: string | undefined;
  /** Notices: the letter that is open. */
  mailId?: string | undefined;
}

export const readProfileAddress = (search: Record<string, unknown>): ProfileAddress => ({
  tab: PROFILE_TABS.find((tab) => tab === search['tab']),
  past: search['past'] === true ? true : undefined,
  state: RECEIVABLE_STATES.find((state) => state === search['state']),
  result: textOf(search['result']),
  taskTypeId: textOf(search['taskTypeId']),
  todo: TASK_STATES.find((state) => state === search['todo']),
  from: dayOf(search['from']),
  to: dayOf(search['to']),
  search: textOf(search['search']),
  mailId: idOf(search['mailId']),
});

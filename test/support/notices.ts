import type { WorkflowHandle } from '@temporalio/client';
import { localDateOf } from '../../src/domain/dates.ts';
import { fromColumn } from '../../src/database/local-date.ts';
import {
  editSetting,
  findCustomerWithPersons,
  settingOf,
  type SettingEdit,
} from '../../src/database/notices/settings.ts';
import { noticesWorkflowId } from '../../src/engine/ids.ts';
import { decide, type House, type PlanValues, type SaleValues, sell, type Sold, untilIdle } from './chains.ts';

/** A year in twelve instalments by transfer, that is not renewed. */
export const INSTALMENTS: PlanValues = {
  durationAmount: 12,
  payment: 'instalments',
  instalmentCount: 12,
  instalmentEvery: 1,
  instalmentUnit: 'month',
  paymentMethod: 'transfer',
  automaticRenewal: false,
};

export interface Noticed extends Omit<Sold, 'handle'> {
  /** Of the workflow of the customer's notices. */
  handle: WorkflowHandle;
}

/** Sells a year in instalments to somebody with an e-mail address, in Madrid unless the sale says another zone, and turns their notices on. */
export async function noticed(
  house: House,
  { plan = {}, ...sale }: SaleValues,
  edit: SettingEdit = {},
): Promise<Noticed> {
  const { handle: _, ...sold } = await sell(house, { ...sale, plan: { ...INSTALMENTS, ...plan } });
  await house.database.customer.update({
    where: { id: sold.customerId },
    data: { email: `${sold.customerId}@example.com` },
  });
  await set(house, sold.customerId, { active: true, ...edit });
  const handle = house.client.workflow.getHandle(noticesWorkflowId(sold.customerId));
  await untilIdle(house, { handle });
  return { ...sold, handle };
}

/** Edits the settings of a customer, whatever version they have. */
export const set = (house: House, customerId: string, edit: SettingEdit) =>
  decide(house, async (act) => {
    const customer = await findCustomerWithPersons(act.tx, {}, customerId);
    const { version } = await settingOf(act.tx, customer);
    return editSetting(act, customer, version, edit);
  });

/** What was queued, in order: `2027-03-25 08:00 preventive 2027-04-01`, on the clock of Madrid. */
export async function noticesOf({ database }: House, customerId: string): Promise<string[]> {
  const notices = await database.notice.findMany({
    where: { customerId },
    include: { concept: true, mail: true },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'Europe/Madrid' });
  return notices.map(({ createdAt, concept, dueOn }) =>
    [localDateOf(createdAt, 'Europe/Madrid'), time.format(createdAt), concept.type, fromColumn(dueOn)].join(' '),
  );
}

import { v7 as uuidv7 } from 'uuid';
import { openRequest } from '../../src/database/cancellation-requests/open.ts';
import { type ActFields, kindOfAct } from '../../src/database/cancellation-requests/decide.ts';
import { findCommand, queueCommand } from '../../src/database/commands.ts';
import type { CancellationRequest, Command } from '../../src/database/generated/client.ts';
import type { RequestAct } from '../../src/domain/cancellation-request.ts';
import { requestWorkflowId } from '../../src/engine/ids.ts';
import { type House, addOperator, decide, eventually, sell, type SaleValues, type Sold } from './chains.ts';

let counter = 0;

/** A reason, a classification, and a profile of so many days, which becomes the default. */
export async function settingsOf({ database }: House, days = 10) {
  counter += 1;
  const createdAt = new Date('2026-01-01T00:00:00Z');
  await database.cancellationProfile.updateMany({ where: { isDefault: true }, data: { isDefault: false } });
  const profile = await database.cancellationProfile.create({
    data: { title: `${days} days ${counter}`, unit: 'day', period: days, days, isDefault: true, createdAt },
  });
  const reason = await database.cancellationReason.create({ data: { title: `Moving ${counter}`, createdAt } });
  const classification = await database.reversalClassification.create({
    data: { title: `Discount ${counter}`, createdAt },
  });
  return { profileId: profile.id, reasonId: reason.id, classificationId: classification.id };
}

export type Settings = Awaited<ReturnType<typeof settingsOf>>;

export interface Opened extends Sold {
  request: CancellationRequest;
  requestId: string;
  /** Of the branch's levels, by level. */
  operatorId: string;
  settings: Settings;
}

/** Sells a multipack and opens a request for it at once, with an operator of the branch. */
export async function opened(house: House, sale: SaleValues, settings: Settings, profileId?: string): Promise<Opened> {
  const sold = await sell(house, sale);
  return { ...sold, ...(await openFor(house, sold, settings, profileId)) };
}

export async function openFor(house: House, sold: Sold, settings: Settings, profileId?: string) {
  const operatorId = await addOperator(house, sold.branchId, 4);
  const request = await decide(house, (change) =>
    openRequest(
      change,
      {},
      { multipackId: sold.chainId, title: 'Leaving', reasonId: settings.reasonId, details: 'Moves away', profileId },
    ),
  );
  return { request, requestId: request.id, operatorId, settings };
}

export const handleOf = (house: House, requestId: string) =>
  house.client.workflow.getHandle(requestWorkflowId(requestId));

/** As the API does it: the command's row, the update, and the row as it stands then. */
export async function decideBy<A extends RequestAct>(
  house: House,
  operatorId: string,
  requestId: string,
  act: A,
  fields: ActFields[A],
): Promise<Command> {
  const { id } = await queue(house, operatorId, requestId, act, fields);
  await house.gateway.decide({ requestId, act, commandId: id, patienceMs: 60_000 });
  return (await findCommand(house.database, id))!;
}

/** The command's row alone. */
export async function queue<A extends RequestAct>(
  { database, clock }: House,
  operatorId: string,
  requestId: string,
  act: A,
  fields: ActFields[A],
): Promise<Command> {
  const { customer } = await database.cancellationRequest.findUniqueOrThrow({
    where: { id: requestId },
    include: { customer: true },
  });
  const { name } = await database.user.findUniqueOrThrow({ where: { id: operatorId } });
  return queueCommand(database, {
    id: uuidv7(),
    kind: kindOfAct(act),
    actor: { kind: 'user', id: operatorId, name, channel: 'console' },
    receivedAt: clock.nowOf(customer),
    payload: { act, requestId, fields: { ...fields } },
  });
}

export const requestOf = ({ database }: House, id: string) =>
  database.cancellationRequest.findUniqueOrThrow({ where: { id } });

/** `opened`, `claimed` and so on, in their order. */
export async function historyOf({ database }: House, requestId: string): Promise<string[]> {
  const events = await database.auditEvent.findMany({
    where: { entity: 'cancellation_request', entityId: requestId },
    orderBy: { id: 'asc' },
  });
  return events.map(({ action }) => action.replace('cancellation_request.', ''));
}

export const untilEnded = (house: House, requestId: string) =>
  eventually(
    'the workflow of the request to end',
    async () => (await handleOf(house, requestId).describe()).status.name === 'COMPLETED',
    60_000,
  );

import { randomBytes } from 'node:crypto';
import { customerNumber } from '../schemas/codes.ts';
import { seal, unseal, UnreadableSecret } from '../secret-box.ts';
import { type Act, Refusal } from './act.ts';
import { trace } from './audit.ts';
import type { Database, Tx } from './client.ts';
import type { BotMessage, Customer, Prisma } from './generated/client.ts';
import type { MessageSender } from './generated/enums.ts';
import { type Page, page, type PageRequest } from './pages.ts';

const SHOWN = {
  customer: { select: { id: true, code: true, name: true, branchId: true } },
  _count: { select: { messages: true } },
} as const;

export type ShownConversation = Prisma.BotConversationGetPayload<{ include: typeof SHOWN }>;

/** The newest first. */
export const listConversations = (
  database: Database,
  where: Prisma.BotConversationWhereInput,
  request: PageRequest,
): Promise<Page<ShownConversation>> =>
  page({ field: 'startedAt', kind: 'instant', direction: 'desc' }, request, (query) =>
    database.botConversation.findMany({ ...query, where: { AND: [where, query.where] }, include: SHOWN }),
  );

/** With its messages in their order. Throws `not_found` (404). */
export async function findConversation(
  tx: Tx,
  where: Prisma.BotConversationWhereInput,
  id: string,
): Promise<ShownConversation & { messages: BotMessage[] }> {
  const conversation = await tx.botConversation.findFirst({
    where: { AND: [{ id }, where] },
    include: { ...SHOWN, messages: { orderBy: [{ at: 'asc' }, { externalId: 'asc' }] } },
  });
  if (!conversation) throw new Refusal(404, 'not_found');
  return conversation;
}

export interface NewConversation {
  /** The customer by id or by code; the id counts. */
  customerId?: string | undefined;
  customerCode?: string | undefined;
  source: string;
  externalId: string;
  channel: string;
  subject?: string | undefined;
  startedAt: Date;
  endedAt?: Date | undefined;
  messages: { externalId: string; at: Date; sender: MessageSender; text: string }[];
}

/**
 * Takes a conversation in, or what came to it since: one is known by its source and external id, a message by its own. What
 * is known stays as it was. Throws `customer_unknown` (422), `conversation_taken` (409).
 */
export async function takeConversation(
  act: Act,
  { customerId, customerCode, messages, ...told }: NewConversation,
): Promise<{ conversation: ShownConversation; isNew: boolean }> {
  const { tx, clock } = act;
  const { source, externalId, subject, endedAt } = told;
  const customer = await customerOf(tx, { customerId, customerCode });
  // Two at once wait for each other on the unique index; the second finds what the first made.
  const { count: made } = await tx.botConversation.createMany({
    data: [{ ...told, customerId: customer.id, createdAt: clock.now() }],
    skipDuplicates: true,
  });
  const key = { source_externalId: { source, externalId } };
  const before = await tx.botConversation.findUniqueOrThrow({ where: key });
  if (before.customerId !== customer.id) throw new Refusal(409, 'conversation_taken', { source, externalId });
  await tx.botConversation.update({
    where: { id: before.id },
    data: { ...(subject !== undefined && { subject }), ...(endedAt !== undefined && { endedAt }) },
  });
  const { count: added } = await tx.botMessage.createMany({
    data: messages.map((message) => ({ ...message, conversationId: before.id })),
    skipDuplicates: true,
  });
  const hasEnded = before.endedAt === null && endedAt !== undefined;
  if (made > 0 || added > 0 || hasEnded) {
    await trace(act, {
      action: made > 0 ? 'bot_conversation.received' : 'bot_conversation.continued',
      entity: 'bot_conversation',
      entityId: before.id,
      customerId: customer.id,
      branchId: customer.branchId,
      at: clock.now(),
      details: { source, externalId, messages: added, ended: endedAt?.toISOString() ?? null },
    });
  }
  const conversation = await tx.botConversation.findUniqueOrThrow({ where: key, include: SHOWN });
  return { conversation, isNew: made > 0 };
}

async function customerOf(
  tx: Tx,
  { customerId, customerCode }: Pick<NewConversation, 'customerId' | 'customerCode'>,
): Promise<Customer> {
  const code = customerCode === undefined ? null : customerNumber(customerCode);
  const where = customerId === undefined ? { code: code ?? -1 } : { id: customerId };
  const customer = await tx.customer.findUnique({ where });
  if (!customer) throw new Refusal(422, 'customer_unknown');
  return customer;
}

// ---------------------------------------------------------------- the secret that signs them

const PURPOSE = 'secret of the bots';
const SECRET_BYTES = 32;

/** When the secret was made; null where there is none. */
export async function botSecretSetAt(tx: Tx): Promise<Date | null> {
  return (await tx.company.findUniqueOrThrow({ where: { id: 1 } })).botSecretAt;
}

/** The secret; null where there is none that can be read. */
export async function botSecret(tx: Tx, secretKey: string): Promise<string | null> {
  const { botSecret: sealed } = await tx.company.findUniqueOrThrow({ where: { id: 1 } });
  try {
    return sealed === null ? null : unseal(secretKey, PURPOSE, sealed);
  } catch (error) {
    if (error instanceof UnreadableSecret) return null;
    throw error;
  }
}

/** Makes a new secret, in place of one there was, and gives it in clear this once. */
export async function makeBotSecret(act: Act, secretKey: string): Promise<{ secret: string; setAt: Date }> {
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  const setAt = act.clock.now();
  await act.tx.company.update({
    where: { id: 1 },
    data: { botSecret: seal(secretKey, PURPOSE, secret), botSecretAt: setAt },
  });
  await traceSecret(act, 'made');
  return { secret, setAt };
}

/** From now on nothing is taken in. */
export async function removeBotSecret(act: Act): Promise<void> {
  await act.tx.company.update({ where: { id: 1 }, data: { botSecret: null, botSecretAt: null } });
  await traceSecret(act, 'removed');
}

const traceSecret = (act: Act, verb: 'made' | 'removed'): Promise<void> =>
  trace(act, { action: `bot_secret.${verb}`, entity: 'settings', entityId: '1', at: act.clock.now() });

import { v7 as uuidv7 } from 'uuid';
import type { Clock } from '../../clock.ts';
import type { Act } from '../act.ts';
import { traceRow } from '../audit.ts';
import type { Tx } from '../client.ts';
import type { Prisma } from '../generated/client.ts';
import { senderOfCustomer } from '../mail-accounts.ts';
import { CONCEPTS, PERSONS, type Planned, plannedNotices } from './facts.ts';
import { noticeWriter, toldOf } from './words.ts';

const PARTS = { ...CONCEPTS, customer: { include: PERSONS } } as const;
type ActiveSetting = Prisma.NoticeSettingGetPayload<{ include: typeof PARTS }>;

export interface NoticesAdvance {
  /** When the next one is due, on the customer's clock; null: nothing is to come until something changes. */
  until: Date | null;
  /** The concept of the next one, in days. */
  next: { type: 'preventive' | 'after_due'; days: number } | null;
  /** How many letters were queued. */
  queued: number;
  now: Date;
  timeZone: string;
  customerId: string;
  branchId: string;
}

const findActive = (tx: Tx, customerId: string): Promise<ActiveSetting | null> =>
  tx.noticeSetting.findFirst({ where: { customerId, active: true }, include: PARTS });

/**
 * Queues every notice of a customer that is due now on their clock, each once by its key in the ledger, and says what to wait
 * for (004); null where notices are not on. A late call finds what is due; a repeated one finds nothing.
 */
export async function advanceNotices(act: Act, customerId: string): Promise<NoticesAdvance | null> {
  const { tx, clock } = act;
  await tx.$queryRaw`SELECT customer_id FROM notice_setting WHERE customer_id = ${customerId}::uuid FOR UPDATE`;
  const setting = await findActive(tx, customerId);
  if (!setting) {
    await tx.noticeSetting.updateMany({ where: { customerId, nextAt: { not: null } }, data: { nextAt: null } });
    return null;
  }
  const { customer } = setting;
  const now = clock.nowOf(customer);
  const planned = await plannedNotices(act, setting, customer);
  const queued = await queueNotices(
    act,
    setting,
    planned.filter(({ at }) => at <= now),
  );
  const next = planned.find(({ at }) => at > now) ?? null;
  const until = next?.at ?? null;
  // The sweep looks for what the real clock has passed.
  const nextAt = until && new Date(until.getTime() - now.getTime() + clock.now().getTime());
  if (setting.nextAt?.getTime() !== nextAt?.getTime()) {
    await tx.noticeSetting.update({ where: { customerId }, data: { nextAt } });
  }
  return {
    until,
    next: next && { type: next.concept.type, days: next.concept.days },
    queued,
    now,
    timeZone: customer.branch.timeZone,
    customerId,
    branchId: customer.branchId,
  };
}

/** What a customer's notices wait for; null where they are not on. */
export async function waitOfNotices(
  { tx, clock }: { tx: Tx; clock: Clock },
  customerId: string,
): Promise<{ until: Date | null } | null> {
  const setting = await findActive(tx, customerId);
  if (!setting) return null;
  const [next] = await plannedNotices({ tx, clock }, setting, setting.customer);
  return { until: next?.at ?? null };
}

async function queueNotices(act: Act, setting: ActiveSetting, due: Planned[]): Promise<number> {
  if (due.length === 0) return 0;
  const { tx, clock } = act;
  const { customer, customerId } = setting;
  const createdAt = clock.nowOf(customer);
  // Whoever changes the agent meanwhile finds these letters, or is found by them.
  await tx.$queryRaw`SELECT customer_id FROM customer_agents WHERE customer_id = ${customerId}::uuid FOR SHARE`;
  const senderId = await senderOfCustomer(tx, customerId);
  const write = await noticeWriter(tx, setting, customer);
  const letters = due.flatMap(({ concept, receivable, recipients }) =>
    recipients.map((recipient) => {
      const [id, mailId] = [uuidv7(), uuidv7()];
      const { address, contactId, language } = recipient;
      const { id: receivableId, dueOn } = receivable;
      const told = toldOf(receivable);
      return {
        mail: {
          id: mailId,
          kind: 'notice',
          customerId,
          senderId,
          to: address,
          language,
          uniqueKey: `notice:${id}`,
          ...write('notice', concept.type, told, recipient),
        } satisfies Prisma.MailCreateManyInput,
        notice: {
          ...{ id, customerId, receivableId, dueOn, contactId, mailId, createdAt },
          conceptId: concept.id,
          recipient: address,
        } satisfies Prisma.NoticeCreateManyInput,
        event: traceRow(act, {
          action: 'notice.queued',
          entity: 'notice',
          entityId: id,
          customerId,
          branchId: customer.branchId,
          at: createdAt,
          details: { type: concept.type, receivableId, dueOn: told.dueOn, to: address },
        }),
      };
    }),
  );
  await tx.mail.createMany({ data: letters.map(({ mail }) => mail) });
  await tx.notice.createMany({ data: letters.map(({ notice }) => notice) });
  await tx.auditEvent.createMany({ data: letters.map(({ event }) => event) });
  return letters.length;
}

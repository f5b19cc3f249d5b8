import type { LocalDate } from '../../domain/dates.ts';
import { multipackCode } from '../../schemas/codes.ts';
import type { Act } from '../act.ts';
import { addresseeOf } from '../customers.ts';
import type { EndingTold, PlanTold } from '../../mail/letters.ts';
import { queueMail } from '../mails.ts';
import { readSettings } from '../settings.ts';
import { type Chain, type Term } from './chain.ts';

/**
 * Leaves the letter that tells the customer, or the guardian of one in care, that the renewal was cancelled, once per command and whoever recorded it (000).
 * `received` is the instant or, of a paper recorded late, the day. Nothing without an e-mail address.
 */
export async function confirmCancellation(
  act: Act,
  chain: Chain,
  term: Term,
  { commandId, received, removedIds }: { commandId: string; received: Date | LocalDate; removedIds: string[] },
): Promise<void> {
  const removed = chain.terms
    .filter(({ row }) => removedIds.includes(row.id))
    .map(({ facts: { validFrom, validTo } }) => ({ validFrom, validTo }));
  const isOver = term.facts.validTo < chain.today;
  await confirm(act, chain, term, 'renewal_cancelled', commandId, { received, removed, isOver });
}

/** As `confirmCancellation`, of a renewal that was switched on again and can be cancelled through `deadline`. */
export const confirmEnabling = (
  act: Act,
  chain: Chain,
  term: Term,
  { commandId, deadline }: { commandId: string; deadline: LocalDate },
): Promise<void> => confirm(act, chain, term, 'renewal_enabled', commandId, { received: chain.now, deadline });

/** As `confirmCancellation`, of a cancellation by the desk (003). */
export const confirmCancelled = (
  act: Act,
  chain: Chain,
  term: Term,
  { commandId, ...own }: Own['contract_cancelled'] & { commandId: string },
): Promise<void> => confirm(act, chain, term, 'contract_cancelled', commandId, own);

/** As `confirmCancellation`, of another plan: from when, what is left to pay, and what the renewal costs (003). */
export const confirmPlan = (
  act: Act,
  chain: Chain,
  term: Term,
  { commandId, ...own }: Omit<Own['plan_changed'], 'received'> & { commandId: string },
): Promise<void> => confirm(act, chain, term, 'plan_changed', commandId, { received: chain.now, ...own });

/** As `confirmCancellation`, of a withdrawal: the last day, and what becomes of everything that was owed or paid (001). */
export const confirmWithdrawal = (
  act: Act,
  chain: Chain,
  term: Term,
  { commandId, ...own }: Own['withdrawn'] & { commandId: string },
): Promise<void> => confirm(act, chain, term, 'withdrawn', commandId, own);

interface Own {
  withdrawn: EndingTold;
  plan_changed: PlanTold;
  contract_cancelled: EndingTold;
  renewal_cancelled: {
    received: Date | LocalDate;
    removed: { validFrom: LocalDate; validTo: LocalDate }[];
    isOver: boolean;
  };
  renewal_enabled: { received: Date; deadline: LocalDate };
}

async function confirm<Kind extends keyof Own>(
  act: Act,
  { customer, branch }: Chain,
  { row, facts }: Term,
  kind: Kind,
  commandId: string,
  own: Own[Kind],
): Promise<void> {
  // Who brings their contracts along decided nothing today.
  if (act.actor.channel === 'import') return;
  const addressee = await addresseeOf(act, customer);
  if (!addressee) return;
  const { name: company } = await readSettings(act.tx);
  const contract = {
    company,
    branch: branch.name,
    customer: addressee.name,
    ...(addressee.id !== customer.id && { member: customer.name }),
    name: row.name,
    code: multipackCode(row.code),
    validFrom: facts.validFrom,
    validTo: facts.validTo,
    timeZone: row.timeZone,
  };
  await queueMail(act.tx, {
    kind,
    customerId: customer.id,
    to: addressee.email,
    language: addressee.language,
    // A type that depends on the kind is beyond what the compiler follows.
    values: { ...contract, ...own } as never,
    uniqueKey: `${kind}:${commandId}`,
  });
}

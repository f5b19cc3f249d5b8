import { dueOnDay, isAhead } from '../../domain/changes.ts';
import type { LocalDate } from '../../domain/dates.ts';
import { type Act, Refusal } from '../act.ts';
import type { Tx } from '../client.ts';
import type { Receivable } from '../generated/client.ts';
import { fromColumn, toColumn } from '../local-date.ts';
import { type Chain, lockMultipack, type Term } from './chain.ts';
import { openReceivable } from './change-plan.ts';
import { demandInForce } from './change-terms.ts';
import { lockReceivables } from './ending.ts';
import { recordCommand, traceTerm, writeTask } from './write.ts';

/** A receivable that moves, as it stands, and the day on which it will fall due. */
export interface Move {
  row: Receivable;
  dueOn: LocalDate;
}

/** What the history keeps of it; by the receivable's id. */
export interface DueDayChanged {
  receivables: Record<string, { before: LocalDate; after: LocalDate }>;
}

/** What `changeDueDay` would do now; writes nothing. Throws as it does. */
export async function previewDueDay(
  tx: Tx,
  { chain, term }: { chain: Chain; term: Term },
  day: number,
): Promise<Move[]> {
  demandInForce(chain, term);
  const { name, id: multipackId } = term.row;
  const rows = await tx.receivable.findMany({ where: { multipackId }, orderBy: { number: 'asc' } });
  const { today } = chain;
  const owed = rows.map(openReceivable);
  if (!owed.some((each) => isAhead(each, today))) throw new Refusal(409, 'nothing_unpaid', { name });
  const dates = dueOnDay(owed, day, { today, validFrom: term.facts.validFrom });
  if (dates === null) throw new Refusal(409, 'due_day_not_monthly', { name });
  const moves = rows.flatMap((row) => {
    const dueOn = dates.get(row.number);
    return dueOn === undefined || dueOn === fromColumn(row.dueOn) ? [] : [{ row, dueOn }];
  });
  if (moves.length === 0) throw new Refusal(409, 'nothing_to_change', { name });
  return moves;
}

/**
 * Lets the unpaid receivables of a multipack fall due on another day of the month, 1 to 31, from today on (003). The
 * renewal's fall due from its own first day, as ever, and a freeze that moves a period not begun puts its own back there. Throws `multipack_not_found` (404), `terms_not_changeable`,
 * `nothing_unpaid`, `due_day_not_monthly`, `nothing_to_change` (409).
 */
export async function changeDueDay(act: Act, multipackId: string, day: number): Promise<Move[]> {
  const { tx } = act;
  const { chain, term } = await lockMultipack(act, multipackId);
  await lockReceivables(tx, [chain]);
  const moves = await previewDueDay(tx, { chain, term }, day);
  const commandId = await recordCommand(act, {
    kind: 'change_due_day',
    receivedAt: chain.now,
    payload: { multipackId, day },
  });
  for (const { row, dueOn } of moves) {
    await tx.receivable.update({
      where: { id: row.id },
      data: { dueOn: toColumn(dueOn), version: { increment: 1 } },
    });
  }
  await writeTask(act, chain, multipackId, {
    type: 'change_of_terms',
    result: 'terms_changed',
    note: 'due_day_changed',
    values: { name: term.row.name, day: String(day) },
    commandId,
  });
  await traceTerm(act, chain, term, 'due_day_changed', {
    commandId,
    day,
    receivables: Object.fromEntries(
      moves.map(({ row, dueOn }) => [row.id, { before: fromColumn(row.dueOn), after: dueOn }]),
    ),
  });
  return moves;
}

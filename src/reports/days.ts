import type { Tx } from '../database/client.ts';
import { Prisma } from '../database/generated/client.ts';
import { endOfDay, type LocalDate, startOfDay } from '../domain/dates.ts';

export interface ZonedBranch {
  id: string;
  /** IANA. */
  timeZone: string;
}

export const branchesOf = (database: Tx): Promise<ZonedBranch[]> =>
  database.branch.findMany({ select: { id: true, timeZone: true } });

interface Span {
  from: Date | null;
  to: Date | null;
  branchIds: string[];
}

/**
 * Conditions that a task or note `t` was written from one day to another, both included, in the zone of its branch; none where no day
 * is given. Branches whose days are the same instants are asked for together, and the instants of all of them are said first,
 * because an index knows those.
 */
export function daysOfBranches(
  branches: readonly ZonedBranch[],
  from: LocalDate | undefined,
  to: LocalDate | undefined,
): Prisma.Sql[] {
  if (from === undefined && to === undefined) return [];
  const spans = spansOf(branches, from, to);
  const bounds = instants(
    from === undefined ? null : new Date(Math.min(...spans.map((span) => span.from!.getTime()))),
    to === undefined ? null : new Date(Math.max(...spans.map((span) => span.to!.getTime()))),
  );
  if (spans.length === 1) return bounds;
  const each = spans.map((span) => {
    const all = [Prisma.sql`t.branch_id = ANY(${span.branchIds}::uuid[])`, ...instants(span.from, span.to)];
    return Prisma.sql`(${Prisma.join(all, ' AND ')})`;
  });
  return [...bounds, Prisma.sql`(${Prisma.join(each, ' OR ')})`];
}

function spansOf(branches: readonly ZonedBranch[], from: LocalDate | undefined, to: LocalDate | undefined): Span[] {
  const spans = new Map<string, Span>();
  for (const { id, timeZone } of branches) {
    const starts = from === undefined ? null : startOfDay(from, timeZone);
    const ends = to === undefined ? null : endOfDay(to, timeZone);
    const key = `${starts?.getTime()} ${ends?.getTime()}`;
    const span = spans.get(key) ?? { from: starts, to: ends, branchIds: [] };
    span.branchIds.push(id);
    spans.set(key, span);
  }
  return [...spans.values()];
}

const instants = (from: Date | null, to: Date | null): Prisma.Sql[] => [
  ...(from ? [Prisma.sql`t.created_at >= ${from}`] : []),
  ...(to ? [Prisma.sql`t.created_at < ${to}`] : []),
];

import type { LocalDate } from '../domain/dates.ts';

/** A calendar day as Prisma wants it: midnight UTC, which stands for no instant. */
export function toColumn(date: LocalDate): Date {
  return new Date(`${date}T00:00:00Z`);
}

export function fromColumn(column: Date): LocalDate {
  return column.toISOString().slice(0, 10);
}
